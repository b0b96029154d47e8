"""Named checks on forms and variables, pure: they look at what was filled in and say, in Chinese, what is missing.

A check never looks into a register; that is a comparison, and a job.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeAlias

from bpmn import feel, papers
from bpmn.feel.bounds import refill
from bpmn.feel.regex import compiled
from bpmn.model import Check, Form, FormField
from bpmn.values import normal, value_finding

Variables: TypeAlias = Mapping[str, Any]
Sentence: TypeAlias = tuple[str, str]
"""The field that is meant and the sentence for it."""
NamedCheck: TypeAlias = Callable[[Variables, Mapping[str, str]], tuple[Sentence, ...]]

WRITTEN = ("textfield", "textarea")
SHORTEST_REASON = 10
REASON = "理由至少 10 个字：写明看到了什么、依据哪一条"


def field_findings(form: Form, variables: Variables, today: date) -> tuple[Sentence, ...]:
    """(field, sentence) for each field of the form that is missing or wrong, in the order of the form."""
    found = ((field.key, _field_finding(field, variables, today)) for field in form.fields if not field.shown_only)
    return tuple((key, sentence) for key, sentence in found if sentence)


def stray_findings(form: Form, variables: Variables) -> tuple[Sentence, ...]:
    """What was sent with a form that does not ask for it: nobody slips a value past the form."""
    known = form.names
    return tuple((name, f"表单里没有可以填的 {name}，不能这样写入") for name in sorted(variables) if name not in known)


def _field_finding(field: FormField, variables: Variables, today: date) -> str | None:
    if field.hidden and _expression(field.hidden).holds(variables):
        return None
    value = at(variables, field.key)
    if is_empty(value):
        return f"{field.label}还没有填" if field.required else None
    if field.personal and isinstance(value, Mapping):
        return None  # sealed: it was checked when it came in
    if field.kind == "checkbox" and field.required and value is not True:
        return f"{field.label}须勾选"
    if not isinstance(value, str) and _is_written(field):
        return f"{field.label}应为文字"
    if field.rule == papers.RULE:
        return papers.finding(field.options, value, field.required)
    if field.rule and isinstance(value, str | int | Decimal):
        return value_finding(field.rule, value, today)
    return _bounds(field, value) or _options(field, value) or _text(field, value)


def _is_written(field: FormField) -> bool:
    """Is its value a text? A number would have lost the zeros that it began with, and the X that it ended with."""
    is_amount = field.rule == "amount" or field.minimum is not None or field.maximum is not None
    return field.kind in WRITTEN and not is_amount


@lru_cache(maxsize=1024)
def _expression(text: str) -> feel.Expression:
    return feel.compile(text)


def at(variables: Variables, path: str) -> Any:
    """The value under a dotted path, None where there is none."""
    if path in variables:
        return variables[path]
    value: Any = variables
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == {}


def _bounds(field: FormField, value: object) -> str | None:
    if field.kind != "number" and field.minimum is None and field.maximum is None:
        return None
    number = _number(value)
    if number is None:
        return f"{field.label}应为数字"
    low, high = field.minimum, field.maximum
    if (low is None or number >= low) and (high is None or number <= high):
        return None
    if low is not None and high is not None:
        return f"{field.label}应为 {low} 到 {high}"
    return f"{field.label}应不小于 {low}" if low is not None else f"{field.label}应不大于 {high}"


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(normal(value).replace(",", "")) if isinstance(value, str) else Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _options(field: FormField, value: object) -> str | None:
    if not field.options:
        return None
    chosen = value if isinstance(value, list | tuple) else [value]
    strange = next((each for each in chosen if _plain(each) not in field.options), None)
    return None if strange is None else f"{field.label}没有“{str(strange)[:20]}”这一项"


def _plain(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _text(field: FormField, value: object) -> str | None:
    if not isinstance(value, str):
        return None
    if field.max_length is not None and len(value) > field.max_length:
        return f"{field.label}最多 {field.max_length} 个字，现在 {len(value)} 个"
    if field.pattern and not _fits(field.pattern, value):
        return f"{field.label}的格式不对"
    return None


def _fits(pattern: str, value: str) -> bool:
    """As the form in the browser asks: is the pattern found somewhere in the value?"""
    refill()
    try:
        return compiled(pattern, "").search(value, 0) is not None
    except feel.FeelError:
        return False


def papers_complete(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Each paper is there (`ok`, `ref`, `sha256`, `exempt` or `promised`). `list`: the variable, `need`: names."""
    name = params.get("list", "materials")
    listed = [paper for paper in _list(variables, name) if isinstance(paper, Mapping)]
    lacking = [_name(paper) for paper in listed if not _is_there(paper)]
    given = {_name(paper) for paper in listed}
    lacking += [needed for needed in _names(params.get("need")) if needed not in given]
    if not listed and not lacking:
        return ((name, "还没有收材料"),)
    return ((name, f"缺 {len(lacking)} 份材料：{'、'.join(lacking)}"),) if lacking else ()


def _is_there(paper: Mapping[str, Any]) -> bool:
    return any(paper.get(mark) for mark in ("ok", "sha256", "ref", "attachment", "exempt", "promised"))


def _name(paper: Mapping[str, Any]) -> str:
    return str(paper.get("name") or "未命名材料")[:40]


def reason_given(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """A reason of ten characters. `field`: where it stands; `when`, `is`: only if that variable has that value."""
    when = params.get("when")
    if when and _plain(at(variables, when)) not in _names(params.get("is", "false")):
        return ()
    field = params.get("field", "reason")
    text = str(at(variables, field) or "")
    return () if len("".join(text.split())) >= SHORTEST_REASON else ((field, REASON),)


def two_investigators(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """At least two different people (`least` for more). `field`: the list of them."""
    field, least = params.get("field", "investigators"), int(params.get("least", "2"))
    people = {normal(each.get("name") if isinstance(each, Mapping) else each) for each in _list(variables, field)}
    people -= {"", "NONE"}
    return () if len(people) >= least else ((field, f"入户调查不少于 {least} 人，现在 {len(people)} 人"),)


def panel_complete(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """A council of at least five (`least`) members without relatives. `field`: the list of them."""
    field, least = params.get("field", "panel"), int(params.get("least", "5"))
    people = _list(variables, field)
    if any(isinstance(each, Mapping) and each.get("relative") is True for each in people):
        return ((field, "评议成员中有近亲属，应当回避"),)
    return () if len(people) >= least else ((field, f"评议成员不少于 {least} 人，现在 {len(people)} 人"),)


def consent_given(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The applicant has agreed to the comparison of data. `field`: a check box or a signature."""
    field = params.get("field", "authorization")
    return () if at(variables, field) not in (None, False, "") else ((field, "还没有申请人的核对授权"),)


def dates_in_order(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """`from` is not after `to` (names of two variables with dates)."""
    first, last = params.get("from", "from"), params.get("to", "to")
    begin, end = _date(at(variables, first)), _date(at(variables, last))
    return ((last, "结束日期早于开始日期"),) if begin and end and end < begin else ()


def evidence_attached(variables: Variables, params: Mapping[str, str]) -> tuple[Sentence, ...]:
    """At least one (`least`) photo or file. `field`: the list of them."""
    field, least = params.get("field", "photos"), int(params.get("least", "1"))
    count = len(_list(variables, field))
    return () if count >= least else ((field, f"照片或附件不少于 {least} 个，现在 {count} 个"),)


def _list(variables: Variables, path: str) -> Sequence[Any]:
    value = at(variables, path)
    return value if isinstance(value, list | tuple) else ()


def _names(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").replace("；", ";").replace(",", ";").split(";") if part.strip()]


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


CHECKS: dict[str, NamedCheck] = {
    "papers-complete": papers_complete,
    "reason-given": reason_given,
    "two-investigators": two_investigators,
    "panel-complete": panel_complete,
    "consent-given": consent_given,
    "dates-in-order": dates_in_order,
    "evidence-attached": evidence_attached,
}


def check_findings(checks: Sequence[Check], variables: Variables) -> tuple[Sentence, ...]:
    """What the checks of a task find, in their order. An unknown check has been refused at deployment."""
    return tuple(found for check in checks for found in CHECKS[check.name](variables, dict(check.params)))
