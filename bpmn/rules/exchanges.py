"""What is wrong with data: objects, inputs and outputs, and the associations that move them."""

from bpmn.rules.severity import ERROR

DATA = {
    "data-unknown": (ERROR, "数据关联的一端 {ref} 不存在", "接到本流程的一个数据对象、属性或数据输入输出上，或删去"),
    "data-sources": (
        ERROR,
        "数据关联有 {count} 个来源，不知道取哪一个",
        "写一个 transformation 算出要的值，或只留一个来源",
    ),
    "data-nothing": (ERROR, "数据关联没有来源", "接上一个数据对象，或删去"),
    "data-assignment": (
        ERROR,
        "赋值的去处“{text}”不对",
        "to 写这条关联的目标 {target}，或它的一部分，如 {target}.name；from 写表达式",
    ),
    "data-twice": (ERROR, "有几个数据对象都叫 {name}，会成为同一个变量", "各起一个名字；同一份数据用引用再画一次"),
    "data-store": (
        ERROR,
        "数据存储 {ref} 不能直接读写",
        "读写登记库用服务任务：city:job 的 compare 核对，或 http 调登记库的接口；只是说明的，删去这条数据关联",
    ),
    "data-on-event": (ERROR, "这种事件不带数据，数据关联不能执行", "只有消息和信号带数据；删去它，要写变量用脚本任务"),
}
