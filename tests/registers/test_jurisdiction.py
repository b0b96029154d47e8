"""Who handles a matter: the register before what is declared, on the day that counts; and one open case a household."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

import bpmn
from registers.imports import Refused
from registers.organisation import units
from registers.population import openings
from registers.population.jurisdiction import Asked, Handling, Unknown, answer
from registers.population.openings import Claim, Duplicate
from tests.registers.citizens import HEPING, NANHU, ROW, SPOUSE, XIJIE, deliver, lay_out
from tests.registers.people import JIA, TODAY, YI, index

Connection = psycopg.Connection[Any]
NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)
GROUP = re.compile(r"\b([A-Za-z]+:(?:city|district|street|community):[a-z_]+)")
LATER = TODAY + timedelta(days=60)


def ask(city: Connection, rule: str, on: Any = TODAY, **declared: str) -> Handling:
    return answer(city, Asked(rule, index(JIA), on, XIJIE, declared))


def test_the_register_goes_before_what_is_declared(city: Connection) -> None:
    lay_out(city)
    deliver(city, {**ROW, "property_areas": f"{HEPING};{XIJIE}"})
    assert ask(city, "household") == Handling(HEPING, "register")
    assert ask(city, "household", household=HEPING) == Handling(HEPING, "register")
    assert ask(city, "residence", residence=XIJIE) == Handling(NANHU, "register", differs=True)
    assert ask(city, "property", property=XIJIE) == Handling(XIJIE, "register")
    assert ask(city, "property", property=NANHU) == Handling(HEPING, "register", differs=True)
    assert ask(city, "insured", insured=NANHU) == Handling(NANHU, "declared")
    assert ask(city, "none") == Handling(XIJIE, "received")


def test_it_is_the_day_that_counts(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW)
    deliver(city, {**ROW, "residence_area": XIJIE}, as_of=LATER)
    assert ask(city, "residence", LATER - timedelta(days=1)).area == NANHU
    assert ask(city, "residence", LATER).area == XIJIE


@pytest.mark.parametrize("declared", [{}, {"household": "210102001999"}, {"household": "210102"}])
def test_nothing_recorded_and_nothing_usable_declared_is_unknown(city: Connection, declared: dict[str, str]) -> None:
    lay_out(city)
    with pytest.raises(Unknown, match="household"):
        ask(city, "household", **declared)


def test_a_rule_that_is_none_is_a_mistake(city: Connection) -> None:
    with pytest.raises(ValueError, match="household, residence, property, insured, none"):
        ask(city, "birthplace")


def test_a_household_has_one_open_application_a_matter_whoever_of_it_applies(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW, SPOUSE)
    assert openings.claim(city, Claim("MZ-001", index(JIA), "", 11, NOON)) == "HK1"
    assert openings.claim(city, Claim("MZ-001", index(JIA), "", 11, NOON)) == "HK1"
    assert openings.claim(city, Claim("MZ-006", index(YI), "", 12, NOON)) == "HK1"
    with pytest.raises(Duplicate, match="11 is open") as found:
        openings.claim(city, Claim("MZ-001", index(YI), "HK9", 13, NOON))
    assert (found.value.instance, found.value.since) == (11, NOON)


def test_who_is_in_no_household_claims_alone_or_under_the_number_that_was_named(city: Connection) -> None:
    assert openings.claim(city, Claim("MZ-001", index(JIA), "", 11, NOON)) == index(JIA)
    assert openings.claim(city, Claim("MZ-001", index(YI), "HK7", 12, NOON)) == "HK7"
    with pytest.raises(Duplicate):
        openings.claim(city, Claim("MZ-001", "ab" * 16, "HK7", 13, NOON))


def test_a_case_that_has_ended_gives_way_and_what_is_given_back_is_free(city: Connection) -> None:
    openings.claim(city, Claim("MZ-001", index(JIA), "", 11, NOON))
    assert openings.claim(city, Claim("MZ-001", index(JIA), "", 12, NOON), over=11) == index(JIA)
    with pytest.raises(Duplicate, match="12 is open"):
        openings.claim(city, Claim("MZ-001", index(JIA), "", 13, NOON), over=11)
    assert openings.release(city, 12, "MZ-001") == 1
    assert openings.claim(city, Claim("MZ-001", index(JIA), "", 13, NOON)) == index(JIA)


def test_of_two_who_claim_at_once_one_has_it(city: Connection, database: str) -> None:
    def apply(instance: int) -> bool:
        with psycopg.connect(database, autocommit=True) as connection:
            try:
                openings.claim(connection, Claim("MZ-001", index(JIA), "", instance, NOON))
            except Duplicate:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(apply, range(20, 28))) == [False] * 7 + [True]


def test_units_follow_from_the_map(city: Connection) -> None:
    lay_out(city)
    count = units.make(city)
    assert units.make(city) == count == len(units.listed(city))
    for department, area, level, name in (
        ("MZ", HEPING, "district", "甲区民政局"),
        ("MZ", HEPING, "street", "云栖街道办事处"),
        ("MZ", XIJIE, "street", "北河镇人民政府"),
        ("MZ", HEPING, "city", "沈阳市民政局"),
        ("window", HEPING, "community", "和风社区便民服务站"),
        ("GA", XIJIE, "district", "沈阳市公安局乙区分局"),
    ):
        found = units.office(city, department, area, level)
        assert found is not None
        assert found.name == name
    nearest = units.office(city, "GD", HEPING)
    assert nearest is not None
    assert (nearest.level, nearest.code) == ("district", "GD-210102")
    assert units.office(city, "XX", HEPING) is None
    assert {"MZ:district:approver", "MZ:street:reviewer", "window:community:clerk"} <= set(units.groups(city))


def test_offices_have_their_names_before_any_unit_was_made(city: Connection) -> None:
    lay_out(city)
    street, district = (units.office(city, "MZ", HEPING, level) for level in ("street", "district"))
    assert (street and street.name, district and district.name) == ("云栖街道办事处", "甲区民政局")
    assert units.office(city, "GD", HEPING, "street") is None
    assert units.office(city, "MZ", "999999001001", "street") is None
    assert units.office(city, "MZ", HEPING) is None


def test_every_group_that_a_process_names_has_a_unit() -> None:
    files = (Path(bpmn.__file__).parent / "processes").rglob("*.bpmn")
    named = {group for file in files for group in GROUP.findall(file.read_text(encoding="utf-8"))}
    assert len(named) > 100
    assert sorted(group for group in named - units.planned() if not group.startswith("platform:")) == []


def test_a_list_of_units_with_faults_is_refused_with_all_of_them(city: Connection) -> None:
    good = {"department": "MZ", "area": "210102", "name": "甲区民政局", "posts": "approver;leader"}
    (unit,) = units.read([good])
    assert unit.groups == ["MZ:district:approver", "MZ:district:leader"]
    assert units.keep(city, [unit]) == 1
    wrong = [good, good, {**good, "department": "??"}, {**good, "area": "21"}, {**good, "name": ""}]
    with pytest.raises(Refused) as refused:
        units.read([*wrong, {**good, "area": "210103", "posts": "a b"}])
    assert [line for line, _ in refused.value.findings] == [2, 3, 4, 5, 6]
