"""What becomes of lines that failed, and the closing of a roll: the sums of list, files and returns leave no rest."""

from decimal import Decimal
from typing import Any

from registers.benefits import Connection, Refused
from registers.identity import bucket_of
from registers.recoveries import SETTLE_WITHHELD, settle_states
from registers.rolls import By, Roll, expect, held, note

MOST_TRIES = 3  # processes.md 4.4: sent once, and again at most twice

LINE = """
select state, tries from roll_line
 where bucket = %(bucket)s and person = %(person)s and matter = %(matter)s and month = %(month)s and roll = %(roll)s
"""
MOVE = """
update roll_line set state = %(state)s, reason = %(reason)s
 where bucket = %(bucket)s and person = %(person)s and matter = %(matter)s and month = %(month)s
"""
UNDONE = """
select state, count(*) from roll_line where roll = %s and state in ('listed', 'sent', 'failed', 'corrected')
 group by state order by state
"""
OPEN_FILES = "select count(*) from bank_file where roll = %s and returned_at is null"
BALANCE = """
select (select coalesce(sum(amount), 0) from roll_line where roll = %(roll)s),
       (select coalesce(sum(amount), 0) from roll_line where roll = %(roll)s and state = 'paid'),
       (select coalesce(sum(amount), 0) from roll_line where roll = %(roll)s and state in ('held', 'unpaid')),
       (select coalesce(sum(paid), 0) from bank_file where roll = %(roll)s),
       (select coalesce(sum(due), 0) from roll_line where roll = %(roll)s),
       (select coalesce(sum(amount), 0) from roll_part where roll = %(roll)s)
"""
CLOSE = "update roll set state = 'closed', closed_by = %s, closed_at = %s where id = %s"


def correct(connection: Connection, roll: int, person: str, reason: str, by: By) -> None:
    """The account of a failed line was put right: it goes into the next file, twice at most. Raises Refused."""
    with connection.transaction():
        found = held(connection, roll)
        expect(found, "approved")
        state, tries = _line(connection, found, person)
        if state == "corrected":
            return
        if state != "failed":
            raise Refused(f"Expected a line that failed, but it is {state}")
        if tries >= MOST_TRIES:
            raise Refused(f"已重发 {tries - 1} 次，不能再发，应转人工处理")
        _move(connection, found, person, ("corrected", reason), by)


def give_up(connection: Connection, roll: int, person: str, reason: str, by: By) -> None:
    """A failed line is not paid on this roll; what was due is due again on the next one. Raises Refused."""
    with connection.transaction():
        found = held(connection, roll)
        expect(found, "approved")
        state, _ = _line(connection, found, person)
        if state == "unpaid":
            return
        if state not in ("failed", "corrected"):
            raise Refused(f"Expected a line that failed, but it is {state}")
        _move(connection, found, person, ("unpaid", reason), by)


def close(connection: Connection, roll: int, by: By) -> Decimal:
    """Closes a roll whose sums agree; gives the sum paid. Raises Refused with what is undone or the difference."""
    with connection.transaction():
        found = held(connection, roll)
        if found.state != "closed":
            expect(found, "approved")
            _refuse_undone(connection, roll)
            _refuse_difference(connection, roll)
            connection.execute(SETTLE_WITHHELD, {"roll": roll, "at": by.at, "by": by.name})
            settle_states(connection, roll)
            connection.execute(CLOSE, (by.name, by.at, roll))
            note(connection, roll, ("closed", ""), by)
        row = connection.execute(BALANCE, {"roll": roll}).fetchone()
    return Decimal(row[1]) if row else Decimal(0)


def _line(connection: Connection, roll: Roll, person: str) -> tuple[str, int]:
    row = connection.execute(LINE, _about(roll, person)).fetchone()
    if row is None:
        raise LookupError(f"Expected somebody on roll {roll.id}, but this person is not")
    return str(row[0]), int(row[1])


def _move(connection: Connection, roll: Roll, person: str, to: tuple[str, str], by: By) -> None:
    state, reason = to
    if not reason.strip():
        raise Refused("Expected a reason, but it is empty")
    about = _about(roll, person)
    connection.execute(MOVE, {**about, "state": state, "reason": reason})
    note(connection, roll.id, (state, f"{person[:12]}：{reason}"), by)


def _about(roll: Roll, person: str) -> dict[str, Any]:
    about = {"bucket": bucket_of(person), "person": person, "matter": roll.matter}
    return {**about, "month": roll.month, "roll": roll.id}


def _refuse_undone(connection: Connection, roll: int) -> None:
    undone = connection.execute(UNDONE, (roll,)).fetchall()
    if undone:
        words = "、".join(f"{state} {count} 笔" for state, count in undone)
        raise Refused(f"还有没办完的：{words}，不能关账")
    (files,) = connection.execute(OPEN_FILES, (roll,)).fetchone() or (0,)
    if files:
        raise Refused(f"还有 {files} 个报盘文件没有回盘，不能关账")


def _refuse_difference(connection: Connection, roll: int) -> None:
    row = connection.execute(BALANCE, {"roll": roll}).fetchone()
    assert row is not None
    listed, paid, left, returned, due, parts = row
    if listed - paid - left or paid - returned or due - parts:
        raise Refused(
            f"差额不为零：名册 {listed}，成功 {paid}，未发 {left}，回盘成功 {returned}，应发 {due}，各月 {parts}"
        )
