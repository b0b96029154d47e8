"""An example of a rule: a drawing that the rule is told of, and the same drawing put right. Parts to draw with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bpmn.advice.surroundings import NOTHING_KNOWN, Surroundings
from tests.bpmn.files import condition, definitions, extended, file, flow

WHO = '<city:assignment candidateGroups="MZ:street:reviewer"/>'
SHARE = '<city:timeLimit share="0.5"/>'
TASK = f'<userTask id="t" name="受理">{extended(WHO)}</userTask>'
START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


@dataclass(frozen=True, slots=True)
class Drawing:
    """`body`: what stands in the process, or, where `is_whole`, in the file. `beside`: forms and decisions by name."""

    body: str
    declared: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False

    @property
    def source(self) -> bytes:
        return definitions(self.body) if self.is_whole else file(self.body, self.declared)

    @property
    def resources(self) -> dict[str, bytes]:
        return {name: text.encode() for name, text in self.beside.items()}


@dataclass(frozen=True, slots=True)
class Example:
    """`known`: what the rule needs to know beyond the file. `is_registered`: held against the register of items."""

    bad: Drawing
    good: Drawing
    known: Surroundings = NOTHING_KNOWN
    is_registered: bool = False


def pair(bad: str, good: str, declared: str = "", **beside: str) -> Example:
    """Two processes with the same surroundings; files beside them by name, `_` for the dot."""
    files = {name.replace("_", "."): text for name, text in beside.items()}
    return Example(Drawing(bad, declared, files), Drawing(good, declared, files))


def user(id: str, name: str, *words: str, more: str = "", inside: str = "") -> str:
    """A task of people whose group is written."""
    return f'<userTask id="{id}" name="{name}" {more}>{extended(WHO, *words)}{inside}</userTask>'.replace(" >", ">")


def script(id: str, text: str, name: str = "") -> str:
    named = f' name="{name}"' if name else ""
    return f'<scriptTask id="{id}"{named}><script>{text}</script></scriptTask>'


def timer(kind: str, text: str) -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def catch(inside: str, id: str = "w") -> str:
    return f'<intermediateCatchEvent id="{id}">{inside}</intermediateCatchEvent>'


def throw(inside: str, id: str = "w") -> str:
    return f'<intermediateThrowEvent id="{id}">{inside}</intermediateThrowEvent>'


def boundary(inside: str, more: str = "", host: str = "t", id: str = "b") -> str:
    return f'<boundaryEvent id="{id}" attachedToRef="{host}" {more}>{inside}</boundaryEvent>'.replace(" >", ">")


def part(id: str, name: str, *inner: str, end: str = "", more: str = "") -> str:
    """A subprocess around a chain of its own; `end`: what stands in its end event."""
    ids = [f"{id}s", *(node.split('id="', 1)[1].split('"', 1)[0] for node in inner), f"{id}e"]
    flows = [flow(one, other) for one, other in pairwise(ids)]
    nodes = [f'<startEvent id="{id}s"/>', *inner, f'<endEvent id="{id}e">{end}</endEvent>', *flows]
    return f'<subProcess id="{id}" name="{name}" {more}>{"".join(nodes)}</subProcess>'.replace(" >", ">")


def diamond(kind: str, join: str, first: str = "", second: str = "", more: str = "") -> str:
    """Split, two tasks, joined; the conditions of the two ways."""
    one = f'<{kind} id="x" name="分开"{more}/>'
    nodes = [START, one, user("a", "核对"), user("b", "走访"), f'<{join} id="y" name="汇合"/>', user("c", "审核"), END]
    conditions = [condition(text) if text else "" for text in (first, second)]
    named = [f' name="{text}"' if text else "" for text in ("是" if first else "", "否" if second else "")]
    flows = [flow("s", "x"), flow("x", "a", conditions[0]), flow("x", "b", conditions[1])]
    flows[1] = flows[1].replace('targetRef="a"', f'targetRef="a"{named[0]}')
    flows[2] = flows[2].replace('targetRef="b"', f'targetRef="b"{named[1]}')
    return "\n".join([*nodes, *flows, flow("a", "y"), flow("b", "y"), flow("y", "c"), flow("c", "e")])


def choice(*conditions: str, default: bool = False, kind: str = "exclusiveGateway") -> str:
    """A gateway with a task on each way; each way has its condition, and one more is the default."""
    more = ' default="d"' if default else ""
    lines = [START, script("i", "income = 900"), f'<{kind} id="x" name="收入"{more}/>', flow("s", "i"), flow("i", "x")]
    for n, text in enumerate(conditions):
        asked = condition(text.replace("<", "&lt;"))
        lines.append(flow("x", f"t{n}", asked).replace(">", f' name="第 {n + 1} 档">', 1))
        lines += [user(f"t{n}", f"第 {n + 1} 档"), f'<endEvent id="e{n}"/>', flow(f"t{n}", f"e{n}")]
    if default:
        lines += [flow("x", "td", id="d"), user("td", "其他"), '<endEvent id="ed"/>', flow("td", "ed")]
    return "\n".join(lines)


def decision(*rows: str, policy: str = "UNIQUE", columns: str = "income", outputs: str = "grant") -> str:
    """A file with one table; a row is `condition | condition -> result | result`."""
    head = "".join(
        f'<input label="{c}"><inputExpression><text>{c}</text></inputExpression></input>' for c in columns.split()
    )
    head += "".join(f'<output name="{name}"/>' for name in outputs.split())
    body = "".join(f"<rule>{_cells(row)}</rule>\n" for row in rows)
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f" name="f" namespace="urn:f">\n'
        f'<decision id="grant" name="grant">\n<decisionTable hitPolicy="{policy}">{head}\n{body}</decisionTable>\n'
        "</decision></definitions>"
    )


def _cells(row: str) -> str:
    left, _, right = row.replace("<", "&lt;").partition("->")
    cells = "".join(f"<inputEntry><text>{cell.strip()}</text></inputEntry>" for cell in left.split("|"))
    return cells + "".join(f"<outputEntry><text>{cell.strip()}</text></outputEntry>" for cell in right.split("|"))


def decided(result: str = "r", decision: str = "grant") -> str:
    words = extended(f'<city:decision decision="{decision}" result="{result}"/>')
    return f'<businessRuleTask id="d" name="定标准">{words}</businessRuleTask>'


def form(*fields: str, id: str = "apply") -> str:
    keys = ", ".join(f'{{"type": "number", "key": "{key}"}}' for key in fields)
    return f'{{"id": "{id}", "components": [{keys}]}}'
