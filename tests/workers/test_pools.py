"""Two pools of one file: they speak with each other by messages, each pair of instances among themselves."""

from engine.domain.facts import InstanceStarted, MessageReceived, MessageThrown
from tests.engine.runtime.drawing import document, event, message, node, scope, script
from tests.workers.town import HERE, THERE, Town

KEY = '<city:correlation key="number"/>'
MESSAGES = "".join(node("message", id, name=name) for id, name in (("o", "order"), ("q", "query"), ("r", "reply")))
JOINED = (
    '<collaboration id="co"><participant id="P" name="企业" processRef="firm"/>'
    '<participant id="Q" name="窗口" processRef="office"/><participant id="X" name="邮局"/>'
    '<messageFlow id="f1" sourceRef="ask" targetRef="begin"/><messageFlow id="f2" sourceRef="query" targetRef="hear"/>'
    '<messageFlow id="f3" sourceRef="reply" targetRef="wait"/><messageFlow id="f4" sourceRef="done" targetRef="X"/>'
    "</collaboration>"
)


def throws(id: str, ref: str, kind: str = "intermediateThrow", words: str = KEY) -> str:
    return event(kind, id, message(ref), words)


def catches(id: str, ref: str) -> str:
    return event("intermediateCatch", id, message(ref), KEY)


FIRM = (
    node("startEvent", "start")
    + throws("ask", "o")
    + catches("hear", "q")
    + script("answer", "colour = question + number")
    + throws("reply", "r")
    + node("endEvent", "end")
)
OFFICE = (
    event("start", "begin", message("o"))
    + script("think", 'question = "colour of "')
    + throws("query", "q")
    + catches("wait", "r")
    + throws("done", "m", kind="end", words="")
)


def two_pools() -> bytes:
    firm = scope(FIRM, "start > ask > hear > answer > reply > end")
    office = scope(OFFICE, "begin > think > query > wait > done")
    return document(
        f'<process id="firm" isExecutable="true">{firm}</process>',
        f'<process id="office" isExecutable="true">{office}</process>',
        declarations=MESSAGES + node("message", "m", name="done") + JOINED,
    )


def test_two_pools_ask_and_answer_each_with_its_own(town: Town) -> None:
    town.deploy_file(two_pools())
    firms = [town.start("firm", district, number=number) for district, number in ((HERE, "A1"), (THERE, "A2"))]
    town.work()
    for firm, number in zip(firms, ("A1", "A2"), strict=True):
        assert "InstanceEnded" in town.names(firm)
        office = begun(town, firm)
        assert "InstanceEnded" in town.names(office)
        heard = [fact for fact in town.told(office) if isinstance(fact, MessageReceived)]
        assert [(fact.name, fact.variables["colour"]) for fact in heard if "colour" in fact.variables] == [
            ("reply", f"colour of {number}")
        ]
    assert town.count("message") == 0
    assert town.count("subscription") == 0


def begun(town: Town, firm: int) -> int:
    """The instance of the other pool that the order of this one has begun."""
    order = next(fact for fact in town.told(firm) if isinstance(fact, MessageThrown))
    with town.engine.store.writing() as connection:
        row = connection.execute(
            "select instance from journal where request_id = %s", (f"message:{order.message}",)
        ).fetchone()
    assert row is not None
    started = next(fact for fact in town.told(row[0]) if isinstance(fact, InstanceStarted))
    assert started.key == "office"
    return int(row[0])


def test_a_message_to_a_pool_without_a_process_goes_out_to_whoever_listens(town: Town) -> None:
    town.deploy_file(two_pools())
    listener = scope(event("start", "hear", message("d")) + node("endEvent", "end"), "hear > end")
    heard = f'<process id="post" isExecutable="true">{listener}</process>'
    town.deploy_file(document(heard, declarations=node("message", "d", name="done")))
    town.start("firm", HERE, number="A1")
    town.work()
    with town.engine.store.writing() as connection:
        rows = connection.execute("select status from instance where key = 'post'").fetchall()
    assert len(rows) == 1
