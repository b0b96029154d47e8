"""Reads `decisionTable` elements. Every cell is compiled here, once; faults name decision, rule and column."""

from dataclasses import replace

from bpmn import feel
from bpmn.decisions.places import Place, check_language, child, children, compiled, name_of, text_in
from bpmn.decisions.policies import POLICIES, RANKED, Column
from bpmn.decisions.results import Row
from bpmn.decisions.table import Input, Output, Rule, Table
from bpmn.xml import Node, text_of


def read_table(node: Node, place: Place) -> Table:
    policy = (node.get("hitPolicy", "UNIQUE").strip(), node.get("aggregation", "").strip())
    inputs = [input_of(one, index, place) for index, one in enumerate(children(node, "input"), 1)]
    labels = unlike([one.label for one in inputs])
    found = [*children(node, "output")]
    columns = tuple(column_of(one, index, place, policy in RANKED) for index, one in enumerate(found, 1))
    check(policy, columns, place)
    outputs = tuple(output_of(one, column.name, place) for one, column in zip(found, columns, strict=True))
    names = labels, [output.label for output in outputs]
    rules = tuple(rule_of(one, number, names, place) for number, one in enumerate(children(node, "rule"), 1))
    labelled = tuple(replace(one, label=label) for label, one in zip(labels, inputs, strict=True))
    return Table(place.decision, policy, labelled, outputs, columns, rules)


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
    here = place.at(label)
    type = here.type_of(expression.get("typeRef", ""))
    return Input(label, compiled(feel.compile, text, here), type, allowed_in(child(node, "inputValues"), here))


def allowed_in(node: Node | None, place: Place) -> feel.UnaryTests | None:
    """The values that a column may have; None where it does not say."""
    text = text_in(node)
    return compiled(feel.compile_unary, text, place) if text else None


def unlike(labels: list[str]) -> list[str]:
    """The labels, those that repeat with their column's number."""
    return [f"{label} ({n})" if labels.count(label) > 1 else label for n, label in enumerate(labels, 1)]


def column_of(node: Node, number: int, place: Place, ranks: bool) -> Column:
    name = name_of(node) or node.get("label") or f"output{number}"
    allowed = text_in(child(node, "outputValues")) if ranks else ""
    values = compiled(feel.compile, f"[{allowed}]", place.at(name))({}) if allowed else ()
    return Column(name, tuple(values))


def output_of(node: Node, name: str, place: Place) -> Output:
    label = node.get("label") or name
    entry = child(node, "defaultOutputEntry")
    text, here = text_in(entry), place.at(label)
    default = compiled(feel.compile, text, here) if text else None
    return Output(label, default, here.type_of(node.get("typeRef", "")), allowed_in(child(node, "outputValues"), here))


def rule_of(node: Node, number: int, names: tuple[list[str], list[str]], place: Place) -> Rule:
    inputs, outputs = ([*children(node, kind)] for kind in ("inputEntry", "outputEntry"))
    if len(inputs) != len(names[0]) or len(outputs) != len(names[1]):
        raise place.at("", number).error(f"应有 {len(names[0])} 个条件格和 {len(names[1])} 个结果格")
    conditions = cells(inputs, names[0], place, number)
    results = cells(outputs, names[1], place, number)
    tests = [compiled(feel.compile_unary, text, place.at(label, number)) for label, text in conditions]
    asked = tuple((column, test.compiled) for column, test in enumerate(tests) if test.compiled is not None)
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
