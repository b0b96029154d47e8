"""Asks the city's departments about a person and compares what was declared: a verdict a check, with its evidence.

Also keeps what persons found of it, and tells what was asked. A hit refuses nothing; unknown is never agreement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from registers import catalogue, comparisons, explaining, findings, records, secrecy
from registers.comparisons import SHARED, Asking, Comparison
from registers.findings import Finding, Receipt
from workers.handlers.comparing import Purpose, Subject, compared
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables, Waiting

ORDER = ("agree", "unknown", "hit")  # from the best to the worst
WORDS = {"agree": "clear", "unknown": "unknown", "hit": "hit"}  # as processes call them
KNOWN_BY_NOTHING = {"school"}  # declared by being empty; any other empty field is not declared
LONGEST = 1000  # signs of a reason
NOTHING = "—"


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `check` or `checks` (a name or several), `subject` (identity number), and what is declared: under
    `declared` by the name of the check (a `subject` there is another person), or beside them for all. Also `stage`,
    `purpose`, `auth_no` (an authorisation), and who verifies a hit that comes too late: `confirmers`, `confirm_area`.

    Output: `verdict`, the worst of all: clear, unknown or hit; `hits`, the checks that hit; `blocked`: does one of them
    need a person to verify it; `verdicts`, one a check. Departments that are asked themselves may let it wait.
    Registers out of reach: at last error `compare.unavailable`.

    With `act`: confirm (`finding`, `reason`, `by`) and receipt (`result`, `reference`, `note`, `by`) keep what a person
    found; explain gives `comparisons`, all that was asked in the case, in words, of sensitive checks in detail only
    about `subject`, the applicant himself: let `comparisons` be a personal variable then.
    """
    try:
        match inputs.get("act") or "ask":
            case "ask":
                return _compared(inputs, context)
            case "confirm":
                return _confirmed(inputs, context)
            case "receipt":
                return _received(inputs, context)
            case "explain":
                return _explained(inputs, context)
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("compare.unavailable", f"核对渠道不可用:{error}") from error
        raise
    raise Hopeless(f"Expected ask, confirm, receipt or explain, but `act` is {inputs['act']!r}")


def _explained(inputs: Inputs, context: Context) -> Variables:
    number = inputs.get("subject")
    himself = context.person_index(number) if isinstance(number, str) else None
    with context.registers() as connection:
        rows = comparisons.of_case(connection, context.instance)
    told = [secrecy.shown(row, context.sealing, in_full=row.person == himself) for row in rows]
    return {"comparisons": [_filled(line) for line in explaining.lines(told, opened=True)]}


def _filled(line: explaining.Line) -> dict[str, Any]:
    """Without gaps: a document draws a line where it is given nothing."""
    return {name: value or NOTHING for name, value in asdict(line).items()}


def _compared(inputs: Inputs, context: Context) -> Variables:
    names = _checks(inputs.get("checks", inputs.get("check")))
    subjects = [_subject(name, inputs, context) for name in names]
    rows = compared(subjects, _purpose(inputs, context), context)
    open_ = [row.ask_again_at or context.now for row in rows if row.verdict is None]
    if open_:
        raise Waiting(min(open_))
    verdicts = [_verdict(name, [row for row in rows if row.name == name]) for name in names]
    hits = [one["check"] for one in verdicts if one["outcome"] == "hit"]
    return {
        "verdict": WORDS[max((one["outcome"] for one in verdicts), key=ORDER.index)],
        "hits": hits,
        "blocked": any(one["action"] == "block" for one in verdicts if one["outcome"] == "hit"),
        "verdicts": verdicts,
    }


def _checks(asked: object) -> Sequence[str]:
    names = [asked] if isinstance(asked, str) else asked
    known = catalogue.checks()
    if not isinstance(names, list | tuple) or not names or any(name not in known for name in names):
        raise Hopeless(f"Expected one or more of {', '.join(known)}, but `checks` is {asked!r}")
    return list(dict.fromkeys(names))


def _subject(name: str, inputs: Inputs, context: Context) -> Subject:
    nested = inputs.get("declared")
    own = nested.get(name) if isinstance(nested, Mapping) else None
    own = own if isinstance(own, Mapping) else {}
    declared = _declared({**inputs, **own})
    number = declared.get("account") if name == "utility" else declared.get("subject")
    if not isinstance(number, str) or not number.strip():
        raise Hopeless("Expected the identity number of a person, but `subject` is empty or erased")
    return Subject(name, number, context.person_index(number), declared, own)


def _declared(declared: dict[str, Any]) -> dict[str, Any]:
    """Days as dates: variables carry them as ISO texts."""
    needed = declared.get("since_by")
    if isinstance(needed, str):
        try:
            declared["since_by"] = date.fromisoformat(needed[:10])
        except ValueError as error:
            raise Hopeless(f"Expected a day, but `since_by` is {needed!r}") from error
    return {field: value for field, value in declared.items() if value is not None or field in KNOWN_BY_NOTHING}


def _purpose(inputs: Inputs, context: Context) -> Purpose:
    stage, area = str(inputs.get("stage") or ""), inputs.get("confirm_area")
    asking = Asking(
        job=context.job,
        instance=context.instance,
        stage=stage,
        at=context.now,
        confirmers=inputs.get("confirmers"),
        area=area if isinstance(area, str) else None,
    )
    auth_no = inputs.get("auth_no")
    return Purpose(asking, str(inputs.get("purpose") or stage), None if auth_no is None else str(auth_no))


def _verdict(name: str, rows: Sequence[Comparison]) -> dict[str, Any]:
    """Of all that were asked about one check: the worst, and what each said."""
    check, outcomes = catalogue.checks()[name], [row.verdict or "unknown" for row in rows]
    own = len(rows) == 1 and rows[0].source == SHARED
    return {
        "check": name,
        "title": check.title,
        "outcome": max(outcomes, key=ORDER.index),
        "detail": ";".join(f"{row.detail}" if own else f"{row.source}:{row.detail}" for row in rows),
        "action": check.action,
        "evidence": [one for row in rows for one in _evidence(row)],
    }


def _evidence(row: Comparison) -> list[dict[str, Any]]:
    if row.source == SHARED:
        return [
            {"dataset": one["dataset"], "asOf": one["as_of"], "record": one["record"], "fresh": one["fresh"]}
            for one in row.evidence or ()
        ]
    as_of = row.as_of.isoformat() if row.as_of else None
    return [{"department": row.source, "asOf": as_of, "record": row.evidence_ref, "fresh": row.fresh}]


def _confirmed(inputs: Inputs, context: Context) -> Variables:
    reason, by = _text(inputs, "reason"), _text(inputs, "by")
    match inputs.get("finding"):
        case "confirmed" | "overruled" as finding:
            about = (inputs.get("job"), inputs.get("check"))
            late = about if isinstance(about[0], int) and isinstance(about[1], str) else None
            found = Finding(finding, reason, by, context.now, late)  # type: ignore[arg-type]
        case other:
            raise Hopeless(f"Expected confirmed or overruled, but `finding` is {other!r}")
    case_ = inputs.get("case")
    with context.registers() as connection:
        return {"found": findings.find(connection, case_ if isinstance(case_, int) else context.instance, found)}


def _received(inputs: Inputs, context: Context) -> Variables:
    outcomes = {word: outcome for outcome, word in WORDS.items()}
    outcome = outcomes.get(str(inputs.get("result")))
    if outcome is None:
        raise Hopeless(f"Expected clear, hit or unknown, but `result` is {inputs.get('result')!r}")
    receipt = Receipt(
        job=context.job,
        verdict=outcome,  # type: ignore[arg-type]
        detail=_text(inputs, "note"),
        reference=str(inputs.get("reference") or "")[:LONGEST],
        by=_text(inputs, "by"),
        at=context.now,
    )
    with context.registers() as connection:
        return {"received": findings.receive(connection, context.instance, receipt)}


def _text(inputs: Inputs, name: str) -> str:
    match inputs.get(name):
        case str() as text if text.strip():
            return text.strip()[:LONGEST]
    raise Hopeless(f"Expected a text, but `{name}` is empty or no text")
