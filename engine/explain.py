"""Why a case went the way it did, in words: each gateway with what it asked and found, each decision with its rules.

Reads the journal and runs no process; a decision is taken again on what it read then.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bpmn import decisions
from engine.domain.facts import ElementsPassed
from engine.domain.references import is_reference
from engine.runtime.reasons import Programs, Reason, Taken, Way, decided, reasons
from engine.runtime.runtime import Runtime
from engine.store.facts_json import decode
from engine.store.reads.matters import journal
from engine.store.store import Store

PERSONAL = ("个人信息", "a personal value")
NOTHING = ("没有值", "no value")


@dataclass(frozen=True, slots=True)
class Explained:
    """`values`: what was read, as words in Chinese; personal ones are not shown. `steps`: of a decision, in Chinese."""

    at: datetime
    element: str
    name: str
    to: tuple[str, ...]
    conditions: tuple[str, ...]
    values: Mapping[str, str]
    sentence_zh: str
    sentence_en: str
    steps: tuple[str, ...] = ()


def explain(store: Store, runtime: Runtime, instance: int, definition: int) -> list[Explained]:
    """Every choice of the instance, oldest first."""
    return [
        each
        for row in journal(store, instance)
        for fact in decode(row["facts"])
        if isinstance(fact, ElementsPassed)
        for each in explained_way(runtime.program, definition, fact, row["at"])
    ]


def explained_way(programs: Programs, definition: int, passed: ElementsPassed, at: datetime) -> Iterator[Explained]:
    yield from (explained_decision(at, taken) for taken in decided(programs, definition, passed, at))
    yield from (explained(at, reason) for reason in reasons(programs, definition, passed))


def explained_decision(at: datetime, taken: Taken) -> Explained:
    steps = decisions.sentences(taken.result)
    values = {name: words(value)[0] for name, value in taken.values.items()}
    output = words(decisions.explain(taken.result)[-1]["output"])[1]
    english = f'The decision "{taken.result.name or taken.result.decision}" gave {output}'
    return Explained(at, taken.element, taken.name, (), (), values, steps[-1], english, steps)


def explained(at: datetime, reason: Reason) -> Explained:
    zh, en = sentences(reason)
    conditions = tuple(way.condition for way in reason.ways if way.condition)
    values = {name: words(value)[0] for name, value in (reason.values or {}).items()}
    to = tuple(way.to for way in reason.ways) or ((reason.first,) if reason.first else ())
    return Explained(at, reason.element, reason.name, to, conditions, values, zh, en)


def sentences(reason: Reason) -> tuple[str, str]:
    if reason.first is not None:
        return (
            f"“{reason.name}”等来的是“{reason.first}”，其余的不再等",
            f'At "{reason.name}", "{reason.first}" came first; the others are no longer awaited',
        )
    zh = "；".join(_way_zh(way, reason) for way in reason.ways)
    en = "; ".join(_way_en(way, reason) for way in reason.ways)
    return f"“{reason.name}”{zh}{_found(reason, 0)}", f'At "{reason.name}" {en}{_found(reason, 1)}'


def _way_zh(way: Way, reason: Reason) -> str:
    if way.condition is not None:
        return f"走向“{way.to}”，因为 {way.condition} 成立"
    others = "、".join(reason.others)
    return f"走向“{way.to}”，因为 {others} 不成立" if others else f"走向“{way.to}”"


def _way_en(way: Way, reason: Reason) -> str:
    if way.condition is not None:
        return f'it went to "{way.to}", since {way.condition}'
    others = ", ".join(reason.others)
    return f'it went to "{way.to}", since not {others}' if others else f'it went to "{way.to}"'


def _found(reason: Reason, language: int) -> str:
    """What the conditions read."""
    found = [f"{name} {('是', 'is')[language]} {words(value)[language]}" for name, value in _read(reason)]
    if not found:
        return ""
    return f"（{'，'.join(found)}）" if language == 0 else f" ({', '.join(found)})"


def _read(reason: Reason) -> Iterator[tuple[str, Any]]:
    yield from sorted((reason.values or {}).items())


def words(value: Any) -> tuple[str, str]:
    """A value as people read it, in Chinese and in English."""
    match value:
        case None:
            return NOTHING
        case True:
            return "是", "true"
        case False:
            return "否", "false"
        case Decimal() | int() | str():
            return str(value), str(value)
        case _ if is_reference(value):
            return PERSONAL
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text, text
