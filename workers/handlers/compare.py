"""Asks the city's registers about a person and compares what was declared: a verdict a check, with its evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.domain.durations import in_city
from registers import catalogue, records
from registers.compare import compare, datasets_for
from registers.verdict import Verdict
from workers.handlers.contract import Context, Hopeless, Inputs, Variables

ORDER = ("agree", "unknown", "hit")  # from the best to the worst


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `check` (one name or several), `person` (identity number; `account` for utilities), and what is declared,
    either beside them or under `declared`.

    Output: `outcome`, the worst of all; `hits`, the checks that hit; `blocked`: does one of them need a person to
    verify it; `verdicts`. Nothing of the person stands in them but what a verdict says.
    """
    verdicts = [_verdict(name, inputs, context) for name in _checks(inputs.get("check"))]
    hits = [verdict for verdict in verdicts if verdict.outcome == "hit"]
    return {
        "outcome": max((verdict.outcome for verdict in verdicts), key=ORDER.index),
        "hits": [verdict.check for verdict in hits],
        "blocked": any(verdict.action == "block" for verdict in hits),
        "verdicts": [_plain(verdict) for verdict in verdicts],
    }


def _checks(asked: object) -> Sequence[str]:
    names = [asked] if isinstance(asked, str) else asked
    known = catalogue.checks()
    if not isinstance(names, list | tuple) or not names or any(name not in known for name in names):
        raise Hopeless(f"Expected one or more of {', '.join(known)}, but `check` is {asked!r}")
    return names


def _verdict(name: str, inputs: Inputs, context: Context) -> Verdict:
    declared = _declared(inputs)
    subject = declared.get("account") if name == "utility" else inputs.get("person")
    if not isinstance(subject, str) or not subject.strip():
        raise Hopeless("Expected the identity number of a person, but `person` is empty or erased")
    with context.registers() as connection:
        shared = records.shared(
            connection, context.person_index(subject), datasets_for(name, declared), in_city(context.now).date()
        )
    return compare(name, declared, shared)


def _declared(inputs: Inputs) -> dict[str, Any]:
    """What is declared, days as dates: variables carry them as ISO texts."""
    nested = inputs.get("declared")
    declared = {**inputs, **nested} if isinstance(nested, Mapping) else dict(inputs)
    needed = declared.get("since_by")
    if isinstance(needed, str):
        try:
            declared["since_by"] = date.fromisoformat(needed[:10])
        except ValueError as error:
            raise Hopeless(f"Expected a day, but `since_by` is {needed!r}") from error
    return declared


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
