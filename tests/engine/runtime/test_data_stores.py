"""Data stores: what an activity reads from one is there before it begins, what it writes is written when it is left."""

from engine.domain import facts
from tests.engine.runtime.drawing import END, START, boundary, document, event, many, message, node, said, scope, user
from tests.engine.runtime.story import Story, check
from tests.engine.runtime.test_data import NEEDS, OUT, reads, spec, writes

STORE = node("dataStoreReference", "st", said('<city:register key="household"/>'), name="救助记录", dataStoreRef="ds")
DECLARED = '<dataStore id="ds" name="relief &quot;A&quot;"/>'
READS = spec(sets=NEEDS) + reads("st")
WRITES = spec("", OUT) + writes("st")
BOTH = spec(outputs=OUT) + reads("st") + writes("st")


def one(*nodes: str, line: str = "start > a > end") -> str:
    return scope(STORE + START + END + "".join(nodes), line)


def test_what_a_store_holds_is_read_before_the_activity_begins() -> None:
    story = Story(one(user("a", READS)), declarations=DECLARED, household="H7")
    asked = story.one(facts.JobRequested)
    assert (asked.kind, asked.element) == ("register", "a.read1")
    assert asked.inputs == {"operation": "read", "register": 'relief "A"', "key": "H7"}
    story.finishes("a.read1", value={"since": "2026-01"})
    assert story.open == "a"
    assert story.variables["救助记录"] == {"since": "2026-01"}
    assert story.completes("a").over


def test_a_required_input_that_was_never_kept_stops_the_activity_and_not_the_reading() -> None:
    story = Story(one(user("a", READS)), declarations=DECLARED, household="H7").finishes("a.read1", value=None)
    assert story.incidents == ["a 缺少要用的数据 paper（来自 救助记录）：补上后重试"]


def test_what_an_activity_gives_is_written_behind_it() -> None:
    story = Story(one(user("a", WRITES)), declarations=DECLARED, household="H7").completes("a", result=[1, 2])
    asked = story.one(facts.JobRequested)
    assert asked.inputs == {"operation": "write", "register": 'relief "A"', "key": "H7", "value": [1, 2]}
    assert not story.over
    assert story.finishes("a.write1").over


def test_an_activity_may_read_and_write_one_store_and_keep_its_ways_out() -> None:
    lines = "start > a\na > b : 救助记录 > 1\na > c : default\nb > end\nc > end"
    drawn = one(user("a", BOTH), user("b"), user("c"), line=lines)
    story = Story(drawn, declarations=DECLARED, household="H7").finishes("a.read1", value=1)
    story.completes("a", result=2).finishes("a.write2")
    assert story.open == "b"


def test_many_read_once_and_write_once() -> None:
    inside = READS + many("list")
    story = Story(one(user("a", inside)), declarations=DECLARED, household="H7", list=[1, 2])
    assert story.jobs == "a.read1"
    assert story.finishes("a.read1", value=1).open == "a a"


def test_an_interrupted_activity_writes_nothing() -> None:
    late = boundary("a", "late", message("m"))
    drawn = one(user("a", WRITES), late, user("b"), line="start > a > end\nlate > b > end")
    story = Story(drawn, declarations=DECLARED + '<message id="m" name="stop"/>', household="H7").message("stop")
    assert story.open == "b"
    assert story.completes("b").over
    assert story.all(facts.JobRequested) == []


def test_a_register_that_cannot_be_reached_is_tried_again() -> None:
    story = Story(one(user("a", READS)), declarations=DECLARED, household="H7")
    story.fails("a.read1", "登记库不可用", code="register.unavailable")
    assert len(story.incidents) == 1
    assert story.retried().finishes("a.read1", value=1).open == "a"


def test_a_receive_task_behind_an_event_gateway_may_write() -> None:
    gate = '<eventBasedGateway id="g"/>'
    hears = f'<receiveTask id="a" messageRef="m">{WRITES}</receiveTask>'
    other = event("intermediateCatch", "o", message("n"))
    declared = DECLARED + '<message id="m" name="one"/><message id="n" name="other"/>'
    drawn = one(gate, hears, other, line="start > g > a > end\ng > o > end")
    assert check(document(drawn, declarations=declared)).definitions
    story = Story(drawn, declarations=declared, household="H7").message("one", result=3)
    assert story.one(facts.JobRequested).inputs["value"] == 3
