"""Runs a folder of the DMN conformance suite (TCK) and counts what comes out right. The suite is given by path."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpmn import decisions, feel
from bpmn.decisions import Decision, DecisionError
from bpmn.xml import Malformed, Node, local, read_xml

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NUMBERS = frozenset(("decimal", "double", "float", "integer", "int", "long"))
MOMENTS = {
    "date": feel.compile("date(text)"),
    "time": feel.compile("time(text)"),
    "dateTime": feel.compile("date and time(text)"),
    "duration": feel.compile("duration(text)"),
    "dayTimeDuration": feel.compile("duration(text)"),
    "yearMonthDuration": feel.compile("duration(text)"),
}
SAME = feel.compile("a = b")
CLOSE = Decimal("1e-8")
"""Numbers that differ by less than this part are the same: the suite writes rounded ones."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One expected result. `verdict`: right, wrong, or refused, where the file's logic is refused at reading."""

    level: str
    test: str
    case: str
    result: str
    verdict: str
    is_null: bool
    expected: Any
    found: Any


def judged(folder: Path) -> Iterator[Judged]:
    """Every result of every test below the folder, in order of name. OSError where it cannot be read."""
    for path in sorted(folder.glob("**/*test*.xml")):
        try:
            root = read_xml(path.read_bytes())
        except Malformed:
            continue
        if local(root) == "testCases":
            yield from results(path, root)


def counted(results: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """By level, and of the results that are not null apart: how many there are, and of each verdict."""
    found: dict[str, dict[str, int]] = {}
    for one in results:
        for group in (one.level, *([] if one.is_null else [f"{one.level}, not null"])):
            counts = found.setdefault(group, {"results": 0, "right": 0, "wrong": 0, "refused": 0})
            counts["results"] += 1
            counts[one.verdict] += 1
    return found


def results(path: Path, root: Node) -> Iterator[Judged]:
    model = path.parent / text_of(root, "modelName")
    beside = {one.name: one.read_bytes() for one in path.parent.glob("*.dmn") if one != model}
    level = next((part for part in path.parts if part.startswith("compliance-level")), "")
    try:
        reading = decisions.examine(model.read_bytes(), beside)
        known, faults = reading.decisions, frozenset(fault.decision for fault in reading.faults)
    except DecisionError:
        known, faults = {}, frozenset()
    for case in children(root, "testCase"):
        given = {one.get("name", ""): value(one) for one in children(case, "inputNode")} | {"$now": datetime.now(UTC)}
        for one in children(case, "resultNode"):
            expected = next((value(part) for part in children(one, "expected")), None)
            asked = asked_for(case, one, known)
            found = taken(asked, one.get("name", ""), given)
            refused = asked is None or asked.id in faults
            verdict = "right" if alike(found, expected) else "refused" if refused else "wrong"
            where = (level, path.parent.name, case.get("id", ""), one.get("name", ""))
            yield Judged(*where, verdict, expected is None, expected, found)


def asked_for(case: Node, result: Node, known: Mapping[str, Decision]) -> Decision | None:
    """The service that the case invokes, else the decision that the result names."""
    name = case.get("invocableName") or result.get("name", "")
    return next((one for one in known.values() if one.name == name), None)


def taken(decision: Decision | None, result: str, given: Mapping[str, Any]) -> Any:
    """The value; null for whatever cannot be taken. Of a service with several outputs the one that is named."""
    if decision is None:
        return None
    try:
        output = decision.evaluate(given).output
    except DecisionError:
        return None
    several = decision.is_service and isinstance(output, Mapping) and decision.name != result
    return output.get(result) if several else output


def children(node: Node, name: str) -> Iterator[Node]:
    return (child for child in node if isinstance(child.tag, str) and local(child) == name)


def text_of(node: Node, name: str) -> str:
    return next(((child.text or "").strip() for child in children(node, name)), "")


def value(node: Node) -> Any:
    """What an input or expected node says, as a value of the language."""
    if is_nil(node):
        return None
    for child in node:
        match local(child):
            case "value":
                return scalar(child)
            case "list":
                return None if is_nil(child) else [value(item) for item in children(child, "item")]
            case "component":
                return {part.get("name", ""): value(part) for part in children(node, "component")}
    return None


def is_nil(node: Node) -> bool:
    return node.get(f"{XSI}nil") == "true"


def scalar(node: Node) -> Any:
    if is_nil(node):
        return None
    kind, text = (node.get(f"{XSI}type") or "xsd:string").rpartition(":")[2], node.text or ""
    if kind in NUMBERS:
        return feel.compile("number(text)")({"text": text.strip()})
    if kind == "boolean":
        return text.strip() == "true"
    reader: Callable[[Mapping[str, object]], Any] | None = MOMENTS.get(kind)
    found = reader({"text": text.strip()}) if reader else None
    return text if found is None else found


def alike(left: Any, right: Any) -> bool:
    """Whether two values are the same, numbers nearly so."""
    if is_number(left) and is_number(right):
        return bool(abs(left - right) <= CLOSE * max(1, abs(right)))
    match left, right:
        case list(), list():
            return len(left) == len(right) and all(alike(a, b) for a, b in zip(left, right, strict=True))
        case Mapping(), Mapping():
            return left.keys() == right.keys() and all(alike(left[name], right[name]) for name in left)
    return type(left) is type(right) and SAME.holds({"a": left, "b": right})


def is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
