"""What a department is asked and what it may answer (data standards, section 6), as JSON. Knows no transport.

An answer that is not understood is Nonsense, with what was expected: the check stays unknown.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac

from registers.comparisons import Told
from registers.verdict import OLD_HINT, Outcome

STATUSES: Mapping[str, Outcome] = {"clear": "agree", "hit": "hit", "unknown": "unknown"}
LONGEST = 500  # signs of any text
WORDS: Mapping[Outcome, str] = {"agree": "没有不符", "hit": "有不符", "unknown": "部门查不清"}


class Nonsense(Exception):
    """An answer that says nothing; the message says what was expected."""


class Failure(Exception):
    """The department says that it could not look just now; another time it may."""


@dataclass(frozen=True, slots=True)
class Question:
    """`subject`: the number that is asked about; `ref`: its sign in the answer; `period`: months from and to.

    `purpose`, `case_no` and `auth_no`: without a case nobody may ask. `callback`: where a late answer is posted to.
    """

    request: str
    check: str
    subject: str
    ref: str
    declared: Mapping[str, Any]
    period: Mapping[str, Any] | None
    purpose: str
    case_no: str
    auth_no: str | None
    item: str | None
    callback: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer has to be about; data from after `today` are none."""

    request: str
    check: str
    source: str
    ref: str
    today: date


def ref_of(secret: bytes, request: str, person: str) -> str:
    """Names the subject in an answer without naming the person. `person`: blind index."""
    made = hmac.HMAC(secret, hashes.SM3())
    made.update(f"{request}\n{person}".encode())
    return made.finalize().hex()[:32]


def written(question: Question) -> bytes:
    content = {
        "request_id": question.request,
        "check": question.check,
        "subjects": [{"id_no": question.subject, "ref": question.ref, "declared": question.declared}],
        "period": question.period,
        "purpose": question.purpose,
        "item": question.item,
        "case_no": question.case_no,
        "auth_no": question.auth_no,
        "callback": question.callback,
    }
    return json.dumps(content, ensure_ascii=False, default=_plain).encode()


@dataclass(frozen=True, slots=True)
class Answer:
    status: Outcome
    as_of: date | None
    evidence_ref: str | None
    detail: str


def read(content: bytes, expected: Expected) -> Answer:
    """Raises Nonsense for what is no answer to this question, Failure where the department could not look."""
    told = _object(content)
    _same(told, "request_id", expected.request)
    _same(told, "source_dept", expected.source)
    if told.get("ref") is not None:
        _same(told, "ref", expected.ref)
    status, detail = told.get("status"), _text(told, "detail")
    if status == "error":
        raise Failure(detail or "部门说现在查不了")
    if not isinstance(status, str) or status not in STATUSES:
        raise Nonsense(f"Expected a status of hit, clear, unknown or error, but found {str(status)[:40]!r}")
    outcome, as_of, reference = STATUSES[status], _day(told, expected.today), _text(told, "evidence_ref")
    if outcome != "unknown" and as_of is None:
        raise Nonsense("Expected `as_of`, the moment of the data, but there is none")
    if outcome == "hit" and not reference:
        raise Nonsense("Expected `evidence_ref` with a hit, but there is none")
    return Answer(outcome, as_of, reference, detail or WORDS[outcome])


def judged(answer: Answer, expected: Expected, fresh: bool) -> Told:
    """An answer as it is kept. Data that are too old say nothing, but what they hint at is not lost."""
    verdict, detail = answer.status, answer.detail
    if verdict == "agree" and not fresh:
        verdict, detail = "unknown", f"数据已过时(数据时点{answer.as_of}):{detail}"
    elif verdict == "hit" and not fresh:
        verdict, detail = "unknown", OLD_HINT.format(detail)
    return Told(
        name=expected.check,
        source=expected.source,
        verdict=verdict,
        detail=detail,
        as_of=answer.as_of,
        fresh=fresh if answer.as_of else None,
        evidence_ref=answer.evidence_ref,
    )


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Nonsense(f"Expected an answer in JSON, but {str(error)[:80]}") from error
    if not isinstance(told, dict):
        raise Nonsense(f"Expected an object in JSON, but found a {type(told).__name__}")
    return told


def _same(told: Mapping[str, Any], name: str, expected: str) -> None:
    if told.get(name) != expected:
        raise Nonsense(f"Expected `{name}` to be {expected!r}, but found {str(told.get(name))[:80]!r}")


def _text(told: Mapping[str, Any], name: str) -> str | None:
    match told.get(name):
        case None:
            return None
        case str() as text if len(text) <= LONGEST and "\x00" not in text:
            return text.strip() or None
    raise Nonsense(f"Expected `{name}` to be a text of at most {LONGEST} signs, but it is not")


def _day(told: Mapping[str, Any], today: date) -> date | None:
    """A day, or a moment of which the day counts; never one to come."""
    value = told.get("as_of")
    if value is None:
        return None
    try:
        day = datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        raise Nonsense(f"Expected `as_of` such as 2026-03-01, but found {str(value)[:40]!r}") from error
    if day > today:
        raise Nonsense(f"Expected `as_of` not after {today}, but found {day}")
    return day


def _plain(value: object) -> Any:
    """Whole numbers as numbers, money and moments as text: a receiver must not round."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)
