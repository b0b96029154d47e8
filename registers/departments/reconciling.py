"""A department's daily file of answers (对账文件): fills in what never came by callback, each line signed for itself.

A line that is wrong holds up no other. What was answered before stays, so the same file may come again.
"""

import hmac as constant
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.hazmat.primitives import hashes, hmac

from registers import comparisons, secrecy
from registers.comparisons import Comparison, Connection
from registers.departments import questions
from registers.departments.connectors import Connector
from registers.departments.questions import Expected, Failure, Nonsense
from registers.sealing import Sealing

COLUMNS = ("request_id", "status", "as_of", "evidence_ref", "detail", "signature")
SIGNED = COLUMNS[:-1]
Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """By what lines are judged. `is_fresh`: may an answer to this question rest on data of that day?"""

    connector: Connector
    at: datetime
    today: date
    is_fresh: Callable[[Comparison, date], bool]
    sealing: Sealing


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Lines: `taken` filled an answer in, `known` said what was there. `findings`: (line from 1, what was expected)."""

    taken: int
    known: int
    findings: tuple[tuple[int, str], ...]


class Wrong(Exception):
    """A line that cannot be taken; says what was expected."""


def mac(secret: bytes, line: Line) -> str:
    """HMAC-SM3 in hexadecimal over RECONCILE and the line's other fields in their order, joined by line feeds."""
    made = hmac.HMAC(secret, hashes.SM3())
    made.update("\n".join(("RECONCILE", *(line.get(name) or "" for name in SIGNED))).encode())
    return made.finalize().hex()


def reconcile(connection: Connection, lines: Iterable[Line], reading: Reading) -> Reconciled:
    """Takes each line that is right. Raises Refused where the file itself cannot be read."""
    taken, known, findings = 0, 0, []
    for number, line in enumerate(lines, 1):
        try:
            new = _take(connection, line, reading)
        except (Wrong, Nonsense, Failure) as wrong:
            findings.append((number, str(wrong)))
            continue
        taken, known = taken + new, known + (not new)
    return Reconciled(taken, known, tuple(findings))


def _take(connection: Connection, line: Line, reading: Reading) -> bool:
    """Was it new? Raises Wrong, Nonsense, Failure."""
    lacking = [name for name in COLUMNS if name not in line]
    if lacking:
        raise Wrong(f"Expected the columns {', '.join(COLUMNS)}, but {', '.join(lacking)} is missing")
    if not constant.compare_digest(mac(reading.connector.secret, line).encode(), line["signature"].strip().encode()):
        raise Wrong(f"signature: Expected one made with the key {reading.connector.key}, but it does not fit")
    row = comparisons.find(connection, line["request_id"])
    if row is None or row.source != reading.connector.provider:
        raise Wrong("request_id: Expected a question that this department was asked, but there is none with this id")
    told = _read(row, line, reading)
    if comparisons.answer(connection, row.job, [told], reading.at, settled=False):
        return True
    if row.verdict != told.verdict and told.verdict != "unknown":
        raise Wrong(f"status: Expected the answer that was given before, {row.verdict}, but it is {told.verdict}")
    return False


def _read(row: Comparison, line: Line, reading: Reading) -> comparisons.Told:
    expected = Expected(row.request, row.name, row.source, "", reading.today)
    said = {name: line[name] for name in SIGNED if line[name]}
    content = json.dumps({**said, "source_dept": row.source}, ensure_ascii=False)
    found = questions.read(content.encode(), expected)
    fresh = found.as_of is not None and reading.is_fresh(row, found.as_of)
    return secrecy.closed(questions.judged(found, expected, fresh), row.person, reading.sealing)
