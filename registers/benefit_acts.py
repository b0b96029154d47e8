"""What becomes of a benefit: changed, suspended, resumed, stopped, each from a month on and as one more row.

An act holds from its month on over everything said before it. So one for an earlier month needs no other undone.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from registers import members, months
from registers.benefits import (
    ACT,
    BY_ID,
    COLUMNS,
    Benefit,
    Connection,
    Grant,
    Refused,
    Signed,
    State,
    one,
    refuse_amount,
    refuse_excluded,
)
from registers.identity import bucket_of

Kind = Literal["change", "suspend", "resume", "stop"]

ABOUT = f"""
select {COLUMNS} from benefit where bucket = %s and person = %s and matter = %s
 order by (from_month <= %s) desc, from_month desc, id desc limit 1 for update
"""
SAID = """
select b.id from benefit b join benefit_act a on a.bucket = b.bucket and a.benefit = b.id
 where b.bucket = %s and b.person = %s and a.id = %s
"""
SINCE = """
select month from benefit_act where bucket = %s and benefit = %s and act = 'suspend' order by number desc limit 1
"""
SET = "update benefit set state = %s, amount = %s, until = %s, acts = %s where bucket = %s and id = %s"


@dataclass(frozen=True, slots=True)
class Act:
    """`amount`: with a change, and with resuming where it is another one. `reason`: needed but for a change.

    `members`: with a change, who is in the household from that month on, where that changes.
    """

    kind: Kind
    month: date
    amount: Decimal | None = None
    reason: str = ""
    calculation: str | None = None
    members: tuple[str, ...] | None = None


def act(connection: Connection, holder: tuple[str, str], said: Act, signed: Signed) -> Benefit:
    """`holder`: person and matter; the act is about the one that had begun by its month. Done once under an id.

    Raises Refused.
    """
    person, matter = holder
    bucket = bucket_of(person)
    with connection.transaction():
        held = one(connection, ABOUT, (bucket, person, matter, said.month))
        if held is None:
            raise Refused(f"Expected somebody with {matter}, but this person never had it")
        earlier = connection.execute(SAID, (bucket, person, signed.id)).fetchone()
        if earlier is None:
            _refuse(connection, held, said)
            _enter(connection, held, said, signed)
        found = one(connection, BY_ID, (bucket, held.id if earlier is None else earlier[0]))
    assert found is not None
    return found


def _enter(connection: Connection, held: Benefit, said: Act, signed: Signed) -> None:
    bucket = bucket_of(held.person)
    state, amount, until = _after(held, said)
    connection.execute(SET, (state, amount, until, held.acts + 1, bucket, held.id))
    if said.kind == "stop":
        members.end(connection, held.person, held.id, said.month)
    if said.members is not None:
        _move(connection, held, said)
    row = (said.kind, said.month, state, amount, until, said.reason, said.calculation)
    connection.execute(ACT, (bucket, held.id, held.acts + 1, signed.id, *row, signed.instance, signed.at, signed.by))


def _move(connection: Connection, held: Benefit, said: Act) -> None:
    """Who joins is looked at as with a grant; who leaves may have another one from that month on. Raises Excluded."""
    stay = (held.person, *(said.members or ()))
    members.lock(connection, stay)
    members.leave(connection, held.person, held.id, said.month, stay)
    inside = members.of(connection, held.person, held.id, said.month)
    joining = [person for person in dict.fromkeys(stay) if person not in inside]
    asked = Grant(held.person, None, held.matter, held.area, held.rule, held.amount, said.month, held.until)
    refuse_excluded(connection, asked, joining, held.id)
    entered = {"id": held.id, "person": held.person, "matter": held.matter}
    members.enter(connection, joining, {**entered, "from_month": said.month, "until": held.until})


def _refuse(connection: Connection, held: Benefit, said: Act) -> None:
    words = f"{held.matter}（自 {months.text(held.from_month)}）"
    if said.month.day != 1:
        raise Refused("Expected a month as its first day")
    if held.state == "stopped":
        raise Refused(f"{words}已自 {months.text(held.until)} 停发，不能再{WORDS[said.kind]}")
    if said.month < held.from_month:
        raise Refused(f"{words}还没有开始，不能自 {months.text(said.month)} 起{WORDS[said.kind]}")
    if held.until is not None and said.month > held.until:
        raise Refused(f"{words}已定至 {months.text(held.until)} 为止，不能自 {months.text(said.month)} 起再改")
    if said.kind != "change" and not said.reason.strip():
        raise Refused(f"Expected a reason to {said.kind}, but it is empty")
    _refuse_state(connection, held, said)


WORDS = {"change": "变更", "suspend": "暂停", "resume": "恢复", "stop": "停发"}


def _refuse_state(connection: Connection, held: Benefit, said: Act) -> None:
    match said.kind:
        case "change" if said.amount is None:
            raise Refused("Expected the new amount, but there is none")
        case "suspend" | "resume" | "stop" if said.members is not None:
            raise Refused(f"Expected members with a change, but this is to {said.kind}")
        case "suspend" if held.state == "suspended":
            raise Refused(f"{held.matter}已经暂停")
        case "resume" if held.state != "suspended":
            raise Refused(f"{held.matter}没有暂停，不能恢复")
        case "resume":
            row = connection.execute(SINCE, (bucket_of(held.person), held.id)).fetchone()
            if row is not None and said.month < row[0]:
                raise Refused(f"{held.matter}自 {months.text(row[0])} 暂停，不能自 {months.text(said.month)} 恢复")
    if said.amount is not None:
        refuse_amount(said.amount)


def _after(held: Benefit, said: Act) -> tuple[State, Decimal, date | None]:
    amount = held.amount if said.amount is None else said.amount
    match said.kind:
        case "change":
            return held.state, amount, held.until
        case "suspend":
            return "suspended", held.amount, held.until
        case "resume":
            return "in_payment", amount, held.until
        case "stop":
            return "stopped", held.amount, said.month
