"""A list of persons as a department delivers it, read line by line: who, where registered, living, owning, insured.

Birth date and sex are those of the identity number (GB 11643-1999). Messages never repeat a number or a name.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from registers.identity import is_identity_number
from registers.imports import MOST_FINDINGS, Refused

HEAD = "户主"
RELATIONS = (HEAD, "配偶", "子", "女", "孙子女", "父", "母", "祖父母", "兄弟姐妹", "其他")  # GB/T 4761, its first digit
KINDS = {"household": "registered_area", "residence": "residence_area", "insured": "insured_area"}
LONGEST = 200
COLUMNS = (
    "id_number",
    "name",
    "phone",
    "address",
    "household",
    "relation",
    "registered_area",
    "residence_area",
    "property_areas",
    "insured_area",
    "died_on",
)
NEEDED = ("id_number", "name")


@dataclass(frozen=True, slots=True)
class Person:
    """`areas`: (kind, community of 12 digits) pairs, kinds as in `person_area`. Texts that are not known are ''."""

    id_number: str
    name: str
    phone: str = ""
    address: str = ""
    household: str = ""
    relation: str = ""
    areas: tuple[tuple[str, str], ...] = ()
    died_on: date | None = None

    @property
    def born(self) -> date:
        return born(self.id_number)

    @property
    def sex(self) -> str:
        return "男" if int(self.id_number[16]) % 2 else "女"


@dataclass(frozen=True, slots=True)
class Reading:
    """What lines are held to: `communities` that exist, and `today`."""

    communities: Collection[str]
    today: date
    seen: dict[str, int] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)


def born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def read(rows: Iterable[Mapping[str, str]], communities: Collection[str], today: date) -> list[Person]:
    """Refused, with every finding by line (the first 100), where a line is wrong or a household has no head or two."""
    reading = Reading(communities, today)
    persons: list[Person] = []
    findings: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        lacking = [name for name in NEEDED if number == 1 and name not in row]
        if lacking:
            raise Refused(((0, f"Expected the columns {', '.join(NEEDED)}, but {', '.join(lacking)} is missing"),))
        try:
            persons.append(_person(row, number, reading))
        except ValueError as error:
            findings.append((number, str(error)))
        if len(findings) == MOST_FINDINGS:
            break
    if not findings:
        findings = _headless(persons, reading)
    if findings:
        raise Refused(tuple(findings))
    return persons


def _person(row: Mapping[str, str], number: int, reading: Reading) -> Person:
    texts = {name: (row.get(name) or "").strip() for name in COLUMNS}
    wrong = [name for name, text in texts.items() if len(text) > LONGEST]
    if wrong:
        raise ValueError(f"{wrong[0]}: Expected at most {LONGEST} characters")
    id_number = _number(texts["id_number"].upper(), number, reading)
    if not texts["name"]:
        raise ValueError("name: Expected a name, but it is empty")
    return Person(
        id_number=id_number,
        name=texts["name"],
        phone=_phone(texts["phone"]),
        address=texts["address"],
        household=texts["household"],
        relation=_relation(texts, number, reading),
        areas=tuple(_areas(texts, reading)),
        died_on=_died_on(texts["died_on"], id_number, reading),
    )


def _number(text: str, number: int, reading: Reading) -> str:
    if not is_identity_number(text):
        raise ValueError("id_number: Expected a valid identity number")
    if born(text) > reading.today:
        raise ValueError("id_number: Expected a birthday up to today, but it lies in the future")
    first = reading.seen.setdefault(text, number)
    if first != number:
        raise ValueError(f"id_number: Expected each person once, but line {first} has the same number")
    return text


def _phone(text: str) -> str:
    if text and not (text.isascii() and text.isdigit() and len(text) == 11 and text[0] == "1"):
        raise ValueError("phone: Expected 11 digits that begin with 1")
    return text


def _relation(texts: Mapping[str, str], number: int, reading: Reading) -> str:
    household, relation = texts["household"], texts["relation"]
    if bool(household) != bool(relation):
        raise ValueError("household, relation: Expected both or neither")
    if relation and relation not in RELATIONS:
        raise ValueError(f"relation: Expected one of {'、'.join(RELATIONS)}, but found {relation[:20]!r}")
    if relation == HEAD and reading.heads.setdefault(household, number) != number:
        raise ValueError(f"relation: Expected one {HEAD} a household, but line {reading.heads[household]} is one")
    return relation


def _areas(texts: Mapping[str, str], reading: Reading) -> Iterable[tuple[str, str]]:
    named = [(kind, texts[column]) for kind, column in KINDS.items()]
    named += [("property", text.strip()) for text in texts["property_areas"].split(";")]
    for kind, area in dict.fromkeys(named):
        if area and area not in reading.communities:
            raise ValueError(f"{kind}: Expected a community of this city in 12 digits, but found {area[:20]!r}")
        if area:
            yield kind, area


def _died_on(text: str, id_number: str, reading: Reading) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"died_on: Expected a date such as 2026-03-01, but found {text[:40]!r}") from error
    if not born(id_number) <= day <= reading.today:
        raise ValueError(f"died_on: Expected a day from birth to today, but found {day}")
    return day


def _headless(persons: Iterable[Person], reading: Reading) -> list[tuple[int, str]]:
    lines = {person.household: number for number, person in enumerate(persons, 1) if person.household}
    return [
        (number, f"household: Expected a {HEAD} among its members, but there is none")
        for household, number in lines.items()
        if household not in reading.heads
    ][:MOST_FINDINGS]
