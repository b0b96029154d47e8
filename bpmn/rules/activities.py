"""Rules on tasks, calls, loops and subprocesses, and on the expressions in them."""

from bpmn.rules.severity import ERROR

ACTIVITIES = {
    "service-nothing": (ERROR, "服务任务没有写做什么", "写 city:job（由后台做）或 city:calculation（当场算）"),
    "service-two": (ERROR, "服务任务既写了 city:job 又写了 city:calculation", "只留一个"),
    "decision-nothing": (
        ERROR,
        "业务规则任务没有写用哪个决策",
        "写 city:decision，指向旁边的 DMN 文件，或单独部署的决策",
    ),
    "unknown-decision": (
        ERROR,
        "决策 {decision} 在流程旁边的文件里找不到",
        "把 DMN 文件放到流程旁边，并核对决策的 id；单独部署的，写 binding",
    ),
    "decision-version": (
        ERROR,
        "city:decision {have}",
        '要用写明的那一版，写 binding="version" version="3"；否则删去 version',
    ),
    "decision-foreign": (ERROR, "{name} 不能执行", "删去这个属性；用哪一版，用 city:decision 的 binding 写明"),
    "bad-decision": (ERROR, "决策文件 {file} 读不懂：{why}", "按提示改好决策文件"),
    "script-nothing": (ERROR, "脚本任务是空的", "写一行或几行赋值，如 total = income + 1"),
    "bad-script": (ERROR, "脚本读不懂：{why}", "脚本里只能写赋值，一行一个，如 total = income + 1"),
    "foreign-script": (
        ERROR,
        "{language} 脚本不能执行",
        "改成一行一个的赋值，并把 scriptFormat 改为 feel；要调用外部，用服务任务和 city:job",
    ),
    "bad-expression": (ERROR, "{where}读不懂：{why}", "按提示改表达式"),
    "foreign-language": (ERROR, "{where}写的是 {language}，不能执行", "改写成 FEEL 表达式，如 income < 900"),
    "call-nothing": (ERROR, "调用活动没有写调用哪个流程", "在 calledElement 里写流程的编号"),
    "call-dynamic": (ERROR, "被调流程不能用表达式给出（{text}）", "写死流程的编号；要选择，用网关分开几个调用活动"),
    "call-version": (
        ERROR,
        "city:call {have}",
        '要调用写明的那一版，写 binding="version" version="3"；否则删去 version',
    ),
    "call-foreign": (ERROR, "{name} 不能执行", "删去这个属性；调用哪一版，用 city:call 的 binding 写明"),
    "output-of-many": (ERROR, "多实例上写了 city:output，几个结果会互相盖掉", "用 loopDataOutputRef 收集结果"),
    "loop-nothing": (ERROR, "多实例没有写几次，也没有写对哪个列表", "写 loopCardinality 或 loopDataInputRef"),
    "loop-both": (ERROR, "多实例既写了次数又写了列表", "次数和列表只留一个"),
    "loop-item": (ERROR, "多实例有{have}，却没有{lack}", "两个一起写"),
    "loop-endless": (ERROR, "循环没有条件，也没有最多次数", "写上 loopCondition 或 loopMaximum"),
    "loop-maximum": (ERROR, "循环的最多次数“{text}”不是正整数", "写一个正整数"),
    "bad-number": (ERROR, "{where}“{text}”不是正整数", "写一个正整数"),
    "quantity-of-nothing": (ERROR, "写了 {name}，这个环节却没有可数的{lack}", "删去 {name}，或接上连线"),
    "loop-behaviour": (ERROR, "不认识多实例的 behavior {text}", "可用的有：{known}"),
    "behaviour-event": (ERROR, "多实例的 behavior 是 {text}，却没有写抛出什么", "写上 {what}，或删去 behavior"),
    "behaviour-unused": (
        ERROR,
        "多实例写了 {what}，behavior 却不是 {text}，不会抛出",
        "把 behavior 改成 {text}，或删去它",
    ),
    "behaviour-throws": (ERROR, "多实例的一份办完时不能抛出 {name}", "改成已声明的消息、信号、升级或错误"),
    "no-activation": (ERROR, "复杂网关没有激活条件", "写上 activationCondition，或改用包容网关"),
    "ad-hoc-flow": (ERROR, "临时子流程里不能有{what}", "改用普通子流程"),
}
