"""The file a bank is sent for a roll: which lines, in which order, under which number, with count, sum and digest.

Layout (docs/bank-files.md), CSV in UTF-8, lines ended by LF: `H,number,month,matter,count,total`, a line each
`D,seq,name,account,amount`, at the end `T,sha256` over all bytes before. Names and accounts are given by who
calls, by blind index. The same lines give the same bytes, so a step that was cut off is run again.
"""

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from registers import months
from registers.benefits import Connection, Refused
from registers.rolls import By, Roll, expect, held, note

WAITING = "select person from roll_line where roll = %s and state in ('listed', 'corrected') order by bucket, person"
UNKNOWN = """
update roll_line set state = 'failed', reason = '没有收款账户'
 where roll = %s and state in ('listed', 'corrected') and person = any(%s)
"""
OPEN = "select number, sha256 from bank_file where roll = %s and returned_at is null"
LAST = "select coalesce(max(number), 0) from bank_file where roll = %s"
TAKE = """
update roll_line l set state = 'sent', reason = '', file = %(file)s, seq = s.seq, tries = tries + 1
  from (select bucket, person, matter, month, row_number() over (order by bucket, person) as seq from roll_line
         where roll = %(roll)s and state in ('listed', 'corrected')) s
 where l.bucket = s.bucket and l.person = s.person and l.matter = s.matter and l.month = s.month
"""
PUT = """
insert into bank_file (roll, number, lines, total, made_at, made_by)
select %(roll)s, %(file)s, count(*), sum(amount), %(at)s, %(by)s from roll_line
 where roll = %(roll)s and file = %(file)s and state = 'sent'
"""
LINES = "select seq, person, amount from roll_line where roll = %s and file = %s and state = 'sent' order by seq"
SIGN = "update bank_file set sha256 = %s where roll = %s and number = %s"


@dataclass(frozen=True, slots=True)
class Payee:
    name: str
    account: str


Payees = Callable[[Sequence[str]], Mapping[str, Payee]]  # blind indexes -> who is known


@dataclass(frozen=True, slots=True)
class BankFile:
    """`name`: the number that the return must bear. `sha256`: of all of `content`."""

    name: str
    count: int
    total: Decimal
    content: bytes
    sha256: str


def make(connection: Connection, roll: int, payees: Payees, by: By) -> BankFile:
    """The file that waits for its return, or a new one of all lines that are to be sent.

    Who has no account is put down as failed, to be corrected. Raises Refused before the approval, where nothing is to
    be sent, and where a payee changed since the open file was made.
    """
    with connection.transaction():
        found = held(connection, roll)
        expect(found, "approved")
        number, signed = _open(connection, roll) or _assign(connection, roll, payees, by)
        content, count, total = _written(connection, found, number, payees)
        sha256 = hashlib.sha256(content).hexdigest()
        if signed is not None and signed != sha256:
            raise Refused(f"报盘文件 {roll}-{number} 生成后收款资料有变，与原文件不一致，应先回盘再更正")
        connection.execute(SIGN, (sha256, roll, number))
    return BankFile(f"{roll}-{number}", count, total, content, sha256)


def _open(connection: Connection, roll: int) -> tuple[int, str | None] | None:
    row = connection.execute(OPEN, (roll,)).fetchone()
    return None if row is None else (row[0], row[1])


def _assign(connection: Connection, roll: int, payees: Payees, by: By) -> tuple[int, None]:
    persons = [person for (person,) in connection.execute(WAITING, (roll,)).fetchall()]
    known = payees(persons)
    connection.execute(UNKNOWN, (roll, [person for person in persons if person not in known]))
    (last,) = connection.execute(LAST, (roll,)).fetchone() or (0,)
    about = {"roll": roll, "file": last + 1, "at": by.at, "by": by.name}
    if connection.execute(TAKE, about).rowcount == 0:
        raise Refused(f"Expected lines to be sent, but roll {roll} has none")
    connection.execute(PUT, about)
    note(connection, roll, ("sent", f"报盘文件 {roll}-{last + 1}"), by)
    return last + 1, None


def _written(connection: Connection, roll: Roll, number: int, payees: Payees) -> tuple[bytes, int, Decimal]:
    lines = connection.execute(LINES, (roll.id, number)).fetchall()
    known = payees([person for _, person, _ in lines])
    missing = [seq for seq, person, _ in lines if person not in known]
    if missing:
        raise Refused(f"报盘文件 {roll.id}-{number} 第 {missing[0]} 行的收款账户已不在")
    total = sum((amount for *_, amount in lines), Decimal(0))
    head = ("H", f"{roll.id}-{number}", months.text(roll.month), roll.matter, len(lines), total)
    rows = [("D", seq, known[person].name, known[person].account, amount) for seq, person, amount in lines]
    return closed([head, *rows]), len(lines), total


def closed(rows: Iterable[Sequence[str | int | Decimal | date | None]]) -> bytes:
    """The rows as CSV, and the closing line with their digest."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    body = text.getvalue().encode()
    return body + f"T,{hashlib.sha256(body).hexdigest()}\n".encode()
