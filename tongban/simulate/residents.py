"""The invented residents of a simulation: a number of the unassigned area 210199, a name that is nobody's, a home."""

from dataclasses import dataclass
from datetime import date, timedelta

from bpmn.values import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from tongban.simulate.chance import chance

AREA = "210199"  # unassigned: no identity number of a real person begins with it
FIRST_BORN, DAYS_BORN = date(1936, 1, 1), 26_000
EACH_DAY = 999


@dataclass(frozen=True, slots=True)
class Resident:
    """The applicant of one case."""

    number: int
    name: str
    identity: str
    born: date
    phone: str
    home: str


def resident(seed: int, number: int, home: str) -> Resident:
    """Another one for each number: birthdays repeat only after 26,000, and then with another serial."""
    offset = chance(seed, "born").randrange(DAYS_BORN)
    born = FIRST_BORN + timedelta(days=(number * 7919 + offset) % DAYS_BORN)
    serial = number // DAYS_BORN % EACH_DAY + 1
    return Resident(number, f"居民{number:06}", identity(born, serial), born, f"1000{number % 10_000_000:07}", home)


def identity(born: date, serial: int) -> str:
    """GB 11643-1999, with its check digit."""
    digits = f"{AREA}{born:%Y%m%d}{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, IDENTITY_WEIGHTS, strict=True))
    return digits + IDENTITY_CHECKS[total % 11]
