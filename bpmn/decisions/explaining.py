"""Says how a result came about: as plain data for programs, as sentences for people. Knows results only, no logic."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bpmn import feel
from bpmn.decisions.results import Result, Row, Step

LONGEST = 60
"""Characters of one value or expression in a sentence."""
LARGEST = 1_000
"""Elements of a value that is given as data; of a larger one the beginning in words."""


def explain(result: Result) -> tuple[dict[str, Any], ...]:
    """Each decision that was taken, the last one last, as data that JSON can carry.

    Of each: `decision`, `name`, `output`; of a table also `hit_policy`, `inputs` (column, value) and `rules` (number,
    conditions, outputs, annotation); of other logic `steps` (where, text, value, and what a table among them says).
    """
    return tuple(_decision(one) for one in (*result.required, result))


def _decision(result: Result) -> dict[str, Any]:
    return {
        "decision": result.decision,
        "name": result.name,
        "hit_policy": result.policy or None,
        "inputs": _inputs(result.inputs),
        "rules": [_rule(row) for row in result.explanation],
        "steps": [_step(step) for step in result.steps],
        "output": data(result.output),
    }


def _inputs(inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"column": column, "value": data(value)} for column, value in inputs.items()]


def _rule(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "conditions": [{"column": column, "test": test} for column, test in row.conditions],
        "outputs": [{"column": column, "entry": entry} for column, entry in row.outputs],
        "annotation": row.annotation,
    }


def _step(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"where": list(step.where), "text": step.text or step.remark, "value": data(step.value)}
    if step.is_table:
        found |= {"inputs": _inputs(step.inputs), "rules": [_rule(row) for row in step.rules]}
    return found


def data(value: Any) -> Any:
    """The value as plain data; in words where it is large or cannot leave the language (a function, a range)."""
    try:
        return feel.plain(value) if _size(value, LARGEST) > 0 else shown(value)
    except feel.FeelError:
        return shown(value)


def _size(value: Any, left: int) -> int:
    """What is left of so many elements; the counting stops there."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for part in parts:
        if left <= 0:
            break
        left = _size(part, left - 1)
    return left


def sentences(result: Result) -> tuple[str, ...]:
    """The same for people to read, in Chinese: what each decision looked at, which rules matched, what came out."""
    return tuple(sentence for one in (*result.required, result) for sentence in _told(one))


def _told(result: Result) -> Iterator[str]:
    title = f"决策“{result.name or result.decision}”"
    for step in result.steps:
        yield from _part(title + "".join(f"，{part}" for part in step.where), step)
    if result.policy:
        yield from _table(title, result.inputs, result.explanation, result.output)
    elif not any(step.text and not step.where for step in result.steps):
        yield f"{title}的结果：{shown(result.output)}"


def _part(place: str, step: Step) -> Iterator[str]:
    if step.remark:
        yield f"{place}：{step.remark}"
    elif step.is_table:
        yield from _table(place, step.inputs, step.rules, step.value)
    else:
        yield f"{place}：{_short(step.text)} 得 {shown(step.value)}"


def _table(title: str, inputs: Mapping[str, Any], rules: tuple[Row, ...], output: Any) -> Iterator[str]:
    looked = "，".join(f"{column} 为 {shown(value)}" for column, value in inputs.items())
    yield f"{title}：{looked}" if looked else title
    for row in rules:
        yield _matched(row)
    yield f"{title}的结果：{shown(output)}" if rules else f"{title}没有命中规则，结果：{shown(output)}"


def _matched(row: Row) -> str:
    asked = "且".join(f"{column} 符合 {_short(test)}" for column, test in row.conditions) or "没有条件"
    given = "，".join(f"{column} 取 {_short(entry) or '空'}" for column, entry in row.outputs)
    return f"命中规则 {row.number}：{asked}，{given}" + (f"（{row.annotation}）" if row.annotation else "")


def shown(value: Any) -> str:
    """A value in a sentence, cut where it is long."""
    return _short(_written(value))


def _written(value: Any) -> str:
    match value:
        case None:
            return "空"
        case bool():
            return "是" if value else "否"
        case str():
            return f"“{value[: LONGEST + 1]}”"
        case int() | Decimal():
            return str(value)
        case list() | tuple():
            return f"[{_beginning('、', map(_written, value))}]"
        case Mapping():
            return f"{{{_beginning('，', (f'{name}：{_written(inner)}' for name, inner in value.items()))}}}"
        case feel.Range():
            brackets = "[" if value.low_included else "(", "]" if value.high_included else ")"
            return f"{brackets[0]}{_written(value.low)}..{_written(value.high)}{brackets[1]}"
        case feel.Function():
            return f"函数（{'、'.join(value.parameters)}）"
    return str(feel.plain(value))


def _beginning(mark: str, parts: Iterable[str]) -> str:
    """As many of the parts as a sentence shows."""
    found: list[str] = []
    length = 0
    for part in parts:
        found.append(part)
        length += len(part) + 1
        if length > LONGEST:
            break
    return mark.join(found)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
