"""The `city:` vocabulary of `city.json`: what there is, where it may stand, how its values look."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeAlias

from bpmn.findings import Finding, finding
from bpmn.texts import check_expression
from bpmn.times import check_duration
from bpmn.xml import CITY, Node, is_bpmn, local, split, tag, words

FILE = Path(__file__).with_name("city.json")
NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
CODE = re.compile(r"[A-Z]{2}-[0-9]{3}")
Ids: TypeAlias = frozenset[str | None]
REPEATABLE = frozenset(("check", "milestone", "personal", "input", "output", "param"))


@dataclass(frozen=True, slots=True)
class Word:
    """One `city:` element. `attributes`: name -> its entry in city.json. `places`: BPMN tags; none: only in another."""

    name: str
    attributes: dict[str, dict[str, Any]]
    children: frozenset[str]
    places: tuple[str, ...]


def read_words(text: str) -> dict[str, Word]:
    found = (_word(entry) for entry in json.loads(text)["types"])
    return {word.name: word for word in found}


def _word(entry: dict[str, Any]) -> Word:
    properties = entry["properties"]
    return Word(
        _lower(entry["name"]),
        {each["name"]: each for each in properties if each.get("isAttr")},
        frozenset(_lower(each["type"]) for each in properties if not each.get("isAttr")),
        tuple(_lower(place.removeprefix("bpmn:")) for place in entry.get("meta", {}).get("allowedIn", ())),
    )


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


WORDS = read_words(FILE.read_text("utf-8"))
JOB_KINDS: tuple[str, ...] = tuple(WORDS["job"].attributes["kind"]["known"])


def misuse(root: Node) -> Iterator[Finding]:
    """All of our namespace in the file that the vocabulary does not know, or not there, or not with that value."""
    ids = frozenset(node.get("id") for node in root.iter("{*}*") if is_bpmn(node))
    for node in root.iter(f"{{{CITY}}}*"):
        yield from _misuse_of(node, ids)
    for holder in root.iter(tag("extensionElements")):
        names = Counter(local(node) for node in holder.iterchildren(f"{{{CITY}}}*"))
        for name, times in names.items():
            if times > 1 and name not in REPEATABLE:
                yield finding("repeated-city", holder, name=name, times=times)
    for node in root.iter("{*}*"):
        if is_bpmn(node):
            yield from _strange_attributes(node)


def _misuse_of(node: Node, ids: Ids) -> Iterator[Finding]:
    name = local(node)
    word = WORDS.get(name)
    if word is None:
        yield finding("unknown-city", node, name=name, known="、".join(WORDS))
        return
    yield from _misplaced(node, word)
    yield from _attributes(node, word, ids)


def _misplaced(node: Node, word: Word) -> Iterator[Finding]:
    holder = node.getparent()
    if holder is None or str(holder.tag).startswith(f"{{{CITY}}}"):
        outer = WORDS.get(local(holder)) if holder is not None else None
        if outer is None or word.name not in outer.children:
            place = f"city:{outer.name}" if outer else "文件"
            yield finding("misplaced-city", node, name=word.name, place=place, allowed=_places(word))
        return
    if holder.tag != tag("extensionElements"):
        yield finding("stray-city", node, name=word.name)
        return
    element = holder.getparent()
    if element is not None and local(element) not in word.places:
        yield finding("misplaced-city", node, name=word.name, place=local(element), allowed=_places(word))


def _places(word: Word) -> str:
    around = [f"city:{outer.name}" for outer in WORDS.values() if word.name in outer.children]
    return "、".join([*word.places, *around])


def _attributes(node: Node, word: Word, ids: Ids) -> Iterator[Finding]:
    known = "、".join(word.attributes)
    for attribute in node.attrib:
        if str(attribute) not in word.attributes:
            yield finding(
                "unknown-city-attribute", node, name=word.name, attribute=split(str(attribute))[1], known=known
            )
    for attribute, entry in word.attributes.items():
        text = node.get(attribute)
        if text is None or not text.strip():
            if entry.get("required") or text is not None:
                meaning = entry["description"]
                yield finding("missing-city-attribute", node, name=word.name, attribute=attribute, meaning=meaning)
        elif why := _wrong(text.strip(), entry, ids):
            yield finding(
                "bad-city-value",
                node,
                name=word.name,
                attribute=attribute,
                text=text,
                why=why,
                meaning=entry["description"],
            )
    if word.attributes and not node.attrib and word.name != "ticket":
        yield finding("empty-city", node, name=word.name, known=known)


def _strange_attributes(node: Node) -> Iterator[Finding]:
    for attribute in node.attrib:
        space, name = split(str(attribute))
        if space == CITY:
            yield finding("unknown-city", node, name=name, known="、".join(WORDS))


def _wrong(text: str, entry: dict[str, Any], ids: Ids) -> str | None:
    """Why this value is none of its kind, None where it is."""
    if "values" in entry:
        allowed = entry["values"]
        return None if text in allowed else f"只能是 {'、'.join(allowed)}"
    if entry.get("format") == "elements":
        unknown = [name for name in words(text) if name not in ids]
        return f"没有环节 {'、'.join(unknown)}" if unknown else None
    check = FORMATS.get(entry.get("format", ""))
    try:
        if check is not None:
            check(text)
    except ValueError as error:
        return str(error)
    return None


def read_share(text: str) -> Decimal:
    """`30%` or `0.3`, above 0 and at most 1; ValueError else."""
    try:
        share = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except InvalidOperation:
        share = Decimal(0)
    if not (share.is_finite() and 0 < share <= 1) or len(text) > 20:
        raise ValueError("应为 0 到 1 之间的数，如 0.3 或 30%")
    return share


def _text(text: str) -> None:
    if text.startswith("="):
        check_expression(text)


def _length(text: str) -> None:
    (check_expression if text.startswith("=") else check_duration)(text)


def _area(text: str) -> None:
    if not (text.isdecimal() and text.isascii()):
        check_expression(text)
    elif len(text) not in (4, 6, 9, 12, 15):
        raise ValueError("区划码应为 4、6、9、12 或 15 位")


def _list(text: str) -> None:
    _text(text)
    if not text.startswith("=") and not words(text):
        raise ValueError("应有至少一个名字")


def _matches(pattern: re.Pattern[str], why: str) -> Callable[[str], object]:
    def check(text: str) -> None:
        if len(text) > 200 or not pattern.fullmatch(text):
            raise ValueError(why)

    return check


FORMATS: dict[str, Callable[[str], object]] = {
    "text": _text,
    "area": _area,
    "list": _list,
    "expression": check_expression,
    "duration": check_duration,
    "length": _length,
    "share": read_share,
    "variable": _matches(NAME, "应为一个变量名"),
    "code": _matches(CODE, "应为部门码加三位数字，如 MZ-001"),
    "version": _matches(re.compile(r"[1-9][0-9]{0,8}"), "应为正整数，如 3"),
    "count": _matches(re.compile(r"[0-9]{1,2}"), "应为 0 到 99 的整数"),
}
