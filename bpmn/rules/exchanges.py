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
    "data-at-timer": (ERROR, "流程开始时要 {names}，定时开始不带数据", "改用普通或消息开始，或不把它们列为必须的输入"),
    "store-key": (ERROR, "数据存储 {ref} 没有写读写哪一条", '在数据存储上写 city:register，如 key="household.number"'),
    "store-name": (ERROR, "数据存储的名字“{name}”不能作变量名", "改成一个没有空格和符号的名字，读到的值就在这个变量里"),
    "store-not-here": (ERROR, "补偿任务不能读写数据存储，事件网关后面的任务不能读", "在它前面或后面画一个任务来读写"),
    "data-on-event": (ERROR, "这种事件不带数据，数据关联不能执行", "只有消息和信号带数据；删去它，要写变量用脚本任务"),
}
