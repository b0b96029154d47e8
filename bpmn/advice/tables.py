"""Decision tables, tried on every value that can make a difference: clashes, rules never reached, gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice, product

from bpmn import feel
from bpmn.advice.asked import parts
from bpmn.advice.samples import Sample, passing, samples, simple
from bpmn.findings import Finding, finding
from bpmn.xml import Malformed, Node, local, read_xml, text_of

MOST_RULES = 400
MOST_PAIRS = 20
MOST_CELLS = 4_000
WHOLE = ("integer", "long", "int")
SINGLE = ("UNIQUE", "ANY", "FIRST", "PRIORITY")


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    tried: list[Sample] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """`passed`: of each column the samples that pass, as bits; None where that cannot be told."""

    number: int
    node: Node
    passed: tuple[int | None, ...]
    outputs: tuple[str, ...]


def tables(source: bytes, file: str = "") -> Iterator[Finding]:
    """Advice on every table of a decision file; nothing on a file that cannot be read."""
    try:
        root = read_xml(source)
    except Malformed:
        return
    for table in parts(root, "decisionTable"):
        policy = table.get("hitPolicy", "UNIQUE").strip()
        columns, rules = _read(table)
        if len(rules) <= MOST_RULES:
            found = [*islice(_pairs(policy, rules), MOST_PAIRS), *_gaps(policy, table, columns, rules)]
            yield from (replace(each, element=_decision(table), file=file) for each in found)


def _decision(table: Node) -> str | None:
    around = table.getparent()
    while around is not None and local(around) not in ("decision", "businessKnowledgeModel"):
        around = around.getparent()
    return None if around is None else around.get("id")


def _read(table: Node) -> tuple[list[Column], list[Rule]]:
    rows = [node for node in table if local(node) == "rule"]
    cells = [[text_of(each) for each in row if local(each) == "inputEntry"] for row in rows]
    inputs = [node for node in table if local(node) == "input"]
    columns = [_column(node, [row[n] for row in cells if n < len(row)]) for n, node in enumerate(inputs)]
    rules = [_rule(number, row, columns) for number, row in enumerate(rows, 1)]
    return columns, rules


def _column(node: Node, cells: list[str]) -> Column:
    label = node.get("label") or next((text_of(each) for each in parts(node, "inputExpression")), "")
    compared = [simple(cell) for cell in cells if not _is_any(cell)]
    known = [each for each in compared if each is not None and each.variable == "?"]
    if len(known) < len(compared) or not compared:
        return Column(label, None)
    given = [text_of(each) for each in parts(node, "inputValues")]
    listed = simple(given[0]) if given and given[0] else None
    tried = samples(known, sorted(listed.texts) if listed else ())
    return Column(label, _whole(tried) if tried and _is_whole(node) else tried)


def _is_whole(node: Node) -> bool:
    kinds = [(each.get("typeRef") or "").rpartition(":")[2] for each in parts(node, "inputExpression")]
    return any(kind in WHOLE for kind in kinds)


def _whole(tried: list[Sample]) -> list[Sample]:
    return [each for each in tried if not isinstance(each.value, Decimal) or each.value == int(each.value)]


def _is_any(cell: str) -> bool:
    return cell.strip() in ("", "-")


def _rule(number: int, row: Node, columns: list[Column]) -> Rule:
    cells = [text_of(each) for each in row if local(each) == "inputEntry"]
    passed = (_passed(cell, column) for cell, column in zip(cells, columns, strict=False))
    return Rule(number, row, tuple(passed), tuple(text_of(each) for each in row if local(each) == "outputEntry"))


def _passed(cell: str, column: Column) -> int | None:
    if _is_any(cell):
        return -1
    return passing(cell, column.tried) if column.tried else None


def _pairs(policy: str, rules: list[Rule]) -> Iterator[Finding]:
    for one, other in combinations(rules, 2):
        if policy in ("UNIQUE", "ANY") and not _meet(one, other):
            continue
        values = {"first": one.number, "second": other.number}
        if policy == "UNIQUE":
            yield finding("table-overlap", other.node, **values)
        elif policy == "ANY" and _differ(one, other):
            yield finding("table-any", other.node, **values)
        elif policy == "FIRST" and _covers(one, other):
            yield finding("table-masked", other.node, **values)


def _meet(one: Rule, other: Rule) -> bool:
    """Is there certainly a case for both? Columns are asked apart, so it is enough that each has a common value."""
    return all(
        a is not None and b is not None and a & b for a, b in zip(one.passed, other.passed, strict=False)
    ) and bool(one.passed)


def _covers(one: Rule, other: Rule) -> bool:
    """Does the first take every case of the other?"""
    return bool(one.passed) and all(
        a == -1 or (a is not None and b is not None and b != -1 and not b & ~a)
        for a, b in zip(one.passed, other.passed, strict=False)
    )


def _differ(one: Rule, other: Rule) -> bool:
    return any(
        a is not None and b is not None and a != b
        for a, b in ((_value(x), _value(y)) for x, y in zip(one.outputs, other.outputs, strict=False))
    )


def _value(text: str) -> object:
    """What a result cell gives whatever the variables are; None where that depends."""
    try:
        expression = feel.compile(text)
        return None if expression.names else expression({})
    except (feel.FeelError, feel.FeelSyntaxError):
        return None


def _gaps(policy: str, table: Node, columns: list[Column], rules: list[Rule]) -> Iterator[Finding]:
    """The first case between the named values that no rule takes, in a table that should always give something."""
    tried = [column.tried or [] for column in columns]
    has_default = any(True for _ in parts(table, "defaultOutputEntry"))
    size = 1
    for each in tried:
        size *= len(each)
    if policy not in SINGLE or has_default or not 0 < size <= MOST_CELLS or any(None in each.passed for each in rules):
        return
    for case in product(*(enumerate(each) for each in tried)):
        is_inside = all(sample.is_inside for _, sample in case)
        if is_inside and not any(
            all(_has(bits, n) for bits, (n, _) in zip(rule.passed, case, strict=False)) for rule in rules
        ):
            words = "，".join(
                f"{column.label} {sample.words}" for column, (_, sample) in zip(columns, case, strict=True)
            )
            yield finding("table-gap", table, case=words)
            return


def _has(bits: int | None, place: int) -> bool:
    return bits is not None and bool(bits >> place & 1)
