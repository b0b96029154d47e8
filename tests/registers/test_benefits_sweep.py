"""The monthly sweep: all holders against what the departments say, each doubt once, and how long it takes."""

import time
from datetime import date

import psycopg
import pytest

from registers import sweep
from registers.benefit_acts import Act, act
from registers.imports import Delivery, take_in
from registers.sweep import Sweep, Swept
from tests.conftest import scale
from tests.registers.holders import MARCH, A, B, Connection, given, month, signed
from tests.registers.payday import at, delivered
from tests.registers.people import JIA, YI, index

MONTHLY = Sweep(MARCH, date(2026, 3, 5), at(3))
SINCE = {"since": "2026-01-01", "until": ""}
PEOPLE, WITHIN = 2_000, 600 / 300_000  # seconds a person: 300,000 in ten minutes


def own(number: str, benefit: str = "低保") -> dict[str, str]:
    return {"id_number": number, "benefit": benefit, **SINCE}


def test_doubts_are_found_by_kind_once_however_often_one_looks(city: Connection) -> None:
    given(city, A)
    given(city, B)
    delivered(
        city,
        WJ_death=[{"id_number": JIA, "died_on": "2026-02-20"}],
        MZ_cremation=[{"id_number": JIA, "cremated_on": "2026-02-22"}],
        FY_sentence=[{"id_number": JIA, "kind": "服刑", **SINCE}],
        MZ_benefit=[own(JIA), own(YI)],
        CZ_benefit=[own(YI, "特困")],
    )
    expected = Swept(2, {"death": 1, "duplicate_benefit": 1, "prison": 1}, {})
    assert sweep.sweep(city, MONTHLY) == sweep.sweep(city, MONTHLY) == expected
    rows = city.execute("select person, kind, detail from doubt where kind = 'duplicate_benefit'").fetchall()
    assert rows == [(B, "duplicate_benefit", "在享特困(不可同享)")]


def test_ones_own_benefit_is_no_doubt_but_the_same_a_second_time_is(city: Connection) -> None:
    given(city, A)
    delivered(city, MZ_benefit=[own(JIA)])
    assert sweep.sweep(city, MONTHLY).found == {}
    delivered(city, MZ_benefit=[own(JIA), {**own(JIA), "since": "2026-02-01"}])
    assert sweep.sweep(city, MONTHLY).found == {"duplicate_benefit": 1}


def test_who_holds_nothing_that_month_is_not_looked_at(city: Connection) -> None:
    given(city, A, from_month=month(4))
    given(city, B, until=month(3), from_month=month(1))
    delivered(city, WJ_death=[{"id_number": JIA, "died_on": "2026-02-20"}])
    assert sweep.sweep(city, MONTHLY) == Swept(0, {}, {})


def test_who_is_paid_for_the_last_time_is_looked_at(city: Connection) -> None:
    given(city, A)
    act(city, (A, "低保"), Act("stop", month(4), reason="就业"), signed())
    delivered(city, WJ_death=[{"id_number": JIA, "died_on": "2026-02-20"}])
    assert sweep.sweep(city, MONTHLY).found == {"death": 1}


def test_what_no_department_delivered_is_said_and_not_taken_for_agreement(city: Connection) -> None:
    given(city, A)
    take_in(city, Delivery("GA.death", date(2026, 3, 4), [{"id_number": JIA, "died_on": "2026-02-20"}]), index, at(3))
    swept = sweep.sweep(city, MONTHLY)
    assert swept.found == {"death": 1}
    assert sorted(swept.unanswered) == ["death", "duplicate_benefit", "prison"]
    assert "火化登记" in swept.unanswered["death"]


MANY = """
insert into benefit select ('x' || substr(md5(n::text), 1, 8))::bit(32)::bigint %% 1024, n, md5(n::text), null, '低保',
       '210102001001', 'SUB-01', '2026-01-01', null, 'in_payment', 500, 1, 7 from generate_series(1, %(people)s) n
"""
RECORDS = """
insert into record select b.bucket, b.person, d.name, 0, d.payload::jsonb, '2026-03-04'
  from benefit b cross join (values
       ('MZ.benefit', '{"benefit": "低保", "since": "2026-01-01", "until": null}', 1),
       ('SF.correction', '{"kind": "社区矫正", "since": "2026-01-01", "until": null}', 1),
       ('GA.death', '{"died_on": "2026-02-20"}', 100)) d (name, payload, every) where b.id %% d.every = 0
"""


def test_a_sweep_of_the_whole_city_takes_minutes(city: Connection) -> None:
    people = PEOPLE * scale()
    delivered(city)
    fill(city, people)
    before = time.perf_counter()
    swept = sweep.sweep(city, MONTHLY)
    took = time.perf_counter() - before
    assert swept == Swept(people, {"death": people // 100}, {})
    assert took < WITHIN * people, f"{took:.1f} s for {people}"


def fill(city: psycopg.Connection[object], people: int) -> None:
    """So many with one benefit, and a record of each in two datasets, of one in a hundred in a third."""
    with city.cursor() as cursor:
        cursor.execute(MANY, {"people": people})
        cursor.execute(RECORDS, {})


def test_a_payload_that_lacks_its_word_stops_the_sweep_and_nothing_is_kept(city: Connection) -> None:
    given(city, A)
    delivered(city, GA_death=[{"id_number": JIA, "died_on": "2026-02-20"}], MZ_benefit=[own(JIA)])
    city.execute("update record set payload = '{}' where dataset = 'MZ.benefit'")
    with pytest.raises(KeyError):
        sweep.sweep(city, MONTHLY)
    assert city.execute("select count(*) from doubt").fetchone() == (0,)
