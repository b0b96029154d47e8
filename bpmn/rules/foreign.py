"""Rules on other vendors' words: what is not taken over."""

from bpmn.rules.severity import ERROR, WARNING

FOREIGN = {
    "foreign-expression": (ERROR, "{where}“{text}”不能执行：{why}", "改写成 FEEL 表达式，如 income < 900"),
    "foreign-code": (ERROR, "{name} 要执行外来程序，不能执行", "改用服务任务上的 city:job 或 city:calculation"),
    "foreign-mapping": (ERROR, "{name} 写在这里不能执行", "删去它；同一流程的变量本来就共用"),
    "foreign-form": (WARNING, "{name} 里的表单字段没有采用", "用 form-js 表单代替，并写 city:form"),
    "foreign-listener": (WARNING, "监听器 {name} 不会执行", "要通知或留痕，用服务任务或里程碑画出来"),
    "foreign-due": (WARNING, "{name}“{text}”没有采用", '写成 city:timeLimit，如 committed="P3WD"'),
    "foreign-ignored": (WARNING, "{name} 没有采用", "{instead}"),
    "foreign-both": (WARNING, "{name} 和 city:{city} 都写了，以 city:{city} 为准", "删去其中一个"),
}
