"""The worked examples of the subsidy rules, to the cent: a table a rule."""

from decimal import Decimal
from typing import Any

import pytest

from bpmn import decisions, feel
from tests.rules.calculating import DECISIONS, NOW, THEN, amount, calculated, member, paid, parameters

Inputs = dict[str, Any]


def minimum(size: int, income: int, *members: Inputs, **more: Any) -> Inputs:
    return {"household_size": size, "household_income": income, "members": list(members), **more}


THREE = minimum(3, 1500, member(40, True), member(41), member(30))
EMPLOYED = minimum(3, 3000, member(40, True), member(41), member(30), previous_amount=1380)
PAID = paid("880", "440")
DAYS = (("城市", "2026-01-01"), ("农村", "2026-11-24"), ("城市", "2025-12-31"))


def emergency(**facts: Any) -> Inputs:
    return {"kind": "支出型", **facts}


def aged(born: str, month: str = "2026-11-01", status: str = "", **facts: Any) -> Inputs:
    return {"birth_date": born, "month": month, "status": status, **facts}


def disabled(status: str, level: int, kind: str = "肢体", injury: bool = False) -> Inputs:
    return {"status": status, "level": level, "kind": kind, "injury_care": injury}


def child(kind: str, born: str = "2015-01-01", month: str = "2026-11-01", **facts: Any) -> Inputs:
    return {"kind": kind, "birth_date": born, "month": month, **facts}


def heated(size: int, area: int, status: str, on: str = "2026-11-20", **facts: Any) -> Inputs:
    return {"household_size": size, "area": area, "status": status, "recognized_on": on, **facts}


def rented(size: int, own: int, status: str, rent: int) -> Inputs:
    return {"household_size": size, "own_area": own, "status": status, "rent": rent}


EXAMPLES: list[tuple[str, str, Inputs, str]] = [
    ("T01-1", "SUB-01", THREE, "1380"),
    ("T01-2", "SUB-01", minimum(1, 650, member(72)), "340"),
    ("T01-3", "SUB-01", minimum(2, 1900), "0"),
    ("T01-6", "SUB-01", minimum(3, 1500, exempt_income=600), "1800"),
    ("T01-7 month 6", "SUB-01", {**EMPLOYED, "months_since_over": 6}, "1380"),
    ("T01-7 month 7", "SUB-01", {**EMPLOYED, "months_since_over": 7}, "0"),
    ("one severe member of a marginal family", "SUB-01", minimum(1, 700, single_application=True), "200"),
    ("one of three refuses work", "SUB-01", minimum(3, 1500, refusing_members=1), "800"),
    ("T02-1", "SUB-02", {"self_care": "半自理"}, "1860"),
    ("T02-3", "SUB-02", {"self_care": "全自理"}, "1545"),
    ("T03-1", "SUB-03", emergency(household_size=3, out_of_pocket=40000), "8100"),
    ("T03-2", "SUB-03", {"kind": "急难型", "affected": 2, "months": 1}, "1800"),
    ("T03-3", "SUB-03", emergency(household_size=5, out_of_pocket=100000), "10800"),
    ("T03-4", "SUB-03", emergency(household_size=2, out_of_pocket=10000), "1800"),
    ("T03-5", "SUB-03", emergency(household_size=2, out_of_pocket=10000, months_since_same_cause=8), "0"),
    ("a department's own cap", "SUB-03", emergency(household_size=3, out_of_pocket=40000, year_cap=5000), "5000"),
    ("T04-1 well off", "SUB-04A", aged("1941-05-01"), "0"),
    ("T04-1 minimum living", "SUB-04A", aged("1941-05-01", status="低保"), "50"),
    ("T04-2 at 93", "SUB-04A", aged("1933-01-01"), "100"),
    ("T04-2 at 101", "SUB-04A", aged("1925-01-01"), "500"),
    ("T04-3 in November", "SUB-04A", aged("1936-11-10", status="低保"), "50"),
    ("T04-3 in December", "SUB-04A", aged("1936-11-10", "2026-12-01"), "100"),
    ("a retired cadre", "SUB-04A", aged("1933-01-01", retired_cadre=True), "0"),
    ("T04-4", "SUB-04B", aged("1951-01-01", status="低保", disability="重度", care_allowance=120), "300"),
    ("80 and able", "SUB-04B", aged("1940-01-01", status="低保"), "100"),
    ("destitute", "SUB-04B", aged("1940-01-01", status="特困", disability="重度"), "0"),
    ("T05-1", "SUB-05", disabled("低保", 1), "240"),
    ("T05-2", "SUB-05", disabled("", 1), "120"),
    ("T05-3", "SUB-05", disabled("低边", 2, injury=True), "80"),
    ("T05-4", "SUB-05", disabled("特困", 1), "0"),
    ("T05-5", "SUB-05", disabled("低边", 3), "0"),
    ("level three, mental", "SUB-05", disabled("", 3, "精神"), "80"),
    ("T06-1 housed", "SUB-06", child("集中"), "2400"),
    ("T06-1 scattered", "SUB-06", child("散居"), "1900"),
    ("T06-2", "SUB-06", child("事实无人抚养", minimum_living=400), "1500"),
    ("T06-3 the month of the birthday", "SUB-06", child("散居", "2008-11-20"), "1900"),
    ("T06-3 the month after", "SUB-06", child("散居", "2008-11-20", "2026-12-01"), "0"),
    ("at school still", "SUB-06", child("散居", "2008-11-20", "2026-12-01", studying=True), "1900"),
    ("T07-1", "SUB-07", heated(3, 78, "低保"), "1560"),
    ("T07-2", "SUB-07", heated(1, 40, "低边"), "520"),
    ("T07-3", "SUB-07", heated(3, 78, "低保", scattered=True), "600"),
    ("T07-4", "SUB-07", heated(3, 78, "低保", "2027-01-15"), "624"),
    ("T07-5", "SUB-07", heated(1, 50, "低保", "2026-10-20"), "1170"),
    ("paid less than that", "SUB-07", heated(3, 78, "低保", paid=900), "900"),
    ("T08-1", "SUB-08", {"months": [PAID] * 3, "enjoyed": 0}, "2640"),
    ("T08-2", "SUB-08", {"months": [paid("900")], "enjoyed": 0}, "600"),
    ("T08-3", "SUB-08", {"months": [paid("1320.50")], "enjoyed": 0}, "880.33"),
    ("T08-4", "SUB-08", {"months": [PAID] * 3, "enjoyed": 34}, "1760"),
    ("T08-5", "SUB-08", {"months": [PAID, {**PAID, "insured_by_unit": True}, PAID], "enjoyed": 0}, "1760"),
    ("T09-1", "SUB-09", {"age": 60, "account": 20850, "years": 15}, "370"),
    ("T09-2", "SUB-09", {"age": 60, "account": 20850, "years": 25}, "390"),
    ("T09-3", "SUB-09", {"age": 76, "account": 50000, "years": 23}, "615.71"),
    ("T09-4", "SUB-09", {"age": 76, "account": 50000, "years": 23, "dead": True}, "2640"),
    ("T11-1", "SUB-11", {"status": "低保", "self_paid": 20000}, "15000"),
    ("T11-2", "SUB-11", {"status": "低边", "self_paid": 20000}, "9750"),
    ("T11-3", "SUB-11", {"status": "因病致贫", "self_paid": 60000}, "28500"),
    ("T11-4", "SUB-11", {"status": "特困", "self_paid": 50000}, "30000"),
    ("T11-5", "SUB-11", {"status": "低保", "self_paid": 20000, "already": 20000}, "10000"),
    ("T11-6 destitute", "SUB-11B", {"status": "特困"}, "400"),
    ("T11-6 minimum living", "SUB-11B", {"status": "低保"}, "240"),
    ("T12-1 January", "SUB-12", {"birth_year": 2022, "birth_month": 1}, "300"),
    ("T12-1 December", "SUB-12", {"birth_year": 2022, "birth_month": 12}, "3600"),
    ("T12-2 January", "SUB-12", {"birth_year": 2023, "birth_month": 1}, "3900"),
    ("T12-2 June", "SUB-12", {"birth_year": 2023, "birth_month": 6}, "5400"),
    ("T12-2 December", "SUB-12", {"birth_year": 2023, "birth_month": 12}, "7200"),
    ("T12-3 January", "SUB-12", {"birth_year": 2024, "birth_month": 1}, "7500"),
    ("T12-3 December", "SUB-12", {"birth_year": 2024, "birth_month": 12}, "10800"),
    ("T12-4", "SUB-12", {"birth_year": 2025, "birth_month": 1}, "10800"),
    ("three already", "SUB-12", {"birth_year": 2021, "birth_month": 12}, "0"),
    ("T13-1", "SUB-13", {"kind": "特扶死亡", "persons": 2, "months": 12}, "14160"),
    ("T13-2", "SUB-13", {"kind": "奖扶", "persons": 1}, "960"),
    ("T13-3", "SUB-13", {"kind": "奖励费", "persons": 2, "months": 6}, "120"),
    ("T14-1", "SUB-14", rented(3, 0, "低保", 1200), "960"),
    ("T14-2", "SUB-14", rented(1, 0, "低边", 450), "450"),
    ("T14-3", "SUB-14", rented(4, 20, "中低收入", 2000), "480"),
    ("T14-4", "SUB-14", rented(2, 40, "低保", 1000), "0"),
    ("T15-1", "SUB-15", {"matter": "轮椅车燃油", "quantity": 1}, "260"),
    ("T15-2", "SUB-15", {"matter": "两癌救助", "quantity": 1}, "10000"),
    ("T15-3", "SUB-15", {"matter": "监护补贴"}, "600"),
    ("T15-4", "SUB-15", {"matter": "农村籍退役士兵", "quantity": 3}, "195"),
    ("T15-5", "SUB-15", {"matter": "义务兵优待金"}, "25000"),
    ("T15-6 a start", "SUB-15", {"matter": "创业补贴"}, "5000"),
    ("T15-6 a job", "SUB-15", {"matter": "就业补贴"}, "1000"),
    (
        "T15-7",
        "SUB-15",
        {"matter": "惠民殡葬", "costs": {"transport": 350, "cold": 160, "cremation": 260, "urn": 0}},
        "720",
    ),
    ("T15-8", "SUB-15", {"matter": "冬春救助", "quantity": 4}, "1200"),
    ("T15-9", "SUB-15", {"matter": "危房改造", "actual": 9500, "level": "C"}, "9500"),
]


@pytest.mark.parametrize(
    ("rule", "inputs", "expected"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES]
)
def test_a_worked_example_comes_out_to_the_cent(rule: str, inputs: Inputs, expected: str) -> None:
    assert amount(rule, **inputs) == Decimal(expected)


def test_the_countryside_and_the_year_2018_have_standards_of_their_own() -> None:
    """T01-4, T01-5, T02-2, T02-4."""
    four = minimum(4, 1000, member(40), member(40), member(10), member(11))
    assert amount("SUB-01", "农村", **four) == 2276
    assert amount("SUB-01", "城市", THEN, **minimum(2, 500)) == 810
    assert amount("SUB-02", "农村", self_care="全护理") == 1854
    assert [amount("SUB-02", residence, THEN, self_care="另计") for residence in ("城市", "农村")] == [1048, 585]


@pytest.mark.parametrize(
    ("years", "left", "months"), [(4, None, 12), (7, None, 16), (2, 7, 13), (16, None, 24), (0.5, None, 0)]
)
def test_how_long_the_unemployed_are_paid(years: Any, left: int | None, months: int) -> None:
    """T10-1 to T10-4; 1,890 a month, so 22,680 for a year."""
    result = calculated("SUB-10", years=years, left_months=left)
    assert (result["amount"], result["months"], result["total"]) == (1890, months, 1890 * months)


def test_a_large_sum_is_the_district_s_to_approve_and_the_same_cause_is_refused_by_its_code() -> None:
    """T03-1, T03-2, T03-5."""
    assert calculated("SUB-03", **emergency(household_size=3, out_of_pocket=40000))["authority"] == "district"
    assert calculated("SUB-03", kind="急难型", affected=2, months=1)["authority"] == "street"
    again = calculated("SUB-03", **emergency(household_size=2, out_of_pocket=10000, months_since_same_cause=8))
    assert (again["eligible"], again["code"]) == (False, "DUPLICATE_CAUSE")


def test_the_higher_of_two_stops_the_other() -> None:
    """T04-4."""
    result = calculated("SUB-04B", **aged("1951-01-01", status="低保", disability="重度", care_allowance=120))
    assert result["stops"] == ["护理补贴"]


def test_what_was_paid_too_long_is_counted_from_the_month_of_the_stop() -> None:
    """T01-8, T04-5."""
    family = [{"month": f"2026-{month}-01", "paid": 1200, "due": 1200 if month < 11 else 300} for month in (10, 11, 12)]
    assert amount("overpaid", stops_from="2026-11-01", payments=family) == 1800
    aged_person = [
        {"month": f"2026-{month:02}-01", "paid": 100, "due": 100 if month < 10 else 0} for month in (9, 10, 11)
    ]
    assert amount("overpaid", stops_from="2026-10-01", payments=aged_person) == 200
    assert amount("overpaid", stops_from="2026-10-01", payments=[]) == 0


def test_money_begins_in_the_month_after_the_decision() -> None:
    """T01-9."""
    assert calculated("first_month", decided_on="2026-11-24")["month"] == "2026-12-01"
    assert calculated("first_month", decided_on="2026-12-31")["month"] == "2027-01-01"


def test_a_calculation_says_each_of_its_steps() -> None:
    """The sheet that a resident may ask for."""
    known = parameters("SUB-01", "城市", NOW)
    told = decisions.sentences(DECISIONS["SUB-01"].evaluate({"parameters": known, **THREE}))
    assert "决策“最低生活保障金”，人均收入：计入收入 / household_size 得 500" in told
    assert told[-1].startswith("决策“最低生活保障金”的结果：{amount：1380")


def test_limits_of_means_are_those_of_the_day_and_the_residence() -> None:
    """Twenty-four months of the standard a person, one and a half times the standard; one row a residence and day."""
    limits = [
        feel.plain(DECISIONS["means_limits"].evaluate({"region": place, "day": day}).output) for place, day in DAYS
    ]
    assert [(each["deposit_a_person"], each["marginal_income"]) for each in limits] == [
        (21600, 1350),
        (18720, 1170),
        (15720, 982),
    ]
