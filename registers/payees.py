"""Into which account a person is paid: kept sealed, in versions, each entered by one person and approved by another.

Most see the last four digits; the whole is opened for the file to the bank. Knows no cipher: whoever calls brings it.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from registers.bank_files import Payee
from registers.benefits import Connection, Refused
from registers.identity import bucket_of, is_identity_number
from registers.imports import MOST_FINDINGS
from registers.imports import Refused as Unread
from registers.parameters import Approval
from registers.rolls import By

ACCOUNT, BANK = re.compile(r"[0-9]{10,30}"), re.compile(r"[0-9A-Z]{3,14}")
LONGEST_NAME = 80
COLUMNS = "person, number, bank, last4, source, entered_by, entered_at, approved_by, approved_at"
LOCK = "insert into beneficiary (bucket, person) values (%s, %s) on conflict do nothing"
HOLD = "select 1 from beneficiary where bucket = %s and person = %s for update"
LATEST = "select coalesce(max(number), 0) from payee where bucket = %s and person = %s"
PUT = """
insert into payee (bucket, person, number, bank, last4, sealed, source, entered_at, entered_by)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
APPROVE = """
update payee set approved_at = %s, approved_by = %s
 where bucket = %s and person = %s and number = %s and approved_at is null and entered_by <> %s
"""
VERSIONS = f"select {COLUMNS} from payee where bucket = %s and person = %s order by number"
# Of each the newest that two persons stand for; the bucket leads to the rows, whoever asks for how many.
IN_FORCE = """
select distinct on (p.bucket, p.person) p.person, p.sealed from payee p
 where p.bucket = any(%s) and p.person = any(%s) and p.approved_at is not null
 order by p.bucket, p.person, p.number desc
"""
FORGET = "delete from payee where bucket = %s and person = %s"

Seal = Callable[[str, bytes], bytes]  # of a person, by blind index
Open = Callable[[bytes], bytes | None]  # None where the person was erased


@dataclass(frozen=True, slots=True)
class Account:
    """`bank`: its code; `name`: in which it is held; `source`: who says so, as the case or the list it comes from."""

    bank: str
    number: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Version:
    """What most may see. In force is the newest that was approved."""

    person: str
    number: int
    bank: str
    last4: str
    source: str
    entered_by: str
    entered_at: datetime
    approved_by: str | None
    approved_at: datetime | None


def enter(connection: Connection, person: str, account: Account, seal: Seal, by: By) -> Version:
    """A change that waits for a second person; until then the one before is paid into. Raises Refused."""
    wrong = faults(account)
    if wrong:
        raise Refused("; ".join(wrong))
    bucket = bucket_of(person)
    sealed = seal(person, json.dumps([account.name, account.number]).encode())
    with connection.transaction():
        connection.execute(LOCK, (bucket, person))
        connection.execute(HOLD, (bucket, person))
        (last,) = connection.execute(LATEST, (bucket, person)).fetchone() or (0,)
        known = (account.bank, account.number[-4:], sealed, account.source.strip())
        connection.execute(PUT, (bucket, person, last + 1, *known, by.at, by.name))
    return versions(connection, person)[-1]


def approve(connection: Connection, person: str, number: int, by: By) -> Version:
    """By another person; again changes nothing. Raises Refused, or LookupError for no such version."""
    connection.execute(APPROVE, (by.at, by.name, bucket_of(person), person, number, by.name))
    found = next((each for each in versions(connection, person) if each.number == number), None)
    if found is None:
        raise LookupError(f"Expected version {number} of an account, but there is none")
    if found.entered_by == by.name:
        raise Refused(f"Expected another person to approve, but {by.name} entered it")
    return found


def versions(connection: Connection, person: str) -> Sequence[Version]:
    """All there were, the oldest first; of the account itself the last four digits."""
    with connection.cursor(row_factory=class_row(Version)) as cursor:
        return cursor.execute(VERSIONS, (bucket_of(person), person)).fetchall()


def whole(connection: Connection, persons: Sequence[str], open_: Open) -> Mapping[str, Payee]:
    """For the file to the bank: who has an account in force that can be opened."""
    buckets = sorted({bucket_of(person) for person in persons})
    rows = connection.execute(IN_FORCE, (buckets, list(persons))).fetchall()
    opened = ((person, open_(bytes(sealed))) for person, sealed in rows)
    return {person: Payee(*json.loads(content)) for person, content in opened if content is not None}


def take_in(
    connection: Connection,
    rows: Iterable[Mapping[str, str]],
    keys: tuple[Callable[[str], str], Seal],
    approval: Approval,
) -> int:
    """A list by columns id_number, bank, account, name, source: all or none, in force at once, for two signed it.

    `keys`: the blind index of a number, and the seal. Raises imports.Refused with every finding by line.
    """
    index, seal = keys
    read = [(row, _account(row)) for row in rows]
    findings = [(line, words) for line, (row, account) in enumerate(read, 1) for words in _faults(row, account)]
    if findings:
        raise Unread(tuple(findings[:MOST_FINDINGS]))
    entered, approved = (By(name, approval.at) for name in (approval.entered_by, approval.approved_by))
    with connection.transaction():
        for row, account in read:
            person = index(row["id_number"].strip().upper())
            approve(connection, person, enter(connection, person, account, seal, entered).number, approved)
    return len(read)


def forget(connection: Connection, person: str) -> int:
    """Takes all accounts of a person away; gives how many versions there were."""
    return connection.execute(FORGET, (bucket_of(person), person)).rowcount


def faults(account: Account) -> list[str]:
    """What is wrong with it, in words."""
    checks = (
        (ACCOUNT.fullmatch(account.number), "account: Expected 10 to 30 digits"),
        (BANK.fullmatch(account.bank), f"bank: Expected a code of 3 to 14 signs, but found {account.bank[:20]!r}"),
        (0 < len(account.name.strip()) <= LONGEST_NAME, "name: Expected in whose name it is held"),
        (account.source.strip(), "source: Expected who says so"),
    )
    return [words for is_fine, words in checks if not is_fine]


def _account(row: Mapping[str, str]) -> Account:
    return Account(*((row.get(name) or "").strip() for name in ("bank", "account", "name", "source")))


def _faults(row: Mapping[str, str], account: Account) -> list[str]:
    number = (row.get("id_number") or "").strip().upper()
    wrong = [] if is_identity_number(number) else ["id_number: Expected an identity number of 18 characters"]
    return [*wrong, *faults(account)]
