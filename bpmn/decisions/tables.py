"""Reads `decisionTable` elements. Every cell is compiled here, once; faults name decision, rule and column."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bpmn import feel
from bpmn.decisions.policies import POLICIES, RANKED, Column
from bpmn.decisions.results import DecisionError, Row
from bpmn.decisions.table import Input, Output, Rule, Table
from bpmn.xml import Node, local, text_of

T = TypeVar("T")
MOMENTS = {
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "date and time": "date and time",
    "dayTimeDuration": "duration",
    "days and time duration": "duration",
    "yearMonthDuration": "duration",
    "years and months duration": "duration",
}
"""Declared types whose values may come as text -> the function that reads it."""
FEEL = ("", "feel", "http://www.omg.org/spec/feel/20140401", "http://www.omg.org/spec/feel/20211108")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands, for the error, and the names of several words that it may use."""

    decision: str
    known: frozenset[str]
    rules: tuple[int, ...] = ()
    column: str = ""

    def error(self, reason: str) -> DecisionError:
        return DecisionError(reason, self.decision, self.rules, self.column)

    def at(self, column: str, *rules: int) -> "Place":
        return Place(self.decision, self.known, rules, column)


def children(node: Node, name: str) -> Iterator[Node]:
    """Child elements of this name, whatever version of DMN they are of."""
    return (child for child in node if isinstance(child.tag, str) and local(child) == name)


def child(node: Node, name: str) -> Node | None:
    return next(children(node, name), None)


def text_in(node: Node | None) -> str:
    """What the `text` child says."""
    return text_of(child(node, "text")) if node is not None else ""


def read_table(node: Node, place: Place) -> Table:
    policy = (node.get("hitPolicy", "UNIQUE").strip(), node.get("aggregation", "").strip())
    inputs = [input_of(one, index, place) for index, one in enumerate(children(node, "input"), 1)]
    labels = unlike([one.label for one in inputs])
    found = [*children(node, "output")]
    columns = tuple(column_of(one, index, place) for index, one in enumerate(found, 1))
    check(policy, columns, place)
    outputs = tuple(output_of(one, column.name, place) for one, column in zip(found, columns, strict=True))
    names = labels, [output.label for output in outputs]
    rules = tuple(rule_of(one, number, names, place) for number, one in enumerate(children(node, "rule"), 1))
    converted = tuple(Input(label, one.expression, one.convert) for label, one in zip(labels, inputs, strict=True))
    return Table(place.decision, policy, converted, outputs, columns, rules)


def check(policy: tuple[str, str], columns: tuple[Column, ...], place: Place) -> None:
    """Refuses what could not be decided at run time."""
    if policy not in POLICIES:
        raise place.error(f"命中策略 {' '.join(policy).strip()} 不存在")
    if not columns:
        raise place.error("决策表没有输出列")
    if policy[1] and len(columns) > 1:
        raise place.error(f"{policy[1]} 汇总只能用于一个输出列")
    if policy in RANKED and not any(column.ranks for column in columns):
        raise place.error(f"{policy[0]} 需要输出列写明允许的取值（outputValues），重要的在前")
    if len({column.name for column in columns}) < len(columns):
        raise place.error("输出列的名称重复")


def input_of(node: Node, number: int, place: Place) -> Input:
    expression = child(node, "inputExpression")
    text = text_in(expression)
    label = node.get("label") or text or f"输入 {number}"
    if expression is None or not text:
        raise place.at(label).error("输入列没有表达式")
    check_language(expression, place.at(label))
    reader = MOMENTS.get((expression.get("typeRef") or "").rpartition(":")[2])
    convert = feel.compile(f"{reader}(text)") if reader else None
    return Input(label, compiled(feel.compile, text, place.at(label)), convert)


def unlike(labels: list[str]) -> list[str]:
    """The labels, those that repeat with their column's number."""
    return [f"{label} ({n})" if labels.count(label) > 1 else label for n, label in enumerate(labels, 1)]


def column_of(node: Node, number: int, place: Place) -> Column:
    name = node.get("name") or node.get("label") or f"output{number}"
    allowed = text_in(child(node, "outputValues"))
    values = compiled(feel.compile, f"[{allowed}]", place.at(name))({}) if allowed else ()
    return Column(name, tuple(values))


def output_of(node: Node, name: str, place: Place) -> Output:
    label = node.get("label") or name
    entry = child(node, "defaultOutputEntry")
    text = text_in(entry)
    return Output(label, compiled(feel.compile, text, place.at(label)) if text else None)


def rule_of(node: Node, number: int, names: tuple[list[str], list[str]], place: Place) -> Rule:
    inputs, outputs = ([*children(node, kind)] for kind in ("inputEntry", "outputEntry"))
    if len(inputs) != len(names[0]) or len(outputs) != len(names[1]):
        raise place.at("", number).error(f"应有 {len(names[0])} 个条件格和 {len(names[1])} 个结果格")
    conditions = cells(inputs, names[0], place, number)
    results = cells(outputs, names[1], place, number)
    tests = [compiled(feel.compile_unary, text, place.at(label, number)) for label, text in conditions]
    asked = tuple((column, test) for column, test in enumerate(tests) if not test.always)
    written = tuple(pair for pair, test in zip(conditions, tests, strict=True) if not test.always)
    row = Row(number, node.get("id", ""), written, tuple(results), annotation(node))
    values = tuple(compiled(feel.compile, text or "null", place.at(label, number)) for label, text in results)
    return Rule(row, asked, values)


def cells(entries: list[Node], labels: list[str], place: Place, number: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry, label in zip(entries, labels, strict=True):
        check_language(entry, place.at(label, number))
        found.append((label, text_in(entry)))
    return found


def annotation(node: Node) -> str:
    """What the designer noted beside the rule: its annotation cells, else its description."""
    noted = [text_in(entry) for entry in children(node, "annotationEntry")]
    return "；".join(filter(None, noted)) or text_of(child(node, "description"))


def check_language(node: Node, place: Place) -> None:
    language = (node.get("expressionLanguage") or "").strip()
    if language.lower() not in FEEL and "/spec/dmn/" not in language.lower():
        raise place.error(f"表达式语言 {language} 不能执行，请改写成 FEEL")


def compiled(read: Callable[[str, frozenset[str]], T], text: str, place: Place) -> T:
    try:
        return read(text, place.known)
    except feel.FeelSyntaxError as error:
        raise place.error(f"“{text[:80]}”不是表达式，{error}") from error
