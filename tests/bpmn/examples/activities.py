"""Examples of the rules on tasks, calls, loops, and the expressions and scripts in them."""

from tests.bpmn.examples.example import END, START, TASK, Drawing, Example, decided, decision, pair, script, user
from tests.bpmn.files import chain, condition, extended, flow

DECLARED = (
    '<message id="m" name="reply"/><signal id="sg" name="alarm"/><signalEventDefinition id="each" signalRef="sg"/>'
    '<timerEventDefinition id="later"/>'
)
JOB, CALCULATION = '<city:job kind="notify"/>', '<city:calculation expression="income / 2" result="half"/>'
COUNT, LIST = "<loopCardinality>3</loopCardinality>", "<loopDataInputRef>departments</loopDataInputRef>"
GRANT = {"grant.dmn": decision("- -> 300")}
CALLED = extended('<city:call binding="version" version="3"/>')
OUTPUT = '<city:output source="mark" target="last"/>'
FOREIGN = chain('<businessRuleTask id="d" name="定标准" camunda:decisionRef="grant" camunda:resultVariable="r"{}/>')
COUNTED = user("t", "汇总", more='startQuantity="2"')
SENT = (
    '<complexBehaviorDefinition id="c"><condition>true</condition>'
    '<event id="ev"><signalEventDefinition signalRef="sg"/></event></complexBehaviorDefinition>'
)


def service(*words: str) -> str:
    return chain(f'<serviceTask id="v" name="通知">{extended(*words)}</serviceTask>')


def ruled(word: str = "") -> str:
    return chain(f'<businessRuleTask id="d" name="定标准">{word}</businessRuleTask>')


def many(inside: str, more: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {more}>{inside}</multiInstanceLoopCharacteristics>".replace(" >", ">")
    return chain(user("t", "会签", inside=loop))


def again(more: str, inside: str = "") -> str:
    return chain(
        user("t", "核对", inside=f"<standardLoopCharacteristics {more}>{inside}</standardLoopCharacteristics>")
    )


def call(more: str, inside: str = "") -> str:
    return chain(f'<callActivity id="c" name="回访" {more}>{inside}</callActivity>'.replace(" >", ">"))


def asked(text: str, more: str = "") -> str:
    inside = condition(text).replace("<conditionExpression", f"<conditionExpression{more}")
    nodes = [
        START,
        '<exclusiveGateway id="x" name="低收入吗" default="x-e"/>',
        TASK,
        END,
        flow("s", "x"),
        flow("x", "e"),
    ]
    return "\n".join([*nodes, flow("x", "t", inside), flow("t", "e")])


def quantified(number: str) -> str:
    return chain(user("t", "汇总", more=f'startQuantity="{number}"'))


def ad_hoc(inside: str) -> str:
    return chain(f'<adHocSubProcess id="h" name="走访">{inside}</adHocSubProcess>')


def joined(inside: str) -> str:
    """A complex gateway that joins two ways."""
    nodes = [
        START,
        '<parallelGateway id="x"/>',
        TASK,
        user("u", "审核"),
        f'<complexGateway id="y" name="先到的">{inside}</complexGateway>',
        END,
    ]
    ways = [("s", "x"), ("x", "t"), ("x", "u"), ("t", "y"), ("u", "y"), ("y", "e")]
    return "\n".join([*nodes, *(flow(*way) for way in ways)])


CODE = '<scriptTask id="i" name="算" scriptFormat="{}"><script>{}</script></scriptTask>'
TEXTS: dict[str, tuple[str, str]] = {
    "service-nothing": (chain('<serviceTask id="v" name="通知"/>'), service(JOB)),
    "service-two": (service(JOB, CALCULATION), service(JOB)),
    "script-nothing": (chain('<scriptTask id="i" name="算"/>'), chain(script("i", "half = income / 2", "算"))),
    "bad-script": (chain(script("i", "income / 2", "算")), chain(script("i", "half = income / 2", "算"))),
    "foreign-script": (
        chain(CODE.format("python", "import os")),
        chain(CODE.format("feel", "half = income / 2")),
    ),
    "bad-expression": (asked("income &lt;"), asked("income &lt; 900")),
    "foreign-language": (asked("x", ' language="groovy"'), asked("income &lt; 900")),
    "call-nothing": (call(""), call('calledElement="call-back"')),
    "call-dynamic": (call('calledElement="${which}"'), call('calledElement="call-back"')),
    "call-version": (
        call('calledElement="call-back"', CALLED.replace(' version="3"', "")),
        call('calledElement="call-back"', CALLED),
    ),
    "call-foreign": (
        call('camunda:calledElementVersionTag="v3" calledElement="call-back"'),
        call('calledElement="call-back"', CALLED),
    ),
    "output-of-many": (
        many(COUNT).replace("</extensionElements>", OUTPUT + "</extensionElements>"),
        chain(user("t", "会签", OUTPUT)),
    ),
    "loop-nothing": (many(""), many(COUNT)),
    "loop-both": (many(COUNT + LIST), many(LIST)),
    "loop-item": (
        many(COUNT + '<inputDataItem id="dep" name="department"/>'),
        many(LIST + '<inputDataItem id="dep" name="department"/>'),
    ),
    "loop-endless": (again(""), again('loopMaximum="3"')),
    "loop-maximum": (again('loopMaximum="几次"'), again('loopMaximum="3"')),
    "loop-behaviour": (many(COUNT, 'behavior="Some"'), many(COUNT, 'behavior="All"')),
    "behaviour-event": (many(COUNT, 'behavior="One"'), many(COUNT, 'behavior="One" oneBehaviorEventRef="each"')),
    "behaviour-unused": (many(COUNT + SENT), many(COUNT + SENT, 'behavior="Complex"')),
    "behaviour-throws": (
        many(COUNT, 'behavior="None" noneBehaviorEventRef="later"'),
        many(COUNT, 'behavior="None" noneBehaviorEventRef="each"'),
    ),
    "bad-number": (quantified("many"), quantified("2")),
    "quantity-of-nothing": (chain() + COUNTED, chain(COUNTED)),
    "no-activation": (joined(""), joined("<activationCondition>activationCount &gt;= 1</activationCondition>")),
    "ad-hoc-flow": (ad_hoc(f'<startEvent id="i"/>{TASK}'), ad_hoc(TASK)),
}
EXAMPLES: dict[str, Example] = {rule: pair(bad, good, DECLARED) for rule, (bad, good) in TEXTS.items()}
EXAMPLES |= {
    "decision-nothing": Example(Drawing(ruled(), beside=GRANT), Drawing(chain(decided()), beside=GRANT)),
    "unknown-decision": Example(
        Drawing(chain(decided("r", "grants")), beside=GRANT), Drawing(chain(decided()), beside=GRANT)
    ),
    "decision-version": pair(
        ruled(extended('<city:decision decision="grant" result="r" binding="version"/>')),
        ruled(extended('<city:decision decision="grant" result="r" binding="version" version="3"/>')),
    ),
    "decision-foreign": pair(
        FOREIGN.format(' camunda:decisionRefBinding="versionTag"'), FOREIGN.format(""), grant_dmn=GRANT["grant.dmn"]
    ),
    "bad-decision": Example(
        Drawing(chain(TASK), beside={"grant.dmn": decision("< -> 300")}), Drawing(chain(TASK), beside=GRANT)
    ),
}
