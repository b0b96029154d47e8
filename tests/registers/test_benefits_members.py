"""A household's benefit counts for everybody in it: nobody has the same or what excludes it beside."""

from dataclasses import replace

import psycopg
import pytest

from registers import benefits, members
from registers.benefit_acts import Act, act
from registers.benefits import Excluded, Refused
from tests.registers.holders import A, B, Connection, asked, given, month, signed

CHILD = "00aa" * 8


def test_a_member_has_neither_the_same_nor_what_excludes_it(city: Connection) -> None:
    given(city, A, members=(B, CHILD))
    for matter, why in (("低保", "同类待遇，家庭成员"), ("特困", "不可同享，家庭成员"), ("孤儿", "不再计入")):
        with pytest.raises(Excluded, match=why):
            given(city, CHILD, matter)
    assert given(city, B, "高龄津贴").state == "in_payment"


def test_who_has_what_excludes_it_keeps_the_household_from_it(city: Connection) -> None:
    given(city, CHILD, "孤儿")
    with pytest.raises(Excluded, match="孤儿"):
        given(city, A, members=(B, CHILD))
    assert given(city, A, members=(B,)).person == A


def test_the_database_itself_refuses_a_member_twice(city: Connection) -> None:
    given(city, A, members=(B,))
    own = benefits.grant(city, asked(CHILD), signed())
    told = {"id": own.id, "person": CHILD, "matter": "低保", "from_month": month(6), "until": None}
    with pytest.raises(psycopg.errors.ExclusionViolation):
        members.enter(city, (B,), told)


def test_a_stop_frees_the_members_too(city: Connection) -> None:
    given(city, A, members=(B,))
    act(city, (A, "低保"), Act("stop", month(5), reason="收入超标"), signed())
    with pytest.raises(Excluded):
        given(city, B, from_month=month(4))
    assert given(city, B, from_month=month(5)).state == "in_payment"


def test_members_join_and_leave_with_a_change(city: Connection) -> None:
    held = given(city, A, members=(B,))
    moved = Act("change", month(5), amount=held.amount, members=(CHILD,))
    act(city, (A, "低保"), moved, signed())

    assert members.of(city, A, held.id, month(4)) == sorted((A, B))
    assert members.of(city, A, held.id, month(5)) == sorted((A, CHILD))
    assert given(city, B, from_month=month(5)).person == B
    with pytest.raises(Excluded, match="家庭成员"):
        given(city, CHILD, "特困", from_month=month(6))


def test_nobody_joins_who_has_one_and_nothing_is_written(city: Connection) -> None:
    held = given(city, A)
    given(city, B, "特困")
    with pytest.raises(Excluded, match="特困"):
        act(city, (A, "低保"), Act("change", month(5), amount=held.amount, members=(B,)), signed())
    assert members.of(city, A, held.id, month(5)) == [A]
    with pytest.raises(Refused, match="members with a change"):
        act(city, (A, "低保"), Act("suspend", month(5), reason="核查", members=(B,)), signed())


def test_the_holder_named_among_the_members_is_there_once(city: Connection) -> None:
    held = benefits.grant(city, replace(asked(A), members=(A, B, B)), signed())
    assert members.of(city, A, held.id, held.from_month) == sorted((A, B))
