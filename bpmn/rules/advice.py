"""Advice on the ways through a drawing, and rules on what the register of items says of it."""

from bpmn.rules.severity import ERROR, HINT, WARNING

WAYS = {
    "unreachable": (WARNING, "从开始事件走不到这里", "接上进来的连线，或删去"),
    "dead-end": (WARNING, "走到这里就停了，没有结束事件", "接到后面的环节或结束事件"),
    "join-never": (WARNING, "并行汇合等 {count} 路，{why}，永远等不齐", "前面只走一路的，汇合改用排他网关"),
    "join-stuck": (
        WARNING,
        "汇合等 {count} 路，可是有的走法里 {missing} 那一路不会到，会一直停在这里",
        "让每一路都走到汇合；有的路可能不走的，分开和汇合都用包容网关",
    ),
    "join-doubled": (
        WARNING,
        "{where}，在这里不等齐就各自往下走，后面的环节会做几次",
        "汇合改用并行网关（有的路可能不走的，用包容网关）",
    ),
    "endless-round": (
        WARNING,
        "从这里绕一圈全是自动环节，{why}，会一直转下去",
        "在圈里放一个等待的环节，或让条件用圈里会变的变量",
    ),
    "no-default": (WARNING, "所有条件都不成立时无路可走", "设一条默认连线"),
    "default-condition": (WARNING, "默认连线上的条件不会看", "删去条件"),
    "condition-always": (WARNING, "条件“{text}”总是成立，后面的连线走不到", "改成默认连线，或写上真正的条件"),
    "condition-never": (WARNING, "条件“{text}”永远不会成立", "改条件，或删去这条路"),
    "condition-gap": (WARNING, "{name} {value} 时没有路可走", "补上这一段，或设一条默认连线"),
    "condition-overlap": (
        WARNING,
        "条件“{text}”和连线 {first} 重叠（如值{value}），重叠处按先后走前一条",
        "把条件写得互不重叠",
    ),
    "condition-masked": (WARNING, "条件“{text}”成立时，前面的连线 {first} 也成立，这条路走不到", "改条件，或调换先后"),
    "many-starts": (WARNING, "有 {count} 个普通开始事件，发起时要写明用哪个", "只留一个，或发起时写明"),
    "one-way": (WARNING, "事件网关只有 {count} 路", "直接用中间事件，或再画一路"),
    "handler-loose": (WARNING, "补偿环节没有和任何补偿边界事件连上，不会执行", "用关联线把补偿边界事件连到它"),
    "unnamed-gateway": (HINT, "网关没有名字，看图的人不知道在判断什么", "写成一个问题，如“材料齐全吗”"),
    "unnamed-flow": (HINT, "带条件的连线没有名字", "写上答案，如“齐全”"),
    "unnamed-part": (HINT, "子流程没有名字", "写上这一段在办什么"),
}

REGISTER = {
    "item-unknown": (ERROR, "事项 {code} 不在事项库里", "核对编码，或先在 items.csv 登记"),
    "item-committed": (ERROR, "承诺时限 {found} 与事项库的 {expected} 不一致", "两处改成一样"),
    "item-statutory": (ERROR, "法定时限 {found} 与事项库的 {expected} 不一致", "两处改成一样"),
    "item-missing": (WARNING, "事项 {code} {name} 还没有流程", "画它的流程文件"),
}
