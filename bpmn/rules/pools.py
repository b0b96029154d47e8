"""What is wrong with participants: pools, the message flows that join them, and who does a task."""

from bpmn.rules.severity import ERROR, WARNING

POOLS = {
    "pool-nothing": (ERROR, "泳池引用的流程 {process} 不在文件里", "改选文件里的一个流程；外部的一方删去 processRef"),
    "message-flow-nowhere": (ERROR, "消息流的一端 {ref} 不存在", "接到一个泳池，或收发消息的环节上"),
    "message-flow-inside": (ERROR, "消息流画在了同一个泳池里", "同一流程里用连线；消息流只画在两个泳池之间"),
    "message-flow-disagrees": (
        ERROR,
        "消息流两端的消息对不上：{names}",
        "两端选同一个消息，收发双方以名字对上",
    ),
    "message-flow-mute": (
        WARNING,
        "消息流的一端 {ref} 不{verb}消息，画的消息流不起作用",
        "要{verb}消息，改成{verb}消息的任务或事件；只是说明的，不用理会",
    ),
    "owner-unknown": (ERROR, "引用了没有声明的资源 {ref}", "在文件里声明这个 resource，或改写 city:assignment"),
    "owner-query": (
        ERROR,
        "按参数查找办理人不能执行",
        "写 resourceAssignmentExpression 或 city:assignment，直接给出组或人",
    ),
    "owner-of-nothing": (WARNING, "这里不派给人，{role} 不起作用", "写到用户任务上；一道里的任务都一样的，写到泳道上"),
}
