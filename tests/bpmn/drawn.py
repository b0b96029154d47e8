"""Random files as other tools write them: prefixes, quotes, comments, foreign words, a drawing; some encodings."""

from dataclasses import dataclass

from hypothesis import strategies as st

from bpmn.xml import BPMN, CITY

OTHER = "http://modeler.example/ns"
CODECS = ("utf-8", "utf-8-sig", "utf-16", "gbk")
DECLARED = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gbk": "GBK"}
NAMES = st.sampled_from(("受理", "a < b", "", "it's", 'say "so"', "  two  ", "tab\tbed", "行\n行", "&amp;"))
FOREIGN = st.sampled_from(
    (
        "<!-- 说明 -->",
        "<?tool keep='this'?>",
        "<x:shape a=\"1\" b='2'/>",
        "<x:note><![CDATA[ 1 < 2 ]]></x:note>",
        "<x:deep><x:in  one = '1'\n   two=\"2\" >text &#x4e2d;&gt;</x:in></x:deep>",
    )
)


@dataclass(frozen=True)
class Drawn:
    """`source`: the bytes; `tasks` and `flows`: ids of elements in it."""

    source: bytes
    tasks: tuple[str, ...]
    flows: tuple[str, ...]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    prefix = draw(st.sampled_from(("", "bpmn:", "semantic:")))
    newline = draw(st.sampled_from(("\n", "\r\n")))
    gap = draw(st.sampled_from((f"{newline}  ", f"{newline}\t", "")))
    count = draw(st.integers(1, 4))
    tasks = tuple(f"t{number}" for number in range(count))
    flows = tuple(f"f{number}" for number in range(count))
    body = gap.join([_task(draw, prefix, gap, id) for id in tasks] + [_flow(draw, prefix, id) for id in flows])
    codec = draw(st.sampled_from(CODECS))
    text = _file(draw, prefix, f"{gap}{body}{gap}", DECLARED[codec])
    return Drawn(text.replace("\r\n", "\n").replace("\n", newline).encode(codec), tasks, flows)


def _file(draw: st.DrawFn, prefix: str, body: str, encoding: str) -> str:
    city = draw(st.sampled_from((f' xmlns:city="{CITY}"', f' xmlns:c="{CITY}"', "", ' xmlns:city="urn:other"')))
    own = f'xmlns{":" + prefix[:-1] if prefix else ""}="{BPMN}"'
    plane = '<di:plane xmlns:di="urn:di" bpmnElement="p"><di:shape x="1.50"\n  y="2"/></di:plane>'
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- 头 -->\n<{prefix}definitions {own}{city}\n'
        f'    xmlns:x="{OTHER}" targetNamespace="t">{draw(FOREIGN) if draw(st.booleans()) else ""}'
        f'<{prefix}process id="p" isExecutable="true">{body}</{prefix}process>\n'
        f"{plane}\n</{prefix}definitions>\n<?end?>"
    )


def _task(draw: st.DrawFn, prefix: str, gap: str, id: str) -> str:
    inside = draw(st.lists(FOREIGN, max_size=2))
    extended = f"<{prefix}extensionElements>{gap}{gap.join(inside)}{gap}</{prefix}extensionElements>"
    notes = f"<{prefix}documentation>写 &lt;这里&gt; {gap}</{prefix}documentation>" if draw(st.booleans()) else ""
    parts = f"{notes}{gap}{extended if draw(st.booleans()) else ''}{draw(FOREIGN) if draw(st.booleans()) else ''}"
    name = f" name={_quoted(draw(NAMES), draw(st.booleans()))}" if draw(st.booleans()) else ""
    head = f"<{prefix}userTask {draw(st.sampled_from(('', '  ')))}id='{id}'{name} x:colour=\"red\""
    return f"{head}/>" if draw(st.booleans()) else f"{head} >{parts}</{prefix}userTask>"


def _flow(draw: st.DrawFn, prefix: str, id: str) -> str:
    head = f'<{prefix}sequenceFlow id="{id}" sourceRef="a" targetRef="b"'
    condition = f"<{prefix}conditionExpression><![CDATA[a < 1]]></{prefix}conditionExpression>"
    return f"{head}/>" if draw(st.booleans()) else f"{head}>{condition}</{prefix}sequenceFlow>"


def _quoted(text: str, single: bool) -> str:
    escaped = text.replace("<", "&lt;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f"'{escaped.replace(chr(39), '&apos;')}'" if single else f'"{escaped.replace(chr(34), "&quot;")}"'
