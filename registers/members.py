"""Whom a benefit is for: its holder, and the household where it is one's; nobody is in two of a kind at a time.

The database refuses the same matter twice, in one's own name or as a member of whatever household.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import psycopg

from registers.identity import bucket_of

Connection = psycopg.Connection[Any]
LOCK = "insert into beneficiary (bucket, person) values (%s, %s) on conflict do nothing"
HOLD = "select 1 from beneficiary where bucket = %s and person = %s for update"
PUT = """
insert into benefit_member (bucket, person, matter, holder_bucket, benefit, from_month, until)
values (%s, %s, %s, %s, %s, %s, %s)
"""
END = """
update benefit_member set until = greatest(%s, from_month)
 where holder_bucket = %s and benefit = %s and (until is null or until > %s)
"""
LEAVE = """
update benefit_member set until = greatest(%s, from_month)
 where holder_bucket = %s and benefit = %s and (until is null or until > %s) and not person = any(%s)
"""
OF = """
select person from benefit_member
 where holder_bucket = %s and benefit = %s and from_month <= %s and (until is null or %s < until) order by person
"""


def lock(connection: Connection, persons: Iterable[str]) -> None:
    """In one order for everybody: what is decided about them waits for one another."""
    for person in sorted(set(persons), key=lambda each: (bucket_of(each), each)):
        connection.execute(LOCK, (bucket_of(person), person))
        connection.execute(HOLD, (bucket_of(person), person))


def enter(connection: Connection, persons: Iterable[str], benefit: Mapping[str, Any]) -> None:
    """`benefit`: id, person (its holder), matter, from_month, until. Raises psycopg.errors.ExclusionViolation."""
    holder = bucket_of(benefit["person"])
    about = (benefit["matter"], holder, benefit["id"], benefit["from_month"], benefit["until"])
    for person in sorted(set(persons)):
        connection.execute(PUT, (bucket_of(person), person, *about))


def end(connection: Connection, holder: str, benefit: int, until: date) -> None:
    """Nobody is in it any more from that month on."""
    connection.execute(END, (until, bucket_of(holder), benefit, until))


def leave(connection: Connection, holder: str, benefit: int, month: date, stay: Sequence[str]) -> None:
    """All but these leave from that month on."""
    connection.execute(LEAVE, (month, bucket_of(holder), benefit, month, list(stay)))


def of(connection: Connection, holder: str, benefit: int, month: date) -> Sequence[str]:
    """Who is in it that month, the holder too."""
    rows = connection.execute(OF, (bucket_of(holder), benefit, month, month)).fetchall()
    return [str(person) for (person,) in rows]
