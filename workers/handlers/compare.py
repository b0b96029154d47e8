"""Asks the city's registers about a person and compares what was declared: a verdict a check, with its evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.domain.durations import in_city
from registers import catalogue, records
from registers.compare import compare, datasets_for
from registers.verdict import Verdict
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

ORDER = ("clear", "unknown", "hit")  # from the best to the worst
WORDS = {"agree": "clear", "unknown": "unknown", "hit": "hit"}  # as processes call them
KNOWN_BY_NOTHING = {"school"}  # declared by being empty; any other empty field is not declared


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `check` or `checks` (a name or several), `subject` (identity number), and what is declared: under
    `declared` by the name of the check, or beside them for all.

    Output: `verdict`, the worst of all: clear, unknown or hit; `hits`, the checks that hit; `blocked`: does one of them
    need a person to verify it; `verdicts`, one a check. Registers out of reach: at last error `compare.unavailable`.
    """
    try:
        verdicts = [_verdict(name, inputs, context) for name in _checks(inputs.get("checks", inputs.get("check")))]
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("compare.unavailable", f"核对渠道不可用:{error}") from error
        raise
    hits = [verdict for verdict in verdicts if verdict.outcome == "hit"]
    return {
        "verdict": max((WORDS[verdict.outcome] for verdict in verdicts), key=ORDER.index),
        "hits": [verdict.check for verdict in hits],
        "blocked": any(verdict.action == "block" for verdict in hits),
        "verdicts": [_plain(verdict) for verdict in verdicts],
    }


def _checks(asked: object) -> Sequence[str]:
    names = [asked] if isinstance(asked, str) else asked
    known = catalogue.checks()
    if not isinstance(names, list | tuple) or not names or any(name not in known for name in names):
        raise Hopeless(f"Expected one or more of {', '.join(known)}, but `checks` is {asked!r}")
    return names


def _verdict(name: str, inputs: Inputs, context: Context) -> Verdict:
    declared = _declared(name, inputs)
    subject = declared.get("account") if name == "utility" else inputs.get("subject")
    if not isinstance(subject, str) or not subject.strip():
        raise Hopeless("Expected the identity number of a person, but `subject` is empty or erased")
    person, needed = context.person_index(subject), datasets_for(name, declared)
    with context.registers() as connection:
        shared = records.shared(connection, person, needed, in_city(context.now).date())
    return compare(name, declared, shared)


def _declared(name: str, inputs: Inputs) -> dict[str, Any]:
    """What is declared for a check, days as dates: variables carry them as ISO texts."""
    nested = inputs.get("declared")
    own = nested.get(name) if isinstance(nested, Mapping) else None
    declared = {**inputs, **(own if isinstance(own, Mapping) else {})}
    needed = declared.get("since_by")
    if isinstance(needed, str):
        try:
            declared["since_by"] = date.fromisoformat(needed[:10])
        except ValueError as error:
            raise Hopeless(f"Expected a day, but `since_by` is {needed!r}") from error
    return {field: value for field, value in declared.items() if value is not None or field in KNOWN_BY_NOTHING}


def _plain(verdict: Verdict) -> dict[str, Any]:
    title = catalogue.checks()[verdict.check].title
    evidence = [{"dataset": one.dataset, "asOf": one.as_of.isoformat()} for one in verdict.evidence]
    return {
        "check": verdict.check,
        "title": title,
        "outcome": verdict.outcome,
        "detail": verdict.detail,
        "action": verdict.action,
        "evidence": evidence,
    }
