"""Examples of the rules on events: triggers that may not stand there, references, times, compensation, links."""

from tests.bpmn.examples.example import END, TASK, Example, boundary, catch, pair, part, throw, timer, user
from tests.bpmn.files import chain, extended, flow

DECLARED = (
    '<message id="m" name="reply"/><message id="n" name="paper"/><signal id="sg" name="alarm"/>'
    '<error id="er" errorCode="returned"/><escalation id="es" escalationCode="report"/>'
)
KEY = extended('<city:correlation key="number"/>')
KEPT = extended('<city:correlation key="number" ttl="PT1H"/>')
MESSAGE, OTHER = '<messageEventDefinition messageRef="m"/>', '<messageEventDefinition messageRef="n"/>'
SIGNAL, ERROR = '<signalEventDefinition signalRef="sg"/>', '<errorEventDefinition errorRef="er"/>'
ESCALATION = '<escalationEventDefinition escalationRef="es"/>'
LINK, UNDO = '<linkEventDefinition name="上报"/>', "<compensateEventDefinition/>"
SOON, CYCLE = timer("timeDuration", "P3D"), timer("timeCycle", "R3/PT1H")
RIPE = "<conditionalEventDefinition><condition>ripe</condition></conditionalEventDefinition>"
ALL = 'parallelMultiple="true"'
LOOP = '<standardLoopCharacteristics loopMaximum="2"/>'
UNDOING = '<userTask id="h" name="撤销" isForCompensation="true">{}</userTask>'
TIE = '<association id="tie" associationDirection="One" sourceRef="b" targetRef="h"/>'


def waits(inside: str, more: str = "") -> str:
    return chain(catch(inside).replace('id="w"', f'id="w" {more}'.strip()))


def ends(inside: str) -> str:
    return chain(TASK).replace(END, f'<endEvent id="e">{inside}</endEvent>')


def edge(inside: str, more: str = "") -> str:
    return chain(TASK, user("u", "审核")) + "\n" + boundary(inside, more) + flow("b", "u")


def begins(first: str) -> str:
    """A process that begins with `x`."""
    return "\n".join([first, TASK, END, flow("x", "t"), flow("t", "e")])


def starts(inside: str, more: str = "") -> str:
    return begins(f'<startEvent id="x" {more}>{inside}</startEvent>'.replace(" >", ">"))


def receives(more: str, inside: str = "") -> str:
    return f'<receiveTask id="x" name="收件" messageRef="m" {more}>{inside}</receiveTask>'.replace(" >", ">")


def race(*behind: str, more: str) -> str:
    """An event gateway that begins the process."""
    nodes = [f'<eventBasedGateway id="g" name="先到的" {more}/>', *behind, TASK, END, flow("t", "e")]
    ids = [each.split('id="', 1)[1].split('"', 1)[0] for each in behind]
    return "\n".join([*nodes, *(flow("g", id) + flow(id, "t") for id in ids)])


def inner_race(more: str) -> str:
    behind = [catch(MESSAGE, "r"), catch(SOON, "o")]
    return '<startEvent id="s"/>\n' + race(*behind, more=more) + flow("s", "g")


def deal(caught: str = "") -> str:
    """A transaction that ends by cancelling."""
    kind = part("p1", "交易", TASK, end="<cancelEventDefinition/>").replace("subProcess", "transaction")
    return chain(kind, user("u", "审核")) + "\n" + caught


def undone(handler: str, tie: str = TIE, more: str = "") -> str:
    return "\n".join([chain(TASK, throw(UNDO)), boundary(UNDO), handler, tie, more])


def jumps(*catchers: str) -> str:
    nodes = ['<startEvent id="s"/>', throw(LINK, "k"), END, flow("s", "k")]
    return "\n".join([*nodes, *(catch(LINK, id) + flow(id, "e") for id in catchers)])


def compensating(*ids: str) -> str:
    inner = (
        '<subProcess id="{0}" name="撤销" triggeredByEvent="true"><startEvent id="i{0}">{1}</startEvent></subProcess>'
    )
    asides = "".join(inner.format(id, UNDO) for id in ids)
    body = f'<startEvent id="ps"/>{TASK}{flow("ps", "t")}{asides}'
    return chain(f'<subProcess id="p1" name="核对">{body}</subProcess>')


TEXTS: dict[str, tuple[str, str]] = {
    "not-in-several": (waits(MESSAGE + LINK), waits(MESSAGE + SIGNAL)),
    "not-last": (ends(ERROR + SIGNAL), ends(SIGNAL + ERROR)),
    "not-together": (edge(MESSAGE + ERROR, ALL), edge(MESSAGE + SIGNAL, ALL)),
    "keyless-together": (starts(MESSAGE + OTHER, ALL), starts(KEY + MESSAGE + OTHER, ALL)),
    "begins-inside": (chain(receives('instantiate="true"')), begins(receives('instantiate="true"'))),
    "begins-often": (begins(receives('instantiate="true"', LOOP)), begins(receives('instantiate="true"'))),
    "begins-by-nothing": (
        race(catch(MESSAGE, "r"), catch(RIPE, "o"), more='instantiate="true"'),
        race(catch(MESSAGE, "r"), catch(SIGNAL, "o"), more='instantiate="true"'),
    ),
    "parallel-gateway-inside": (inner_race('eventGatewayType="Parallel"'), inner_race("")),
    "event-not-here": (waits(ERROR), edge(ERROR)),
    "unknown-event": (waits("<moonEventDefinition/>"), waits(SOON)),
    "unknown-event-definition": (
        waits("<eventDefinitionRef>reply</eventDefinitionRef>" + MESSAGE),
        waits(MESSAGE),
    ),
    "unknown-reference": (waits(MESSAGE.replace('"m"', '"replay"')), waits(MESSAGE)),
    "missing-reference": (waits("<messageEventDefinition/>"), waits(MESSAGE)),
    "bad-time": (waits(timer("timeDuration", "3 天")), waits(SOON)),
    "no-time": (waits("<timerEventDefinition/>"), waits(SOON)),
    "several-times": (
        waits(
            "<timerEventDefinition><timeDate>2026-12-31</timeDate><timeDuration>P3D</timeDuration></timerEventDefinition>"
        ),
        waits(SOON),
    ),
    "cycle-not-here": (edge(CYCLE), edge(CYCLE, 'cancelActivity="false"')),
    "cancel-outside": (
        edge("<cancelEventDefinition/>"),
        deal(boundary("<cancelEventDefinition/>", host="p1") + flow("b", "u")),
    ),
    "must-interrupt": (edge(ERROR, 'cancelActivity="false"'), edge(ERROR)),
    "cancel-uncaught": (deal(), deal(boundary("<cancelEventDefinition/>", host="p1") + flow("b", "u"))),
    "no-handler": (undone("", ""), undone(UNDOING.format(""))),
    "handler-in-flow": (undone(UNDOING.format(""), more=flow("h", "e")), undone(UNDOING.format(""))),
    "several-compensating": (compensating("x", "y"), compensating("x")),
    "link-missing": (jumps(), jumps("a")),
    "link-twice": (jumps("a", "c"), jumps("a")),
    "ttl-when-catching": (waits(KEPT + MESSAGE), waits(KEY + MESSAGE)),
    "correlation-of-nothing": (waits(KEY + SOON), waits(KEY + MESSAGE)),
    "unknown-activity": (
        chain(TASK, throw(UNDO.replace("/>", ' activityRef="accept"/>'))),
        chain(TASK, throw(UNDO.replace("/>", ' activityRef="t"/>'))),
    ),
}
EXAMPLES: dict[str, Example] = {rule: pair(bad, good, DECLARED) for rule, (bad, good) in TEXTS.items()}
EXAMPLES["unnamed"] = Example(
    pair(waits(MESSAGE), "", DECLARED.replace(' name="reply"', "")).bad, pair(waits(MESSAGE), "", DECLARED).bad
)
