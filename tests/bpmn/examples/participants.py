"""Examples of the rules on data, on several participants, and on who owns a task in BPMN's own words."""

from tests.bpmn.examples.example import START, TASK, Drawing, Example, catch, pair
from tests.bpmn.files import chain

BARE = '<dataStoreReference id="store" name="kept"/>'
KEYED = (
    f'{BARE[:-2]}><extensionElements><city:register key="household.number" name="救助记录"/></extensionElements>'
    "</dataStoreReference>"
)
OBJECTS = f'<dataObject id="o" name="paper"/>\n<dataObjectReference id="r" name="申请表" dataObjectRef="o"/>\n{KEYED}\n'
IO = (
    '<ioSpecification><dataInput id="in" name="sheet"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet>'
    "<outputSet/></ioSpecification>"
)
NEEDED = f"{IO}\n"
MESSAGES = '<message id="m" name="order"/><message id="n" name="answer"/>'
POOLS = '<participant id="A" name="窗口" processRef="a"/><participant id="B" name="街道" processRef="b"/>'


def moved(source: str, more: str = "", target: str = "in") -> str:
    """A task into which an association moves data."""
    sources = "".join(f"<sourceRef>{each}</sourceRef>" for each in source.split())
    inside = f'{IO}<dataInputAssociation id="da">{sources}<targetRef>{target}</targetRef>{more}</dataInputAssociation>'
    return OBJECTS + chain(TASK.replace("</userTask>", inside + "</userTask>"))


def undone(body: str) -> str:
    """The same task, done only to undo another."""
    task = body[body.index('<userTask id="t"') : body.index("</userTask>") + len("</userTask>")]
    handler = task.replace('id="t"', 'id="h"').replace(' name="受理"', ' name="撤销" isForCompensation="true"')
    edge = '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
    tie = '<association id="tie" associationDirection="One" sourceRef="b" targetRef="h"/>'
    return "\n".join([body.replace(task, TASK), handler, edge, tie])


def assigned(to: str) -> str:
    return moved("r", f"<assignment><from>r</from><to>{to}</to></assignment>")


def event(inside: str) -> str:
    association = '<dataOutput id="do" name="sheet"/><dataOutputAssociation id="da"><sourceRef>do</sourceRef>'
    association += "<targetRef>r</targetRef></dataOutputAssociation>"
    return OBJECTS + chain(catch(association + inside))


def begun(kind: str, inside: str) -> str:
    return f'<startEvent id="s"><{kind}EventDefinition>{inside}</{kind}EventDefinition></startEvent>'


def city(flows: str, pools: str = POOLS) -> Drawing:
    """A window that asks, and a street that answers."""
    ask = '<sendTask id="ask" name="询问" messageRef="m"/>', '<receiveTask id="hear" name="等回复" messageRef="n"/>'
    answer = '<receiveTask id="take" name="收到" messageRef="m"/>', '<sendTask id="say" name="回复" messageRef="n"/>'
    second = chain(*answer)
    for end in ("s", "e"):
        second = (
            second.replace(f'"{end}"', f'"{end}2"').replace(f'"{end}-', f'"{end}2-').replace(f'-{end}"', f'-{end}2"')
        )
    body = f'<collaboration id="co">{pools}\n{flows}</collaboration>\n{run("a", "窗口", chain(*ask))}'
    return Drawing(f"{body}\n{run('b', '街道', second)}{MESSAGES}", is_whole=True)


def run(id: str, name: str, inside: str) -> str:
    return f'<process id="{id}" name="{name}" isExecutable="true">\n{inside}\n</process>'


def line(source: str, target: str, more: str = "") -> str:
    return f'<messageFlow id="mf" sourceRef="{source}" targetRef="{target}" {more}/>\n'.replace(" /", "/")


def owned(role: str) -> str:
    return chain(f'<userTask id="t" name="受理">{role}</userTask>')


def says(kind: str, text: str) -> str:
    formal = f"<formalExpression>{text}</formalExpression>"
    return f'<{kind} id="ro"><resourceAssignmentExpression>{formal}</resourceAssignmentExpression></{kind}>'


GOOD = city(line("ask", "take") + line("say", "hear").replace('"mf"', '"mg"'))
DATA = {
    "data-unknown": pair(moved("sheet"), moved("r")),
    "data-sources": pair(moved("r o"), moved("r")),
    "data-nothing": pair(moved(""), moved("r")),
    "data-assignment": pair(assigned("sheat"), assigned("sheet")),
    "data-twice": pair(moved("r") + '\n<dataObject id="o2" name="paper"/>', moved("r")),
    "store-key": pair(moved("store").replace(KEYED, BARE), moved("store")),
    "store-name": pair(moved("store").replace('name="kept"', 'name="救助 记录"'), moved("store")),
    "store-not-here": pair(undone(moved("store")), moved("store")),
    "data-at-timer": pair(
        chain(TASK).replace(START, NEEDED + begun("timer", "<timeCycle>R/P1D</timeCycle>")),
        chain(TASK).replace(START, NEEDED + START),
    ),
    "data-on-event": pair(
        event("<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"),
        event('<messageEventDefinition messageRef="m"/>'),
        MESSAGES,
    ),
}
SEVERAL = {
    "pool-nothing": Example(city("", POOLS.replace('"b"', '"c"')), GOOD),
    "message-flow-nowhere": Example(city(line("ask", "gone")), GOOD),
    "message-flow-inside": Example(city(line("ask", "hear")), GOOD),
    "message-flow-disagrees": Example(city(line("ask", "take", 'messageRef="n"')), GOOD),
    "message-flow-mute": Example(city(line("ask", "s2")), GOOD),
    "owner-unknown": pair(
        owned('<potentialOwner id="ro"><resourceRef>office</resourceRef></potentialOwner>'),
        owned(says("potentialOwner", "group(MZ:street:reviewer)")),
    ),
    "owner-query": pair(
        owned('<potentialOwner id="ro"><resourceParameterBinding parameterRef="p"/></potentialOwner>'),
        owned(says("potentialOwner", "group(MZ:street:reviewer)")),
    ),
    "owner-of-nothing": pair(
        chain(
            f'<scriptTask id="i" name="算">{says("performer", "user(li.ming)")}<script>half = 1</script></scriptTask>'
        ),
        chain('<scriptTask id="i" name="算"><script>half = 1</script></scriptTask>'),
    ),
}
EXAMPLES: dict[str, Example] = DATA | SEVERAL
