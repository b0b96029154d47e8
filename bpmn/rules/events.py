"""Rules on events, what they refer to and when they happen."""

from bpmn.rules.severity import ERROR

EVENTS = {
    "not-in-several": (ERROR, "{kind}不能和别的触发放在一个事件里", "把{kind}单独画成一个事件"),
    "not-last": (ERROR, "抛出{kind}以后，后面的触发就抛不出来了", "把{kind}放到这个事件的最后"),
    "not-together": (
        ERROR,
        "{place}要等齐的触发里不能有{kind}",
        "去掉 parallelMultiple（有一个就行），或把{kind}单独画",
    ),
    "keyless-together": (
        ERROR,
        "要等齐的几条消息没有关联键，不知道哪几条是一件事的",
        '写 city:correlation，如 key="caseNumber"',
    ),
    "begins-inside": (
        ERROR,
        "只有流程最外层、没有进线的环节才能发起一件（instantiate）",
        "删去 instantiate，或删去进来的连线",
    ),
    "begins-often": (ERROR, "发起流程的接收任务不能循环", "删去循环，或在它后面另画一个任务"),
    "begins-by-nothing": (ERROR, "这个触发不能发起流程", "发起流程的网关后面用{allowed}"),
    "parallel-gateway-inside": (
        ERROR,
        "事件网关只有用来发起流程时才能等齐（eventGatewayType=Parallel）",
        "删去 eventGatewayType；要等齐几个事件，用并行网关分开再汇合",
    ),
    "event-not-here": (ERROR, "{kind}事件不能放在{place}", "这里可以用：{allowed}"),
    "unknown-event": (ERROR, "不认识事件 {name}", "改用消息、信号、定时、错误、升级、条件或终止事件"),
    "unknown-event-definition": (
        ERROR,
        "eventDefinitionRef 引用的 {ref} 不在文件里",
        "在文件最外层写上这个事件定义，或直接写在事件里",
    ),
    "unknown-reference": (ERROR, "引用了没有声明的{kind} {ref}", "在文件里声明这个{kind}，或改选一个已有的"),
    "missing-reference": (ERROR, "没有写明是哪个{kind}", "选一个已声明的{kind}"),
    "unnamed": (ERROR, "{kind} {ref} 没有名字", "给这个{kind}起个名字，收发双方以名字对上"),
    "bad-time": (ERROR, "时间“{text}”读不懂：{why}", "改成上面的写法，或用 = 开头的表达式"),
    "no-time": (ERROR, "定时事件没有写时间", "写上日期、时长或周期中的一个"),
    "several-times": (ERROR, "定时事件写了 {count} 种时间", "日期、时长、周期只留一个"),
    "cycle-not-here": (ERROR, "这里的定时不能是周期", "改用时长；要反复触发，用不中断的边界事件"),
    "cancel-outside": (ERROR, "取消事件只能用在事务子流程上", "把子流程改成事务，或改用错误事件"),
    "must-interrupt": (ERROR, "{kind}事件总是中断，这里却写成不中断", "改成中断的；要通知而不中断，用升级事件"),
    "cancel-uncaught": (
        ERROR,
        "事务里有取消结束事件，事务的边上却没有取消事件",
        "在事务的边上画一个取消边界事件，连到取消以后的环节",
    ),
    "no-handler": (ERROR, "补偿边界事件没有连到补偿任务", "用关联线把它连到一个补偿任务"),
    "handler-in-flow": (ERROR, "{id} 是补偿环节，不能有进来或出去的连线", "删去它的连线：它只在补偿时做"),
    "several-compensating": (ERROR, "这一层有 {count} 个补偿事件子流程", "只留一个"),
    "link-missing": (ERROR, "链接“{name}”没有接收的一端", "在同一层画一个同名的链接捕获事件"),
    "link-twice": (ERROR, "链接“{name}”有 {count} 个接收的一端", "只留一个"),
    "ttl-when-catching": (ERROR, "收消息的一方不保留消息，ttl 在这里不起作用", "把 ttl 写到发消息的环节上"),
    "correlation-of-nothing": (ERROR, "这里不收发消息，city:correlation 不起作用", "删去它，或把事件改成消息事件"),
    "unknown-activity": (ERROR, "要补偿的环节 {ref} 不存在", "改选同一层的一个环节"),
}
