"""The map of the city: as large as it is, the same for the same seed, and read from a list with every fault told."""

from collections import Counter

import pytest

from registers.geography import Place, made, read
from registers.imports import Refused


def test_the_city_has_its_thirteen_districts_and_2430_communities() -> None:
    places = list(made(7))
    assert Counter(place.level for place in places if place.level != "cell") == {
        "city": 1,
        "district": 13,
        "street": 200,
        "community": 2430,
    }
    assert 2430 * 8 < sum(place.level == "cell" for place in places) < 2430 * 12
    assert len({place.code for place in places}) == len(places)
    assert Place("210102", "和平区") in places


def test_everything_lies_in_something_that_comes_before_it() -> None:
    rows = [{"code": place.code, "name": place.name} for place in made(7)]
    assert len(read(rows)) == len(rows)


def test_no_two_communities_of_a_district_have_one_name() -> None:
    names = Counter((place.code[:6], place.name) for place in made(7, cells=False) if place.level != "cell")
    assert max(names.values()) == 1


def test_the_same_seed_makes_the_same_city_and_another_one_another() -> None:
    assert list(made(7, cells=False)) == list(made(7, cells=False))
    assert list(made(7, cells=False)) != list(made(8, cells=False))


def test_a_list_with_faults_is_refused_with_all_of_them() -> None:
    rows = [
        ("2101", "沈阳市"),
        ("210102", "和平区"),
        ("210102", "和平"),
        ("21010", "x"),
        ("210103001", "街"),
        ("210104", " "),
    ]
    with pytest.raises(Refused) as refused:
        read({"code": code, "name": name} for code, name in rows)
    assert [line for line, _ in refused.value.findings] == [3, 4, 5, 6]
    assert "Expected 210103 before 210103001" in str(refused.value)
