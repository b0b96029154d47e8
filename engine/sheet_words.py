"""Says a calculation sheet in plain Chinese words, as a resident reads it. Calculates nothing."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

PAIR = re.compile(r"([a-z_][a-z_0-9]*) ([^\s、，。（）()]+)")  # in a label: the name of a field, and its word
NOTE = re.compile(r"[（(][^（()）]*[a-z_]+ [^（()）]*[)）]")
TOKEN = re.compile(r'"[^"]*"|[^\W\d][\w.]*|<=|>=|!=|[*/=]|\s+')
PHRASES = (("round half up", "四舍五入"), ("list contains", "包含"))
WORDS = {
    "if": "如果", "then": "，就是", "else": "；否则", "and": "并且", "or": "或者", "not": "不是", "null": "没有",
    "true": "是", "false": "否", "max": "取较大的", "min": "取较小的", "sum": "合计", "count": "个数", "for": "每一个",
    "in": "属于", "return": "取", "floor": "取整", "date": "日期", "months": "月数", "years": "年数",
    "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠",
}  # fmt: skip
NOTHING = "没有"


def told(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """As the template 核算表 asks for it: inputs, versions, steps, amount, hash; and the reason that the rule gives."""
    words = _words(sheet)
    result = sheet["result"] if isinstance(sheet["result"], Mapping) else {}
    return {
        "item": sheet["rule"]["name"],
        "month": sheet["month"],
        "inputs": [_input(each, words) for each in sheet["inputs"] if each["value"] is not None],
        "versions": [_version(each) for each in sheet["parameters"]],
        "steps": [*_steps(sheet, words)],
        "amount": result.get("amount", 0),
        "reason": str(result.get("reason") or ""),
        "hash": sheet["hash"],
    }


def _words(sheet: Mapping[str, Any]) -> dict[str, str]:
    """What the names in the rule mean: inputs and their fields, parameters."""
    found = {name: word for each in sheet["inputs"] for name, word in PAIR.findall(each["label"])}
    found |= {each["name"]: label(each["label"]) or each["name"] for each in sheet["inputs"]}
    return found | {f"parameters.{each['name']}": each["label"] for each in sheet["parameters"]}


def label(text: str) -> str:
    """A label without the names of its fields."""
    return NOTE.sub("", text)


def _input(each: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    shown = {"name": words[each["name"]], "value": said(each["value"], words)}
    return {**shown, "source": each["source"], "at": each["at"][:16].replace("T", " ")}


def _version(each: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each[name] for name in ("label", "value", "unit", "version", "since")}


def _steps(sheet: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Each named step; the last one only puts the result together."""
    for decision in sheet["steps"]:
        for step in decision["steps"]:
            if len(step["where"]) == 1 and not isinstance(step["value"], Mapping):
                yield {"name": step["where"][0], "how": _how(step, words), "result": said(step["value"], words)}
        for row in decision["rules"]:
            asked = "且".join(f"{each['column']} 符合 {worded(each['test'], words)}" for each in row["conditions"])
            name = decision["name"]
            yield {"name": f"{name}第 {row['number']} 行", "how": asked or "没有条件", "result": row["annotation"]}


def _how(step: Mapping[str, Any], words: Mapping[str, str]) -> str:
    rows = step.get("rules", ())
    return f"命中第 {'、'.join(str(row['number']) for row in rows)} 行" if rows else worded(step["text"], words)


def worded(text: str, words: Mapping[str, str]) -> str:
    """An expression with words in place of names and signs."""
    for phrase, word in PHRASES:
        text = text.replace(phrase, word)
    return TOKEN.sub(lambda token: _word(token.group(), words), text)


def _word(token: str, words: Mapping[str, str]) -> str:
    if token.startswith('"'):
        return f"“{token[1:-1]}”"
    if token.isspace():
        return " "
    known = words.get(token) or WORDS.get(token)
    if known is None and "." in token:
        owner, _, field = token.rpartition(".")
        known = f"{words.get(owner, '')}{words[field]}" if field in words else None
    return known or token


def said(value: Any, words: Mapping[str, str]) -> str:
    """A value in words; numbers without needless zeros."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value.normalize():f}"
        case Mapping():
            return "，".join(f"{words.get(name, name)} {said(inner, words)}" for name, inner in value.items())
        case list():
            return "；".join(said(inner, words) for inner in value) or NOTHING
    return str(value)
