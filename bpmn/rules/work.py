"""Advice on tasks, times, variables and what comes from outside: it would run, and is probably not meant."""

from bpmn.rules.severity import HINT, WARNING

PEOPLE = {
    "no-assignment": (WARNING, "没有写由谁来办", "写 city:assignment 的 candidateGroups"),
    "unknown-group": (WARNING, "没有哪个岗位属于候选组 {group}", "核对写法（部门:层级:岗位），或先设这个岗位"),
    "no-limit": (WARNING, "流程有时限，这一步没有", "写 city:timeLimit 的 share 或 committed"),
    "shares-over": (WARNING, "各步份额合计 {total}，超过 1", "调整份额，合计不超过 1"),
    "missing-form": (WARNING, "表单 {form} 不在流程旁边", "把 {form}.form 放到流程的目录里"),
    "unused-form": (WARNING, "表单文件 {form} 没有环节用到", "写 city:form，或删去文件"),
    "unknown-job": (WARNING, "后台没有会做 {kind} 的程序", "可用的有：{known}；自己另外接了程序的，不用理会"),
    "unknown-call": (WARNING, "调用的流程 {called} 不在这些文件里", "先部署它，或核对 calledElement"),
    "unnamed-task": (WARNING, "任务没有名字，待办里只能显示编号", "给任务起个名字"),
}

VARIABLES = {
    "unknown-name": (WARNING, "{where}里的变量 {name} 没有任何地方写入", "{hint}"),
    "unused-variable": (HINT, "算出的变量 {name} 没有地方用到", "删去；由调用它的流程取用的，不用理会"),
    "read-early": (WARNING, "用到变量 {name} 时，它还没有写入", "把写它的环节移到前面"),
    "read-unsure": (HINT, "有的走法到这里时，变量 {name} 还没有写入", "在每条路上都写它，或先判断它是不是 null"),
    "decision-input": (WARNING, "决策 {decision} 要用的 {name} 没有任何地方写入", "{hint}"),
    "decision-output": (HINT, "决策结果里的 {name} 没有地方用到", "用 {result}.{name} 取用，或从表里删去这一列"),
}

HAPPENINGS = {
    "time-past": (WARNING, "定时的日期 {text} 已经过去", "改成以后的日期"),
    "zero-time": (WARNING, "时长 {text} 是零，一到这里就到期", "写上真正的时长，如 P3WD"),
    "unused-declaration": (HINT, "声明了{kind} {name}，没有地方用到", "删去声明，或在事件上选它"),
    "unheard": (WARNING, "发出的{kind} {name} 在这些文件里没有谁接收", "画上接收的一方；由外部接收的，不用理会"),
    "error-uncaught": (
        WARNING,
        "抛出的错误 {code} 在这个流程里没有边界事件或事件子流程接住，会停下报故障",
        "在外层画错误边界事件；由调用它的流程接住的，不用理会",
    ),
    "escalation-uncaught": (HINT, "抛出的升级 {code} 在这个流程里没有谁接住", "在外层画升级边界事件，或删去"),
    "never-thrown": (WARNING, "等的{kind} {code} 里面没有哪个环节会抛出", "在里面画抛出它的事件，或删去这个边界事件"),
}

TABLES = {
    "table-overlap": (
        WARNING,
        "唯一命中的表里，第 {first} 行和第 {second} 行会同时命中，届时报故障",
        "把条件改得互不重叠，或换命中策略",
    ),
    "table-any": (
        WARNING,
        "第 {first} 行和第 {second} 行会同时命中而结果不同，届时报故障",
        "改成一样的结果，或换命中策略",
    ),
    "table-masked": (WARNING, "第 {second} 行的情形都先被第 {first} 行命中，这一行用不到", "调换先后，或删去这一行"),
    "table-gap": (WARNING, "{case} 时没有一行命中", "补一行，或写默认结果"),
}
