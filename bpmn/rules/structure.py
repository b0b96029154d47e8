"""Rules on the drawing itself: ids, flows, gateways, boundaries, lanes."""

from bpmn.rules.severity import ERROR

STRUCTURE = {
    "duplicate-id": (ERROR, "编号 {id} 用了 {times} 次", "给重复的元素换一个编号"),
    "missing-id": (ERROR, "{name} 没有编号", "给它写上 id"),
    "unknown-element": (ERROR, "不认识元素 {name}", "改用 BPMN 2.0 的元素，别家的扩展放进 extensionElements"),
    "not-run": (ERROR, "{name} 不能执行", "{instead}"),
    "no-process": (ERROR, "文件里没有可执行的流程", "把流程的 isExecutable 设为 true"),
    "no-start": (ERROR, "流程没有开始事件", "画一个开始事件，连到第一步"),
    "nothing-inside": (ERROR, "子流程里没有可以开始的环节", "在里面画一个开始事件，或删去这个子流程"),
    "several-starts": (ERROR, "子流程里有 {count} 个开始事件，不知道从哪个开始", "只留一个开始事件"),
    "event-subprocess-start": (ERROR, "事件子流程里没有开始事件", "画一个有触发（消息、定时等）的开始事件"),
    "too-deep": (ERROR, "子流程套了 {most} 层以上", "把里面几层另画成一个流程，用调用活动调用"),
    "dangling-flow": (ERROR, "连线的{end} {id} 不存在", "把连线接到一个环节上，或删去"),
    "flow-crosses": (ERROR, "连线的{end} {id} 在另一层流程里", "连线不能穿过子流程的边框，请接到同一层的环节上"),
    "boundary-on-nothing": (ERROR, "边界事件没有附在任何环节上（{id}）", "把它放到同一层的一个任务或子流程的边上"),
    "boundary-entered": (ERROR, "边界事件不能有进来的连线", "删去连到它的连线"),
    "start-entered": (ERROR, "开始事件不能有进来的连线", "把连线接到开始事件后面的环节"),
    "end-left": (ERROR, "结束事件不能有出去的连线", "删去连线，或改成中间事件"),
    "flow-without-condition": (ERROR, "从网关 {gateway} 出去的连线没有条件，也不是默认的", "写上条件，或设为默认连线"),
    "condition-ignored": (ERROR, "从 {source} 出去的连线写了条件，但这里不看条件", "把条件写在排他或包容网关后面"),
    "default-elsewhere": (ERROR, "默认连线 {flow} 不是从这里出去的", "在从这里出去的连线里另选一条默认的"),
    "gateway-dead": (ERROR, "网关没有出去的连线", "接上后面的环节，或用结束事件代替它"),
    "event-gateway-target": (
        ERROR,
        "事件网关后面是 {target}，应是收消息、信号、定时或条件事件",
        "在网关和它之间放一个中间捕获事件",
    ),
    "unknown-lane-node": (ERROR, "泳道里写的环节 {id} 不存在", "把它从泳道里删去"),
    "process-twice": (ERROR, "{name} 的写法有两处", "只留一处"),
}
