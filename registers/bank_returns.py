"""What a bank sends back for a file: every line, number and sum is checked first; then all is taken in, or nothing.

Layout (docs/bank-files.md): `H,number,count,paid,failed` (sums in yuan), a line each `D,seq,amount,ok` or
`D,seq,amount,failed,cause`, at the end `T,sha256` over all bytes before.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO

from registers.bank_files import closed
from registers.benefits import Connection
from registers.imports import MOST_FINDINGS, Refused
from registers.rolls import By, held, note

FILE = "select lines, total, return_sha256 from bank_file where roll = %s and number = %s"
SENT = "select seq, amount from roll_line where roll = %s and file = %s and state = 'sent'"
TAKE = """
update roll_line l set state = r.state, reason = r.cause
  from unnest(%(seqs)s::int[], %(states)s::text[], %(causes)s::text[]) as r (seq, state, cause)
 where l.roll = %(roll)s and l.file = %(file)s and l.seq = r.seq and l.state = 'sent'
"""
DONE = """
update bank_file set paid = %(paid)s, failed = %(failed)s, return_sha256 = %(sha256)s, returned_at = %(at)s
 where roll = %(roll)s and number = %(file)s
"""
Finding = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a return: `line` in the file, `cause` where it failed."""

    line: int
    seq: int
    amount: Decimal
    state: str
    cause: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return says, before it is held against the file. `number`: which of the roll's files."""

    number: int
    count: int
    paid: Decimal
    failed: Decimal
    answers: Sequence[Answer]


def take_in(connection: Connection, roll: int, content: bytes, by: By) -> tuple[Decimal, Decimal]:
    """Takes in a return; gives the sums paid and failed. The same one again changes nothing.

    Raises `imports.Refused` with every finding by line (0: the whole); nothing is written then.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    said = read(roll, content)
    with connection.transaction():
        held(connection, roll)
        row = connection.execute(FILE, (roll, said.number)).fetchone()
        if row is None:
            raise Refused(((1, f"Expected a file of roll {roll} that was sent, but there is no {said.number}"),))
        if row[2] == sha256:
            return said.paid, said.failed
        if row[2] is not None:
            raise Refused(((0, f"回盘 {roll}-{said.number} 已经收过，这一份与它不同"),))
        sent = dict(connection.execute(SENT, (roll, said.number)).fetchall())
        findings = list(_against(said, sent))
        if findings:
            raise Refused(tuple(findings[:MOST_FINDINGS]))
        _take(connection, roll, said, (sha256, by))
    return said.paid, said.failed


def read(roll: int, content: bytes) -> Returned:
    """The parts of a return. Raises Refused where it is not whole or not laid out as agreed."""
    try:
        text = content.decode()
        rows = list(csv.reader(StringIO(text), strict=True))
        *body, _ = rows
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise Refused(((0, "Expected lines of CSV in UTF-8, but the file cannot be read"),)) from error
    if closed(body) != content:
        raise Refused(
            ((len(rows), "Expected the digest of all lines before, but it is another: the file is not whole"),)
        )
    number, count, paid, failed = _head(roll, body[0] if body else [])
    return Returned(number, count, paid, failed, tuple(_answers(body[1:])))


def _head(roll: int, row: Sequence[str]) -> tuple[int, int, Decimal, Decimal]:
    match row:
        case ["H", name, count, paid, failed] if count.isdecimal():
            of, _, number = name.partition("-")
            if of != str(roll) or not number.isdecimal():
                raise Refused(((1, f"Expected a return for roll {roll}, but it is for {name[:40]!r}"),))
            return int(number), int(count), _yuan(1, paid), _yuan(1, failed)
    raise Refused(((1, "Expected H, the file's number, count, sum paid and sum failed"),))


def _answers(rows: Sequence[Sequence[str]]) -> Iterator[Answer]:
    for line, row in enumerate(rows, 2):
        match row:
            case ["D", seq, amount, "ok"] | ["D", seq, amount, "ok", ""] if seq.isdecimal():
                yield Answer(line, int(seq), _yuan(line, amount), "paid", "")
            case ["D", seq, amount, "failed", cause] if seq.isdecimal() and cause.strip():
                yield Answer(line, int(seq), _yuan(line, amount), "failed", cause.strip())
            case _:
                raise Refused(((line, "Expected D, seq, amount, and ok, or failed with its cause"),))


def _yuan(line: int, text: str) -> Decimal:
    try:
        amount = Decimal(text)
        if amount.is_finite() and amount >= 0:
            return amount
    except InvalidOperation:
        pass
    raise Refused(((line, f"Expected a sum in yuan, but found {text[:40]!r}"),))


def _against(said: Returned, sent: dict[int, Decimal]) -> Iterator[Finding]:
    """Everything that does not agree with the file that was sent."""
    seen: set[int] = set()
    for answer in said.answers:
        if answer.seq not in sent:
            yield answer.line, f"Expected a line of the file, but it has no {answer.seq}"
        elif answer.seq in seen:
            yield answer.line, f"Expected each line once, but {answer.seq} is there again"
        elif answer.amount != sent[answer.seq]:
            yield answer.line, f"Expected {sent[answer.seq]} yuan for line {answer.seq}, but found {answer.amount}"
        seen.add(answer.seq)
    missing = sorted(sent.keys() - seen)
    if missing:
        yield 0, f"Expected all {len(sent)} lines, but {len(missing)} are missing, the first is {missing[0]}"
    if said.count != len(said.answers):
        yield 1, f"Expected the count of the lines, {len(said.answers)}, but found {said.count}"
    for state, told in (("paid", said.paid), ("failed", said.failed)):
        total = sum((answer.amount for answer in said.answers if answer.state == state), Decimal(0))
        if total != told:
            yield 1, f"Expected the sum {state} of the lines, {total}, but found {told}"


def _take(connection: Connection, roll: int, said: Returned, signed: tuple[str, By]) -> None:
    sha256, by = signed
    about = {"roll": roll, "file": said.number, "at": by.at, "sha256": sha256}
    columns = {
        "seqs": [answer.seq for answer in said.answers],
        "states": [answer.state for answer in said.answers],
        "causes": [answer.cause for answer in said.answers],
    }
    connection.execute(TAKE, {**about, **columns})
    connection.execute(DONE, {**about, "paid": said.paid, "failed": said.failed})
    note(connection, roll, ("returned", f"{roll}-{said.number} 成功 {said.paid} 元，失败 {said.failed} 元"), by)
