"""Examples of the rules on the drawing itself: ids, flows, starts and ends, boundaries, gateways, lanes."""

from tests.bpmn.examples.example import (
    END,
    START,
    TASK,
    WHO,
    Drawing,
    Example,
    boundary,
    choice,
    diamond,
    pair,
    part,
    timer,
    user,
)
from tests.bpmn.files import chain, condition, extended, flow

LATE = timer("timeDuration", "P3D")
FIRST = chain(TASK, user("u", "审核"))
LANES = '<laneSet id="ls"><lane id="l" name="窗口"><flowNodeRef>{}</flowNodeRef></lane></laneSet>\n'
MESSAGE = '<message id="m" name="reply"/>'
CAUGHT = '<messageEventDefinition messageRef="m"/>'
COUNT = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
AGAIN = '<standardLoopCharacteristics loopMaximum="3"/>'


def whole(process: str, more: str = 'isExecutable="true"') -> Drawing:
    return Drawing(f'<process id="p" {more}>\n{process}\n</process>', is_whole=True)


def inside(body: str) -> str:
    """A part with this in it, in a chain."""
    return chain(f'<subProcess id="p1" name="核对">{body}</subProcess>')


def aside(start: str) -> str:
    return chain(TASK) + f'\n<subProcess id="es" name="撤回" triggeredByEvent="true">{start}</subProcess>'


def waiting(*behind: str) -> str:
    nodes = [START, '<eventBasedGateway id="x" name="先到的"/>', *behind, END, flow("s", "x")]
    ids = [each.split('id="', 1)[1].split('"', 1)[0] for each in behind]
    return "\n".join([*nodes, *(flow("x", id) + flow(id, "e") for id in ids)])


def nested(levels: int) -> str:
    inner = TASK
    for level in range(levels, 0, -1):
        inner = part(f"p{level}", f"第 {level} 层", inner)
    return inner


REPLY = f'<intermediateCatchEvent id="r" name="收回复">{CAUGHT}</intermediateCatchEvent>'
OVER = f'<intermediateCatchEvent id="o" name="三天">{LATE}</intermediateCatchEvent>'
SPLIT = diamond("parallelGateway", "parallelGateway")

EXAMPLES: dict[str, Example] = {
    "duplicate-id": pair(
        FIRST + '\n<manualTask id="t" name="盖章"/>', chain(TASK, user("u", "审核"), '<manualTask id="v" name="盖章"/>')
    ),
    "missing-id": pair(chain(TASK) + f'\n<userTask name="审核">{extended(WHO)}</userTask>', FIRST),
    "unknown-element": pair(chain(TASK) + '\n<usrTask id="u" name="审核"/>', FIRST),
    "not-run": pair(chain(TASK) + '\n<choreographyTask id="c" name="商定"/>', FIRST),
    "no-process": Example(whole(chain(TASK), 'isExecutable="false"'), whole(chain(TASK))),
    "no-start": pair("\n".join([TASK, END, flow("t", "e")]), chain(TASK)),
    "nothing-inside": pair(inside(""), inside(f'<startEvent id="i"/>{TASK}{flow("i", "t")}')),
    "several-starts": pair(
        inside(f'<startEvent id="i"/><startEvent id="j"/>{TASK}{flow("i", "t")}{flow("j", "t")}'),
        inside(f'<startEvent id="i"/>{TASK}{flow("i", "t")}'),
    ),
    "event-subprocess-start": pair(
        aside(user("u", "撤回")),
        aside(f'<startEvent id="i">{CAUGHT}</startEvent>{user("u", "撤回")}{flow("i", "u")}'),
        MESSAGE,
    ),
    "too-deep": pair(chain(nested(51)), chain(nested(2))),
    "dangling-flow": pair(chain(TASK) + "\n" + flow("t", "nowhere"), FIRST),
    "flow-crosses": pair(
        chain(part("p1", "核对", TASK), user("u", "审核")) + "\n" + flow("t", "u"),
        chain(part("p1", "核对", TASK), user("u", "审核")),
    ),
    "boundary-on-nothing": pair(
        FIRST + "\n" + boundary(LATE, host="s") + flow("b", "u"), FIRST + "\n" + boundary(LATE) + flow("b", "u")
    ),
    "boundary-entered": pair(
        FIRST + "\n" + boundary(LATE) + flow("b", "u") + flow("u", "b"), FIRST + "\n" + boundary(LATE) + flow("b", "u")
    ),
    "start-entered": pair(FIRST + "\n" + flow("u", "s"), FIRST + "\n" + flow("u", "t")),
    "end-left": pair(FIRST + "\n" + flow("e", "t"), FIRST),
    "flow-without-condition": pair(
        choice("income < 900", default=True).replace(' default="d"', ""), choice("income < 900", default=True)
    ),
    "condition-ignored": pair(
        SPLIT.replace(flow("x", "a"), flow("x", "a", condition("income = 1"))),
        SPLIT,
    ),
    "default-elsewhere": pair(chain(user("t", "受理", more='default="s-t"')), chain(TASK)),
    "gateway-dead": pair(
        "\n".join([START, '<eventBasedGateway id="x"/>', flow("s", "x")]), waiting(REPLY, OVER), MESSAGE
    ),
    "event-gateway-target": pair(waiting(REPLY, TASK), waiting(REPLY, OVER), MESSAGE),
    "unknown-lane-node": pair(LANES.format("gone") + chain(TASK), LANES.format("t") + chain(TASK)),
    "process-twice": pair(chain(user("t", "核对", inside=COUNT + AGAIN)), chain(user("t", "核对", inside=COUNT))),
}
