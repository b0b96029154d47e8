"""Who lives where: persons are delivered whole or not at all, move, and lie sealed; made ones are nobody's."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from registers.identity import is_identity_number
from registers.imports import Refused
from registers.population import persons, rows, synthetic
from registers.population.jurisdiction import areas
from tests.registers.citizens import COMMUNITIES, HEPING, NANHU, ROW, SEALING, SPOUSE, XIJIE, deliver, lay_out, read
from tests.registers.people import JIA, TODAY, YI, index

Connection = psycopg.Connection[Any]
LATER = TODAY + timedelta(days=60)


def test_a_household_is_known_with_its_members(city: Connection) -> None:
    lay_out(city)
    assert deliver(city, SPOUSE, ROW) == 2
    known = persons.find(city, index(JIA), SEALING)
    assert known is not None
    assert (known.name, known.phone, known.household, known.as_of) == ("测试甲", "10000000000", "HK1", TODAY)
    members = persons.household(city, "HK1", SEALING)
    assert [(member.name, member.relation) for member in members] == [("测试甲", "户主"), ("测试乙", "配偶")]
    assert persons.find(city, index("210199201506010028"), SEALING) is None


def test_nobody_reads_a_name_or_a_number_in_the_tables(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW)
    tables = ("person", "person_area", "household", "household_member")
    told = str([city.execute(f"select * from {table}").fetchall() for table in tables])
    assert all(secret not in told for secret in (JIA, "测试甲", "10000000000", "测试路"))


def test_who_moves_lives_there_from_that_day(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW)
    deliver(city, {**ROW, "residence_area": XIJIE}, as_of=LATER)
    person = index(JIA)
    assert areas(city, person, "residence", TODAY) == [NANHU]
    assert areas(city, person, "residence", LATER - timedelta(days=1)) == [NANHU]
    assert areas(city, person, "residence", LATER) == [XIJIE]
    assert areas(city, person, "household", LATER) == [HEPING]
    assert areas(city, person, "residence", TODAY - timedelta(days=1)) == []


def test_a_delivery_corrected_on_the_same_day_leaves_one_area(city: Connection) -> None:
    lay_out(city)
    for area in (NANHU, XIJIE, NANHU):
        deliver(city, {**ROW, "residence_area": area})
    assert areas(city, index(JIA), "residence", TODAY) == [NANHU]


def test_who_leaves_a_household_is_no_member_of_it(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW, SPOUSE)
    deliver(city, {**SPOUSE, "household": "HK2", "relation": "户主"}, as_of=LATER)
    assert [member.person for member in persons.household(city, "HK1", SEALING)] == [index(JIA)]
    assert [member.person for member in persons.household(city, "HK2", SEALING)] == [index(YI)]


def test_older_data_do_not_replace_newer_ones(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW, as_of=LATER)
    with pytest.raises(Refused, match="of 1 persons newer ones are there"):
        deliver(city, {**ROW, "name": "测试丙"}, SPOUSE)
    known = persons.find(city, index(JIA), SEALING)
    assert known is not None
    assert known.name == "测试甲"
    assert persons.find(city, index(YI), SEALING) is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id_number": "210199195803120015"}, "id_number: Expected a valid identity number"),
        ({"id_number": "210199198902290012"}, "id_number: Expected a valid identity number"),
        ({"id_number": synthetic.identity_number(LATER, 1)}, "id_number: Expected a birthday up to today"),
        ({"name": " "}, "name: Expected a name"),
        ({"phone": "12"}, "phone: Expected 11 digits"),
        ({"relation": ""}, "household, relation: Expected both or neither"),
        ({"relation": "邻居"}, "relation: Expected one of 户主、配偶"),
        ({"relation": "子"}, "household: Expected a 户主 among its members"),
        ({"registered_area": "210102"}, "household: Expected a community of this city"),
        ({"property_areas": f"{HEPING};999999999999"}, "property: Expected a community of this city"),
        ({"died_on": "2026-02-30"}, "died_on: Expected a date such as"),
        ({"died_on": LATER.isoformat()}, "died_on: Expected a day from birth to today"),
        ({"died_on": "1900-01-01"}, "died_on: Expected a day from birth to today"),
        ({"address": "x" * 201}, "address: Expected at most 200 characters"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(changed: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as refused:
        read({**ROW, **changed})
    ((line, told),) = refused.value.findings
    assert line == 1
    assert told.startswith(words)
    assert JIA not in told


def test_a_list_without_a_column_that_is_needed_is_told_once() -> None:
    with pytest.raises(Refused) as refused:
        rows.read([{"id_number": JIA}, {"id_number": YI}], COMMUNITIES, TODAY)
    assert refused.value.findings == ((0, "Expected the columns id_number, name, but name is missing"),)


def test_doubles_are_refused_with_their_lines() -> None:
    with pytest.raises(Refused) as refused:
        read(ROW, ROW, SPOUSE, {**SPOUSE, "id_number": "210199201506010028", "relation": "户主"})
    assert [line for line, _ in refused.value.findings] == [2, 4]
    assert "line 1 has the same number" in refused.value.findings[0][1]
    assert "line 1 is one" in refused.value.findings[1][1]


def test_made_people_are_the_same_for_a_seed_and_pass_every_check(city: Connection) -> None:
    lay_out(city)
    lines = list(synthetic.made(7, 2000, sorted(COMMUNITIES), TODAY))
    assert lines == list(synthetic.made(7, 2000, sorted(COMMUNITIES), TODAY))
    assert lines != list(synthetic.made(8, 2000, sorted(COMMUNITIES), TODAY))
    assert all(is_identity_number(line["id_number"]) and line["id_number"].startswith("210199") for line in lines)
    assert deliver(city, *lines) == 2000
    first = read(*lines)[0]
    assert (first.born <= TODAY, first.sex in "男女") == (True, True)
    assert rows.born(JIA) == date(1958, 3, 12)


def test_nobody_can_live_where_no_map_is() -> None:
    with pytest.raises(ValueError, match="make the map first"):
        list(synthetic.made(7, 1, [], TODAY))
