"""The plan of a simulated year: repeatable, and with the proportions of the city."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.model import Form, FormField
from bpmn.register import items
from bpmn.values import identity_number, phone
from engine.domain.calendar import calendar
from engine.domain.durations import CITY
from engine.domain.office import OFFICE
from registers.geography import made
from tongban.calendars import city_days
from tongban.simulate import office
from tongban.simulate.arrivals import Arrival, Ground, Plan, arrivals, mix
from tongban.simulate.chance import chance, shared_out
from tongban.simulate.filling import Hand, filled
from tongban.simulate.residents import resident

DAYS = calendar(city_days(2026, 2027))
PLACES = [place.code for place in made(7, cells=False) if len(place.code) == 12]
BOUND = frozenset(code for code, item in items().items() if item.route != "R01")
GROUND = Ground(frozenset(items()), BOUND, PLACES)
PLAN = Plan(date(2026, 1, 1), 330, 5_000, 7)


def planned(plan: Plan = PLAN) -> list[Arrival]:
    return list(arrivals(plan, DAYS.is_working, GROUND))


def test_the_same_seed_is_the_same_year_and_another_is_another() -> None:
    assert planned() == planned()
    assert planned() != planned(Plan(PLAN.first, PLAN.days, PLAN.cases, 8))


def test_all_come_in_order_within_office_hours_on_working_days() -> None:
    coming = planned()
    assert len(coming) == PLAN.cases
    assert [one.number for one in coming] == list(range(1, PLAN.cases + 1))
    assert coming == sorted(coming, key=lambda one: one.at)
    assert all(DAYS.is_working(one.at.date()) and office.opening(DAYS, one.at) == one.at for one in coming)


def test_a_quarter_goes_to_another_district_and_most_come_in_the_morning() -> None:
    coming = planned()
    across = sum(one.key in BOUND and one.received[:6] != one.home[:6] for one in coming) / len(coming)
    assert across == pytest.approx(0.25, abs=0.02)
    assert sum(one.at.hour < 12 for one in coming) / len(coming) == pytest.approx(0.62, abs=0.03)


def test_every_item_of_the_city_is_in_the_mix_and_help_with_heating_in_the_cold() -> None:
    assert {one.key for one in mix()} == set(items())
    heated = Counter(one.at.month for one in planned() if one.key == "MZ-010")
    assert sum(heated[month] for month in (10, 11, 12, 1)) > sum(heated[month] for month in range(2, 10))


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
def test_shares_add_up(total: int, weights: list[float]) -> None:
    counts = shared_out(total, weights)
    whole = sum(weights)
    assert sum(counts) == total
    assert all(abs(count - total * weight / whole) < 1 for count, weight in zip(counts, weights, strict=True))


def test_every_resident_is_another_one_with_a_number_that_is_nobodys() -> None:
    known = [resident(7, number, PLACES[0]) for number in range(60_000)]
    assert len({one.identity for one in known}) == len(known)
    for one in known[::997]:
        assert one.identity.startswith("210199")
        assert identity_number(one.identity, date(2026, 1, 1)) is None
        assert phone(one.phone, date(2026, 1, 1)) is None


def test_work_is_done_in_office_hours_and_a_few_steps_late() -> None:
    opened = office.opening(DAYS, next(iter(planned())).at)
    due = DAYS.day_end(DAYS.days.rank(opened.toordinal()) + 5)
    done = [office.done_at(DAYS, opened, due, chance(7, number)) for number in range(2_000)]
    assert all(office.opening(DAYS, moment) == moment for moment in done)
    assert 0 < sum(moment > due for moment in done) < 0.1 * len(done)


def test_slices_cover_the_days_and_end_each_with_its_midnight() -> None:
    ends = list(office.slices(DAYS, date(2026, 1, 1), date(2026, 1, 5)))
    assert ends == sorted(ends)
    assert ends[0].date() == date(2026, 1, 1)
    working = sum(DAYS.is_working(date(2026, 1, 1) + timedelta(days=n)) for n in range(5))
    quarters = OFFICE.length // (office.SLICE // timedelta(microseconds=1))
    assert len(ends) == 5 + working * quarters


def test_what_was_barred_once_is_not_granted_for_ever() -> None:
    """Of a hundred who have to decide once more, most refuse: a case that may not be granted comes to an end."""
    form = Form(id="f", fields=(FormField(key="decision", label="决定", kind="radio", options=("grant", "refuse")),))
    someone, at = resident(7, 1, "210102001001"), datetime(2026, 3, 2, 9, tzinfo=CITY)

    def decided(again: bool) -> Counter[str]:
        hands = (Hand(someone, at, chance(7, n), {}, again) for n in range(100))
        return Counter(filled(form, hand)["decision"] for hand in hands)

    assert decided(False)["grant"] > 80
    assert decided(True)["refuse"] > 50
