"""Rules on other vendors' words: what is not taken over."""

from bpmn.rules.severity import ERROR, HINT, WARNING

FOREIGN = {
    "foreign-expression": (ERROR, "{where}“{text}”不能执行：{why}", "改写成 FEEL 表达式，如 income < 900"),
    "foreign-code": (ERROR, "{name} 要执行外来程序，不能执行", "改用服务任务上的 city:job 或 city:calculation"),
    "foreign-type": (ERROR, "{name}“{kind}”不能执行", "{instead}"),
    "foreign-mapping": (ERROR, "{name} 写在这里不能执行", "{instead}"),
    "foreign-stored": (
        ERROR,
        "{name} 不会写入变量 {variable}，而后面要用它",
        "给每种错误各画一个边界事件，后面用脚本写入变量",
    ),
    "foreign-cron": (ERROR, "cron 周期“{text}”不能执行：{why}", "写成 R/PT5M、R/P1WD 或 R/2026-12-01T09:00/P1D 这样"),
    "foreign-cycle": (
        WARNING,
        "cron 周期“{text}”改为 {cycle}，从布置时起算",
        "要从整点起算，写成 R/2026-12-01T09:00/PT1H 这样",
    ),
    "foreign-form": (WARNING, "{name} 的字段 {field} {why}", "用 form-js 表单代替，并写 city:form"),
    "foreign-listener": (WARNING, "监听器 {name} 不会执行", "要通知或留痕，用服务任务或里程碑画出来"),
    "foreign-due": (WARNING, "{name}“{text}”没有采用", '写成 city:timeLimit，如 committed="P3WD"'),
    "foreign-result": (
        WARNING,
        "决策结果按 DMN 的规矩给出：一个输出是值，几个输出是上下文（{name}）",
        "核对后面用到结果的表达式，或把 mapDecisionResult 改成 singleEntry",
    ),
    "foreign-topic": (
        WARNING,
        "后台任务 {topic} 只带写明的值，不像别家那样带全部变量",
        "在 city:job 里用 city:input 写明要带的值",
    ),
    "foreign-ignored": (WARNING, "{name} 没有采用", "{instead}"),
    "foreign-both": (WARNING, "{name} 和 city:{city} 都写了，以 city:{city} 为准", "删去其中一个"),
    "foreign-steps": (
        HINT,
        "{names}（{count} 处）：这里每一步各自成一次提交，出错停在原处等重试",
        "不用改，写不写都一样",
    ),
    "foreign-order": (HINT, "{names}（{count} 处）：待办按时限排，不看优先级", "不用改；要先办的，把时限写短"),
    "foreign-tooling": (HINT, "{names}（{count} 处）：只给别的工具看，不影响办理", "不用改，写不写都一样"),
}
