"""The figures of comparison and payment: a spring with known doubts, what was blocked, stopped and came back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from registers import recheck, recoveries
from registers.benefit_acts import Act, act
from registers.figures import counting
from registers.figures.catalogue import REGISTERS
from registers.figures.shape import Part, Within
from registers.recheck import Doubted
from registers.recoveries import repay
from registers.rolls import By
from tests.registers.holders import HEPING, MARCH, SHENHE, A, B, Connection, given, month, signed
from tests.registers.payday import at, by, checked, delivered, listed
from tests.registers.people import JIA, YI

SPRING = Within((MARCH, month(4)), (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)))
SINCE = {"since": "2026-03-01", "until": ""}


def deadline(moment: datetime) -> datetime:
    return moment + timedelta(days=3)


def told(connection: Connection, within: Within = SPRING, by: str | None = None) -> dict[str, object]:
    """By name: (above, below), or by the value of the dimension what stands above."""
    sums = {name: counting.read(connection, one, within, deadline, by) for name, one in REGISTERS.items()}
    if by is not None:
        return {name: {key: one.top for key, one in found.items()} for name, found in sums.items()}
    return {name: (found[""].top, found[""].bottom) for name, found in sums.items()}


@pytest.fixture
def spring(city: Connection) -> Connection:
    """Jia is dead and in prison (both true), Yi's prison a mistake; Jia's benefit stops, 200 yuan come back."""
    held = given(city, A, amount=500)
    given(city, B, amount=300, area=SHENHE)
    listed(city)
    delivered(
        city,
        WJ_death=[{"id_number": JIA, "died_on": "2026-02-20"}],
        FY_sentence=[{"id_number": number, "kind": "服刑", **SINCE} for number in (JIA, YI)],
    )
    checked(city)
    for person, kind, outcome in ((A, "death", "confirmed"), (A, "prison", "confirmed"), (B, "prison", "overruled")):
        late = by("minghua") if kind == "death" else By("minghua", at(3) + timedelta(days=9))
        recheck.settle(city, Doubted(person, "低保", MARCH, kind), outcome, "核对了原件", late)  # type: ignore[arg-type]
    act(city, (A, "低保"), Act("stop", MARCH, reason="死亡"), signed(at=at(3)))
    recoveries.demand(city, (A, "低保", held.id), Decimal(500), "死亡后发放", signed(id=900))
    repay(city, (A, 900), "slip-1", Decimal(200), by())
    return city


def test_a_spring_with_known_doubts(spring: Connection) -> None:
    assert told(spring) == {
        "coverage": (1, 1),
        "doubts": (3, None),
        "verified": (3, 3),
        "verified_in_time": (1, 3),
        "ineligible": (1, None),
        "false_alarm": (1, 3),
        "blocked_amount": (800, None),
        "recovered_amount": (200, None),
        "spared_amount": (6000, None),
        "mean_delay": (17, 2),
    }


def test_a_person_with_several_causes_counts_once_under_the_main_one(spring: Connection) -> None:
    by_kind: Mapping[str, object] = told(spring, by="kind")
    assert by_kind["ineligible"] == {"death": 1}
    assert told(spring, by="cause")["ineligible"] == {"死亡保": 1}
    assert by_kind["doubts"] == {"death": 1, "prison": 2}


def test_an_area_sees_its_own(spring: Connection) -> None:
    here = Within(SPRING.months, SPRING.moments, HEPING[:6])
    there = Within(SPRING.months, SPRING.moments, SHENHE[:6])
    assert [told(spring, one)["doubts"] for one in (here, there)] == [(2, None), (1, None)]
    assert told(spring, there)["ineligible"] == (0, None)


@pytest.mark.parametrize("name", REGISTERS)
@pytest.mark.parametrize("area", ["", HEPING[:6], SHENHE])
def test_a_figure_opens_to_the_rows_that_it_counts(spring: Connection, name: str, area: str) -> None:
    figure, within = REGISTERS[name], Within(SPRING.months, SPRING.moments, area)
    found = counting.read(spring, figure, within, deadline)[""]
    for part, rows in ((figure.top, found.top_rows), (figure.bottom, found.bottom_rows)):
        listed = _all(spring, name, part, within) if part else []
        assert len(listed) == rows
        assert not any("person" in row for row in listed)
    top = _all(spring, name, figure.top, within)
    assert sum((Decimal(str(row["counts"])) for row in top), Decimal(0)) == found.top


def _all(connection: Connection, name: str, part: Part, within: Within) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    while rows := counting.behind(connection, REGISTERS[name], part, within, (len(found), 2, deadline)):
        found += rows
    return found


def test_a_month_without_anything_divides_by_nothing(city: Connection) -> None:
    assert told(city)["verified"] == (0, 0)


def test_what_is_no_dimension_is_refused_in_words(city: Connection) -> None:
    with pytest.raises(ValueError, match="Expected one of district"):
        counting.read(city, REGISTERS["doubts"], SPRING, deadline, "moon")


def test_the_days_of_a_delay_are_whole(spring: Connection) -> None:
    rows = _all(spring, "mean_delay", REGISTERS["mean_delay"].top, SPRING)
    assert {(row["kind"], row["counts"]) for row in rows} == {("death", 13), ("prison", 4)}
    assert date(2026, 2, 20) + timedelta(days=13) == at(3).date()
