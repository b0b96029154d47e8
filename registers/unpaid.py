"""What is to be paid in a month and by whom, and the lines that a bank could not pay: who mends them, who waits."""

from dataclasses import dataclass
from datetime import date

from psycopg.rows import class_row

from registers import closing, rolls
from registers.benefits import Connection
from registers.closing import MOST_TRIES
from registers.rolls import By

DISTRICT = 6  # digits of its code
DUE = f"""
select distinct b.matter, left(b.area, {DISTRICT}) as area from benefit b
 where b.from_month <= %(month)s and b.state <> 'stopped' and (b.until is null or %(month)s < b.until)
   and not exists (select 1 from roll r where r.matter = b.matter and r.month >= %(month)s
                      and (starts_with(r.area, left(b.area, {DISTRICT})) or starts_with(b.area, r.area)))
 order by 2, 1
"""
FAILED = """
select l.benefit, l.matter, l.month, b.area, l.reason, l.roll, b.instance as case
  from roll_line l join benefit b on b.bucket = l.bucket and b.id = l.benefit
 where l.roll = %s and l.state = 'failed' and not l.benefit = any(%s) order by l.benefit
"""
PERSON = "select person from benefit where id = %s"
LINE = "select state, tries from roll_line where roll = %s and benefit = %s"
ALL = "select person from roll_line where roll = %s and state = 'failed' order by bucket, person"


@dataclass(frozen=True, slots=True)
class Due:
    """A roll that is to be made: of one matter in one district."""

    matter: str
    area: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A line that could not be paid, known by the benefit: whose that is, `case` tells those who may see it."""

    benefit: int
    matter: str
    month: date
    area: str
    reason: str
    roll: int
    case: int


def due(connection: Connection, month: date) -> list[Due]:
    """What has beneficiaries that month and no roll yet."""
    with connection.cursor(row_factory=class_row(Due)) as cursor:
        return cursor.execute(DUE, {"month": month}).fetchall()


def failed(connection: Connection, roll: int, but: list[int]) -> list[Failed]:
    """The lines that failed, without the benefits that somebody looks after already."""
    with connection.cursor(row_factory=class_row(Failed)) as cursor:
        return cursor.execute(FAILED, (roll, but)).fetchall()


def person_of(connection: Connection, benefit: int) -> str:
    """Raises LookupError."""
    row = connection.execute(PERSON, (benefit,)).fetchone()
    if row is None:
        raise LookupError(f"Expected a benefit, but there is no {benefit}")
    return str(row[0])


def mend(connection: Connection, roll: int, benefit: int, by: By) -> bool:
    """The account was put right: into the next file where this roll still sends one; else what is due comes next month.

    Again it changes nothing.
    """
    with connection.transaction():
        found = rolls.held(connection, roll)
        row = connection.execute(LINE, (roll, benefit)).fetchone()
        if found.state != "approved" or row is None or row[0] != "failed" or row[1] >= MOST_TRIES:
            return False
        closing.correct(connection, roll, person_of(connection, benefit), "收款账户已更正", by)
    return True


def leave(connection: Connection, roll: int, reason: str, by: By) -> int:
    """No line that failed is paid on this roll: what was due is due again on the next. Gives how many."""
    with connection.transaction():
        found = rolls.held(connection, roll)
        if found.state == "closed":
            return 0
        persons = [person for (person,) in connection.execute(ALL, (roll,)).fetchall()]
        for person in persons:
            closing.give_up(connection, roll, person, reason, by)
    return len(persons)
