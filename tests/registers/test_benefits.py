"""The register of benefits: one of a kind a person in the whole city, what excludes it refused, every act kept."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.errors import ExclusionViolation

from registers import benefits, holdings
from registers.benefit_acts import Act, act
from registers.benefits import Excluded, Refused
from registers.identity import bucket_of
from tests.registers.holders import HEPING, MARCH, NOW, SHENHE, A, B, Connection, asked, given, month, signed

HELD = (A, "低保")


def had(city: Connection, when: date, known_at: datetime = NOW) -> list[tuple[str, str, Decimal]]:
    return [(each.matter, each.state, each.amount) for each in holdings.of_person(city, A, when, known_at)]


def test_who_had_what_in_a_month_can_be_asked_at_any_time_later(city: Connection) -> None:
    given(city)
    act(city, HELD, Act("change", month(5), Decimal("620.50")), signed())
    act(city, HELD, Act("suspend", month(7), reason="证件过期"), signed())
    act(city, HELD, Act("resume", month(8), reason="已换证"), signed())
    act(city, HELD, Act("stop", month(10), reason="收入超标"), signed())
    assert had(city, month(2)) == []
    assert had(city, month(3)) == had(city, month(4)) == [("低保", "in_payment", Decimal(500))]
    assert had(city, month(6)) == had(city, month(9)) == [("低保", "in_payment", Decimal("620.50"))]
    assert had(city, month(7)) == [("低保", "suspended", Decimal("620.50"))]
    assert had(city, month(11)) == [("低保", "stopped", Decimal("620.50"))]


def test_an_act_for_an_earlier_month_holds_over_what_was_said_before_and_the_past_knows_nothing_of_it(
    city: Connection,
) -> None:
    given(city)
    act(city, HELD, Act("change", month(6), Decimal(700)), signed())
    later = NOW + timedelta(days=90)
    act(city, HELD, Act("stop", month(5), reason="4 月去世"), signed(at=later))
    assert had(city, month(6)) == [("低保", "in_payment", Decimal(700))]
    assert had(city, month(6), later) == [("低保", "stopped", Decimal(700))]


def test_the_history_says_who_and_why_and_keeps_the_sheet_to_the_letter(city: Connection) -> None:
    sheet = '{"result": 500, "inputs": {"income": 400},  "hash": "ab"}'
    held = given(city, calculation=sheet)
    act(city, HELD, Act("stop", month(4), reason="迁出"), signed("minghua"))
    told = holdings.history(city, A, held.id)
    assert [(said.act, said.month, said.by, said.reason) for said in told] == [
        ("grant", MARCH, "ruiting", ""),
        ("stop", month(4), "minghua", "迁出"),
    ]
    assert told[0].calculation == sheet


def test_the_same_matter_is_had_once_in_the_whole_city(city: Connection) -> None:
    given(city, area=HEPING)
    with pytest.raises(Excluded, match="已享受：低保（自 2026-03，同类待遇）"):
        given(city, area=SHENHE, from_month=month(9))
    given(city, B, area=SHENHE)


def test_the_database_itself_refuses_the_same_matter_twice(city: Connection) -> None:
    held = given(city)
    copied = """
    insert into benefit
    select bucket, id + 1000, person, household, matter, area, rule, %s, until, state, amount, acts, instance
      from benefit where id = %s
    """
    with pytest.raises(ExclusionViolation):
        city.execute(copied, (month(8), held.id))


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("低保", "特困"),
        ("特困", "困难残疾人生活补贴"),
        ("失业保险金", "养老金"),
        ("失能老人补贴", "重度残疾人护理补贴"),
    ],
)
def test_what_excludes_it_is_told_with_the_reason(city: Connection, held: str, wanted: str) -> None:
    given(city, matter=held)
    with pytest.raises(Excluded, match=held) as refused:
        given(city, matter=wanted, from_month=month(8))
    ((against, why),) = refused.value.against
    assert (against.matter, bool(why)) == (held, True)


def test_what_goes_together_is_granted_and_what_has_ended_stands_against_nothing(city: Connection) -> None:
    given(city, matter="低保", until=month(6))
    given(city, matter="高龄津贴")
    given(city, matter="特困", from_month=month(6))
    with pytest.raises(Excluded):
        given(city, matter="低保", from_month=month(8))


def test_after_a_stop_it_is_granted_anew(city: Connection) -> None:
    given(city)
    act(city, HELD, Act("stop", month(5), reason="就业"), signed())
    again = given(city, from_month=month(5), amount=300)
    assert act(city, HELD, Act("change", month(6), Decimal(310)), signed()).id == again.id


def test_a_stop_that_runs_again_does_not_stop_what_was_granted_since(city: Connection) -> None:
    first = given(city)
    stop = Act("stop", month(5), reason="就业")
    act(city, HELD, stop, signed(id=901))
    given(city, from_month=month(5), amount=300)
    assert act(city, HELD, stop, signed(id=901)).id == first.id
    assert had(city, month(5))[-1] == ("低保", "in_payment", Decimal(300))


def test_an_act_is_about_the_benefit_of_its_month(city: Connection) -> None:
    first, second = given(city, until=month(6)), given(city, from_month=month(9))
    assert act(city, HELD, Act("change", month(5), Decimal(510)), signed()).id == first.id
    assert act(city, HELD, Act("change", month(9), Decimal(520)), signed()).id == second.id


def test_a_grant_taken_back_from_its_first_month_leaves_nothing_paid_and_nothing_in_the_way(city: Connection) -> None:
    given(city)
    act(city, HELD, Act("stop", MARCH, reason="决定撤销"), signed())
    given(city, matter="特困")


def test_an_act_is_done_once_under_its_id(city: Connection) -> None:
    first = benefits.grant(city, asked(), signed(id=900))
    assert benefits.grant(city, asked(), signed(id=900)) == first
    said = Act("change", month(4), Decimal(510))
    assert act(city, HELD, said, signed(id=901)) == act(city, HELD, said, signed(id=901))
    assert len(holdings.history(city, A, first.id)) == 2
    with pytest.raises(Refused, match="already another grant's"):
        benefits.grant(city, asked(matter="高龄津贴"), signed(id=900))


@pytest.mark.parametrize(
    ("also", "words"),
    [
        ({"amount": 0}, "above zero"),
        ({"amount": -5}, "above zero"),
        ({"amount": "1.005"}, "to the cent"),
        ({"from_month": date(2026, 3, 2)}, "first days"),
        ({"until": MARCH}, "an end after 2026-03"),
        ({"area": " "}, "a text for area"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_and_nothing_is_written(
    city: Connection, also: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        given(city, **also)
    assert city.execute("select count(*) from benefit").fetchone() == (0,)


def stopped(city: Connection) -> None:
    act(city, HELD, Act("stop", month(6), reason="去世"), signed())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Act("stop", month(2), reason="去世"), "还没有开始"),
        (Act("stop", month(5)), "a reason"),
        (Act("change", month(4)), "the new amount"),
        (Act("change", month(4), Decimal(0)), "above zero"),
        (Act("resume", month(4), reason="已换证"), "没有暂停"),
        (Act("suspend", date(2026, 4, 5), reason="证件过期"), "first day"),
    ],
)
def test_an_act_that_cannot_be_is_refused(city: Connection, said: Act, words: str) -> None:
    held = given(city)
    with pytest.raises(Refused, match=words):
        act(city, HELD, said, signed())
    assert len(holdings.history(city, A, held.id)) == 1


@pytest.mark.parametrize("kind", ["change", "suspend", "resume", "stop"])
def test_nothing_is_done_to_what_has_stopped(city: Connection, kind: Any) -> None:
    given(city)
    stopped(city)
    with pytest.raises(Refused, match="已自 2026-06 停发"):
        act(city, HELD, Act(kind, month(7), Decimal(510), "再来"), signed())


def test_it_is_suspended_once_and_resumed_not_before(city: Connection) -> None:
    given(city)
    act(city, HELD, Act("suspend", month(6), reason="证件过期"), signed())
    with pytest.raises(Refused, match="已经暂停"):
        act(city, HELD, Act("suspend", month(7), reason="证件过期"), signed())
    with pytest.raises(Refused, match="不能自 2026-05 恢复"):
        act(city, HELD, Act("resume", month(5), reason="已换证"), signed())
    act(city, HELD, Act("resume", month(6), reason="已换证"), signed())
    assert had(city, month(6)) == [("低保", "in_payment", Decimal(500))]


def test_a_person_without_it_has_nothing_to_change(city: Connection) -> None:
    with pytest.raises(Refused, match="never had it"):
        act(city, HELD, Act("stop", month(5), reason="去世"), signed())


def test_a_person_is_known_by_blind_index_and_bucket_alone(city: Connection) -> None:
    given(city)
    row = city.execute("select bucket, person from benefit").fetchone()
    assert row == (bucket_of(A), A)


def test_two_grants_at_once_cannot_both_pass(city: Connection, database: str) -> None:
    """The second waits for the first, at the person's row, and then sees what it did."""
    with psycopg.connect(database, autocommit=True) as first, psycopg.connect(database, autocommit=True) as second:
        second.execute("set lock_timeout = '100ms'")
        with first.transaction():
            benefits.grant(first, asked(matter="低保"), signed())
            with pytest.raises(psycopg.errors.LockNotAvailable):
                benefits.grant(second, asked(matter="特困"), signed())
        with pytest.raises(Excluded):
            benefits.grant(second, asked(matter="特困"), signed())
