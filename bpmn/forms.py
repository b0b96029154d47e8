"""Reads form-js schemas. Knows which fields ask for something and what they demand; shows nothing, checks no values."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bpmn import feel
from bpmn.feel.patterns import PatternError
from bpmn.feel.regex import compiled
from bpmn.model import Form, FormField
from bpmn.papers import RULE as PAPERS
from bpmn.register import items
from bpmn.texts import bare
from bpmn.values import VALUE_RULES
from bpmn.xml import words

MOST_BYTES = 1024 * 1024
LONGEST_PATTERN = 500
ASKING = frozenset(
    words(
        """
        textfield textarea number datetime checkbox checklist select radio taglist filepicker
        documentPreview expression dynamiclist table
        """
    )
)
SHOWING = frozenset(("text", "html", "image", "spacer", "separator", "button", "iframe", "documentPreview", "table"))
BOOLEANS = ("true", "false", True, False)

Schema = Mapping[str, Any]
Remark = tuple[str, str]
"""The key of a field and what is odd about it."""


class BadForm(ValueError):
    """No form-js schema; the message says why."""


def read_form(source: bytes, name: str) -> tuple[Form, tuple[Remark, ...]]:
    """The form, and remarks on fields that will not be checked as drawn. `name` stands where the schema has no id."""
    schema = _schema(source)
    remarks: list[Remark] = []
    fields = tuple(_fields(schema.get("components") or [], "", remarks))
    return Form(str(schema.get("id") or name), fields), tuple(remarks)


def _schema(source: bytes) -> Schema:
    if len(source) > MOST_BYTES:
        raise BadForm("表单应不超过 1 MB")
    try:
        schema = json.loads(source, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadForm(f"不是 JSON：{str(error)[:100]}") from error
    if not isinstance(schema, dict) or not isinstance(schema.get("components", []), list):
        raise BadForm("应是 form-js 的表单（有 components 列表）")
    return schema


def _fields(components: list[Any], path: str, remarks: list[Remark]) -> Iterator[FormField]:
    """Groups are looked into, at any depth; `path` is that of the group."""
    waiting = [(each, path) for each in components]
    while waiting:
        component, around = waiting.pop(0)
        if not isinstance(component, dict):
            remarks.append((around, "应是一个组件"))
        elif component.get("type") == "group":
            inner = _joined(around, component.get("path"))
            waiting[:0] = [(each, inner) for each in component.get("components") or []]
        elif component.get("type") in ASKING:
            yield _field(component, around, remarks)
        elif component.get("type") not in SHOWING:
            remarks.append(
                (str(component.get("key") or component.get("id") or "?"), f"类型 {component.get('type')} 不支持")
            )


def _joined(path: str, key: object) -> str:
    return ".".join(part for part in (path, str(key or "")) if part)


def _field(component: Schema, around: str, remarks: list[Remark]) -> FormField:
    key = _joined(around, component.get("key") or component.get("path"))
    demands = component.get("validate") or {}
    properties = component.get("properties") or {}
    rule = _rule(key, demands, properties, remarks)
    return FormField(
        key=key,
        label=str(component.get("label") or component.get("dateLabel") or component.get("timeLabel") or key),
        kind=str(component["type"]),
        required=demands.get("required") is True,
        personal=str(properties.get("city:personal")).lower() == "true",
        rule=rule,
        minimum=_number(key, demands.get("min"), remarks),
        maximum=_number(key, demands.get("max"), remarks),
        max_length=_length(demands.get("maxLength")),
        pattern=_pattern(key, demands.get("pattern"), remarks),
        options=_papers(key, properties, remarks) if rule == PAPERS else _options(component.get("values")),
        hidden=_hidden(key, component.get("conditional"), remarks),
        shown_only=component.get("disabled") is True or component.get("readonly") is True,
    )


def _rule(key: str, demands: Schema, properties: Schema, remarks: list[Remark]) -> str | None:
    rule = properties.get("city:rule") or ("phone" if demands.get("validationType") == "phone" else None)
    if rule is not None and rule != PAPERS and rule not in VALUE_RULES:
        remarks.append((key, f"没有名叫 {rule} 的规则，可用的有：{'、'.join((*VALUE_RULES, PAPERS))}"))
        return None
    return rule


def _papers(key: str, properties: Schema, remarks: list[Remark]) -> tuple[str, ...]:
    """The papers of the item that `city:papers` names, as the register of items has them."""
    item = items().get(str(properties.get("city:papers")))
    if item is None:
        remarks.append((key, "规则 papers 要用 city:papers 写明事项编码，如 MZ-001"))
    return item.materials if item else ()


def _number(key: str, value: object, remarks: list[Remark]) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except ArithmeticError:
        remarks.append((key, f"界限 {value} 不是数"))
        return None


def _length(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None


def _pattern(key: str, value: object, remarks: list[Remark]) -> str | None:
    if not value:
        return None
    text = str(value)
    try:
        if len(text) > LONGEST_PATTERN:
            raise PatternError(f"超过 {LONGEST_PATTERN} 个字符")
        compiled(text, "")
    except PatternError as error:
        remarks.append((key, f"格式 {text[:40]} 不能用：{error}"))
        return None
    return text


def _options(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(str(each["value"]) for each in values if isinstance(each, dict) and "value" in each)


def _hidden(key: str, conditional: object, remarks: list[Remark]) -> str | None:
    text = conditional.get("hide") if isinstance(conditional, dict) else None
    if not text:
        return None
    try:
        return feel.compile(bare(str(text))).text
    except feel.FeelSyntaxError as error:
        remarks.append((key, f"隐藏条件读不懂：{error}"))
        return None
