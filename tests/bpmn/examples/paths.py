"""Examples of the rules on the ways through a drawing: what is never reached, joins, rounds, conditions, names."""

from tests.bpmn.examples.example import (
    END,
    START,
    TASK,
    Drawing,
    Example,
    boundary,
    choice,
    diamond,
    pair,
    part,
    script,
    timer,
    user,
)
from tests.bpmn.files import chain, condition, flow

PARALLEL, EXCLUSIVE, INCLUSIVE = "parallelGateway", "exclusiveGateway", "inclusiveGateway"
DEFAULT = ' default="x-b"'


def question(loop: str) -> str:
    """A round of a script and a choice, which is left when something holds."""
    nodes = [
        START,
        '<exclusiveGateway id="m"/>',
        script("n", loop),
        '<exclusiveGateway id="x" name="够了吗" default="x-e"/>',
        END,
    ]
    again = flow("x", "m", condition("rounds &lt; 3"))
    return "\n".join([*nodes, flow("s", "m"), flow("m", "n"), flow("n", "x"), flow("x", "e"), again])


def late(event: str, target: str) -> str:
    """A task with a reminder beside it, and what comes next."""
    nodes = chain(TASK, user("u", "审核"))
    return nodes + "\n" + event + flow("b", target)


EXAMPLES: dict[str, Example] = {
    "unreachable": pair(chain(TASK) + "\n" + user("u", "复核"), chain(TASK, user("u", "复核"))),
    "dead-end": pair("\n".join([START, TASK, flow("s", "t")]), chain(TASK)),
    "join-never": pair(
        diamond(EXCLUSIVE, PARALLEL, "income = 1", more=DEFAULT),
        diamond(EXCLUSIVE, EXCLUSIVE, "income = 1", more=DEFAULT),
    ),
    "join-stuck": pair(
        diamond(INCLUSIVE, PARALLEL, "income &gt; 1", "income &lt;= 9"),
        diamond(INCLUSIVE, INCLUSIVE, "income &gt; 1", more=DEFAULT),
    ),
    "join-doubled": pair(diamond(PARALLEL, EXCLUSIVE), diamond(PARALLEL, PARALLEL)),
    "endless-round": pair(question("total = rounds + 1"), question("rounds = rounds + 1")),
    "no-default": pair(
        choice('income = "低"', 'income = "中"'), choice('income = "低"', 'income = "中"', default=True)
    ),
    "default-condition": pair(
        choice("income < 900", default=True).replace(
            'id="d" sourceRef="x" targetRef="td">', 'id="d" sourceRef="x" targetRef="td">' + condition("income &gt; 1")
        ),
        choice("income < 900", default=True),
    ),
    "condition-always": pair(choice("true", "income < 900"), choice("income < 900", default=True)),
    "condition-never": pair(
        choice("income < 5 and income > 9", default=True), choice("income > 5 and income < 9", default=True)
    ),
    "condition-gap": pair(choice("income < 900", "income > 900"), choice("income < 900", "income >= 900")),
    "condition-overlap": pair(
        choice("income < 900", "income < 1800", default=True),
        choice("income < 900", "income in [900..1800)", default=True),
    ),
    "condition-masked": pair(
        choice("income < 1800", "income < 900", default=True),
        choice("income < 900", "income in [900..1800)", default=True),
    ),
    "many-starts": pair(chain(TASK) + '\n<startEvent id="s2" name="窗口来件"/>' + flow("s2", "t"), chain(TASK)),
    "one-way": pair(
        chain('<eventBasedGateway id="x" name="等回复"/>', '<receiveTask id="r" name="收回复" messageRef="m"/>'),
        chain('<receiveTask id="r" name="收回复" messageRef="m"/>'),
        '<message id="m" name="reply"/>',
    ),
    "handler-loose": pair(
        chain(TASK)
        + '\n<scriptTask id="h" name="撤销" isForCompensation="true"><script>t = null</script></scriptTask>',
        chain(TASK, '<intermediateThrowEvent id="w"><compensateEventDefinition/></intermediateThrowEvent>')
        + '\n<scriptTask id="h" name="撤销" isForCompensation="true"><script>t = null</script></scriptTask>\n'
        + boundary("<compensateEventDefinition/>")
        + '<association id="tie" associationDirection="One" sourceRef="b" targetRef="h"/>',
    ),
    "unnamed-gateway": pair(
        choice("income < 900", default=True).replace(' name="收入"', ""), choice("income < 900", default=True)
    ),
    "unnamed-flow": pair(
        choice("income < 900", default=True).replace(' targetRef="t0" name="第 1 档"', ' targetRef="t0"'),
        choice("income < 900", default=True),
    ),
    "unnamed-part": pair(chain(part("p1", "", TASK)), chain(part("p1", "受理", TASK))),
}
BESIDE = Example(
    Drawing(late(boundary(timer("timeDuration", "P1D"), 'cancelActivity="false"'), "u")),
    Drawing(late(boundary(timer("timeDuration", "P1D")), "u")),
)
"""Another way to `join-doubled`."""
