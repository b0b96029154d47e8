"""What a multi-instance activity throws when one of its instances is done, and its border catches."""

from engine.domain import facts
from tests.engine.runtime.drawing import END, START, boundary, message, node, scope, signal, user
from tests.engine.runtime.story import Story

DECLARED = (
    '<signal id="s" name="one done"/><message id="m" name="told"/><error id="er" errorCode="E1"/>'
    '<escalation id="up" escalationCode="late"/><signalEventDefinition id="signalled" signalRef="s"/>'
    '<messageEventDefinition id="messaged" messageRef="m"/><errorEventDefinition id="failed" errorRef="er"/>'
    '<escalationEventDefinition id="raised" escalationRef="up"/>'
)
MANY = "<loopCardinality>3</loopCardinality>"
ENOUGH = "<condition>numberOfCompletedInstances = 2</condition>"


def drawn(attributes: str, inside: str = "", definition: str = signal("s"), cancel: str = "false") -> str:
    """Three do `work`; what is thrown leads to `hear`."""
    loop = f"<multiInstanceLoopCharacteristics {attributes}>{MANY}{inside}</multiInstanceLoopCharacteristics>"
    border = boundary("work", "met", definition, cancel=cancel)
    nodes = START + END + user("work", loop) + border + user("hear") + user("after")
    return scope(nodes, "start > work > after > end\nmet > hear > end")


def test_none_throws_for_each_that_is_done() -> None:
    story = Story(drawn('behavior="None" noneBehaviorEventRef="signalled"'), declarations=DECLARED)
    story.completes("work")
    assert story.open == "hear work work"
    assert story.variables["numberOfCompletedInstances"] == 1
    story.completes("work").completes("work")
    assert story.open == "after hear hear hear"
    assert [fact.name for fact in story.all(facts.MessageThrown)] == ["one done"] * 3


def test_one_throws_for_the_first_that_is_done() -> None:
    story = Story(drawn('behavior="One" oneBehaviorEventRef="signalled"'), declarations=DECLARED)
    story.completes("work").completes("work").completes("work")
    assert story.open == "after hear"


def test_what_is_thrown_may_interrupt_the_others() -> None:
    story = Story(drawn('behavior="One" oneBehaviorEventRef="signalled"', cancel="true"), declarations=DECLARED)
    story.completes("work")
    assert (story.open, story.waits) == ("hear", "")


def test_all_throws_nothing() -> None:
    story = Story(drawn('behavior="All"'), declarations=DECLARED).completes("work").completes("work").completes("work")
    assert story.open == "after"


def complex_one(*definitions: str, condition: str = ENOUGH) -> str:
    return f"<complexBehaviorDefinition>{condition}<event>{''.join(definitions)}</event></complexBehaviorDefinition>"


def test_complex_throws_where_its_condition_holds_and_withdraws_the_rest() -> None:
    story = Story(drawn('behavior="Complex"', complex_one(signal("s"))), declarations=DECLARED)
    assert story.completes("work").open == "work work"
    story.completes("work")
    assert story.open == "after hear"
    assert story.one(facts.TaskWithdrawn).element == "work"


def test_complex_sees_what_the_last_one_wrote() -> None:
    bad = '<condition>verdict = "no"</condition>'
    story = Story(drawn('behavior="Complex"', complex_one(signal("s"), condition=bad)), declarations=DECLARED)
    assert story.completes("work", verdict="yes").open == "work work"
    assert story.completes("work", verdict="no").open == "after hear"


def test_the_border_takes_a_message_before_others_who_wait_longer() -> None:
    thrown = 'behavior="One" oneBehaviorEventRef="messaged"'
    loop = f"<multiInstanceLoopCharacteristics {thrown}>{MANY}</multiInstanceLoopCharacteristics>"
    wait = node("intermediateCatchEvent", "wait", message("m"))
    border = boundary("work", "met", message("m"), cancel="false")
    nodes = START + END + '<parallelGateway id="split"/>' + wait + user("work", loop) + border + user("hear")
    lines = "start > split\nsplit > wait > end\nsplit > work > end\nmet > hear"
    story = Story(scope(nodes, lines), declarations=DECLARED).completes("work")
    assert (story.open, story.waits) == ("hear work work", "met wait")


def test_an_escalation_and_an_error_are_caught_too() -> None:
    raised = '<escalationEventDefinition escalationRef="up"/>'
    story = Story(drawn('behavior="None" noneBehaviorEventRef="raised"', definition=raised), declarations=DECLARED)
    assert story.completes("work").completes("work").open == "hear hear work"
    failed = '<errorEventDefinition errorRef="er"/>'
    story = Story(drawn('behavior="One" oneBehaviorEventRef="failed"', "", failed, "true"), declarations=DECLARED)
    assert story.completes("work").open == "hear"


def test_an_error_that_nobody_catches_is_an_incident() -> None:
    story = Story(drawn('behavior="One" oneBehaviorEventRef="failed"'), declarations=DECLARED).completes("work")
    assert story.incidents == ["错误 E1 没有环节接住"]


def test_one_after_the_other_throws_as_well() -> None:
    attributes = 'isSequential="true" behavior="None" noneBehaviorEventRef="signalled"'
    story = Story(drawn(attributes), declarations=DECLARED).completes("work")
    assert story.open == "hear work"
    assert story.completes("work").completes("work").open == "after hear hear hear"
