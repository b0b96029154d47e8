"""Rules on what would run and is probably not meant."""

from bpmn.rules.severity import ERROR, WARNING

ADVICE = {
    "unreachable": (WARNING, "从开始事件走不到这里", "接上进来的连线，或删去"),
    "dead-end": (WARNING, "走到这里就停了，没有结束事件", "接到后面的环节或结束事件"),
    "join-never": (WARNING, "并行汇合等 {count} 路，但前面的排他网关 {split} 只会走一路", "汇合改用排他网关"),
    "no-default": (WARNING, "所有条件都不成立时无路可走", "设一条默认连线"),
    "default-condition": (WARNING, "默认连线上的条件不会看", "删去条件"),
    "no-assignment": (WARNING, "没有写由谁来办", "写 city:assignment 的 candidateGroups"),
    "no-limit": (WARNING, "流程有时限，这一步没有", "写 city:timeLimit 的 share 或 committed"),
    "shares-over": (WARNING, "各步份额合计 {total}，超过 1", "调整份额，合计不超过 1"),
    "unknown-name": (WARNING, "{where}里的变量 {name} 没有任何地方写入", "{hint}"),
    "missing-form": (WARNING, "表单 {form} 不在流程旁边", "把 {form}.form 放到流程的目录里"),
    "unused-form": (WARNING, "表单文件 {form} 没有环节用到", "写 city:form，或删去文件"),
    "time-past": (WARNING, "定时的日期 {text} 已经过去", "改成以后的日期"),
    "many-starts": (WARNING, "有 {count} 个普通开始事件，发起时要写明用哪个", "只留一个，或发起时写明"),
    "one-way": (WARNING, "事件网关只有 {count} 路", "直接用中间事件，或再画一路"),
    "unknown-job": (WARNING, "后台没有会做 {kind} 的程序", "可用的有：{known}；自己另外接了程序的，不用理会"),
    "unnamed-task": (WARNING, "任务没有名字，待办里只能显示编号", "给任务起个名字"),
    "item-unknown": (ERROR, "事项 {code} 不在事项库里", "核对编码，或先在 items.csv 登记"),
    "item-committed": (ERROR, "承诺时限 {found} 与事项库的 {expected} 不一致", "两处改成一样"),
    "item-statutory": (ERROR, "法定时限 {found} 与事项库的 {expected} 不一致", "两处改成一样"),
    "item-missing": (WARNING, "事项 {code} {name} 还没有流程", "画它的流程文件"),
}
