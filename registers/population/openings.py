"""What is being applied for: one open application a household and matter in the whole city, which the database holds.

A claim holds while its case is open. Whether it is, the caller knows: no case has to give back what it claimed.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import psycopg

from registers.identity import bucket_of

Connection = psycopg.Connection[Any]
HOUSEHOLD = "select household from person where bucket = %s and person = %s"
CLAIM = """
insert into open_application (bucket, claimant, matter, instance, claimed_at) values (%s, %s, %s, %s, %s)
on conflict (bucket, claimant, matter) do update set matter = excluded.matter
returning instance, claimed_at
"""
TAKE_OVER = """
update open_application set instance = %s, claimed_at = %s
 where bucket = %s and claimant = %s and matter = %s and instance = %s
"""
RELEASE = "delete from open_application where bucket between 0 and 1023 and instance = %s and (%s = '' or matter = %s)"


class Duplicate(Exception):
    """`instance`: the open case that stands against it."""

    def __init__(self, instance: int, since: datetime):
        super().__init__(f"Expected no open application of this household for this matter, but {instance} is open")
        self.instance, self.since = instance, since


@dataclass(frozen=True, slots=True)
class Claim:
    """`person`: blind index of the applicant. `household`: its number where the applicant named one, else ''.

    `alone`: what every member of a household may apply for at the same time; one at a time for each.
    """

    matter: str
    person: str
    household: str
    instance: int
    at: datetime
    alone: bool = False


def claim(connection: Connection, wanted: Claim, over: int | None = None) -> str:
    """Enters the application and gives for whom: the household's number, or the person where no household is known.

    The same case may claim again. Raises Duplicate where another case holds the claim, but for `over`: a case of which
    the caller knows that it has ended.
    """
    with connection.transaction():
        claimant = _claimant(connection, wanted)
        key = (bucket_of(sha256(claimant.encode()).hexdigest()), claimant, wanted.matter)
        if over is not None:
            connection.execute(TAKE_OVER, (wanted.instance, wanted.at, *key, over))
        row = connection.execute(CLAIM, (*key, wanted.instance, wanted.at)).fetchone()  # locks the row that is there
        holder, since = row or (wanted.instance, wanted.at)
    if holder != wanted.instance:
        raise Duplicate(holder, since)
    return claimant


def release(connection: Connection, instance: int, matter: str = "") -> int:
    """Gives back what a case claimed, of one matter or all; how many that were."""
    return connection.execute(RELEASE, (instance, matter, matter)).rowcount


def _claimant(connection: Connection, wanted: Claim) -> str:
    """The register's household goes before the number that was named: a slip of the pen opens no second door."""
    if wanted.alone:
        return wanted.person
    row = connection.execute(HOUSEHOLD, (bucket_of(wanted.person), wanted.person)).fetchone()
    recorded = row[0] if row else None
    return str(recorded or wanted.household or wanted.person)
