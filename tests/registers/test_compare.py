"""A table of cases for each check of checks.csv: who hits, who agrees, and of whom nothing is known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registers import catalogue
from registers.compare import RULES, compare, datasets_for, weekdays
from registers.verdict import Record
from tests.registers.people import TODAY, YESTERDAY, record, shared

IDENTITY, HOME = {"name": "测试甲"}, {"members": 3, "area": "210102"}
HELD = {"benefit": "低保", "held": True}
INCOME = {"income": 3000, "first": "2026-01", "last": "2026-03"}
BANK = {"authorized": True, "limit": 50000}
METER = {"provider": "SH", "account": "W1", "owner": "测试甲"}
STUDENT, PAST, LONG_AGO = {"school": "一中"}, date(2026, 1, 1), date(2020, 1, 1)


def _meter(**changed: Any) -> Record:
    fields: dict[str, Any] = {"account": "W1", "owner": "测试甲", "arrears": 0, "idle_months": 0}
    return record("SH.account", **{**fields, **changed})


def _home(**changed: Any) -> Record:
    return record("GA.household", **{"household": "H1", "members": 3, "area": "210102001", **changed})


CASES: list[tuple[str, dict[str, Any], list[Record], str]] = [
    ("identity", IDENTITY, [record("GA.population", name="测试甲", status="正常")], "agree"),
    ("identity", IDENTITY, [record("GA.population", name="测试乙", status="正常")], "hit"),
    ("identity", IDENTITY, [record("GA.population", name="测试甲", status="注销")], "hit"),
    ("identity", IDENTITY, [], "unknown"),
    ("death", {}, [], "agree"),
    ("death", {}, [record("GA.death", died_on=PAST)], "hit"),
    ("death", {}, [record("MZ.cremation", cremated_on=PAST)], "hit"),
    ("prison", {}, [], "agree"),
    ("prison", {}, [record("JY.custody", kind="服刑", since=PAST, until=None)], "hit"),
    ("prison", {}, [record("JY.custody", kind="服刑", since=LONG_AGO, until=PAST)], "agree"),
    ("prison", {}, [record("SF.correction", kind="社区矫正", since=PAST, until=None)], "agree"),
    ("prison", {}, [record("GA.detention", kind="强制隔离戒毒", since=PAST, until=TODAY)], "hit"),
    ("duplicate_benefit", {"benefit": "低保"}, [], "agree"),
    ("duplicate_benefit", {"benefit": "低保"}, [record("MZ.benefit", benefit="低保", since=PAST, until=None)], "hit"),
    ("duplicate_benefit", {"benefit": "低保"}, [record("MZ.benefit", benefit="特困", since=PAST, until=None)], "hit"),
    ("duplicate_benefit", HELD, [record("MZ.benefit", benefit="低保", since=PAST, until=None)], "agree"),
    ("duplicate_benefit", HELD, [record("MZ.benefit", benefit="特困", since=PAST, until=None)], "hit"),
    ("duplicate_benefit", {"benefit": "特困"}, [record("CZ.benefit", benefit="低保", since=PAST, until=None)], "hit"),
    (
        "duplicate_benefit",
        {"benefit": "低保"},
        [record("WJ.benefit", benefit="高龄津贴", since=PAST, until=None)],
        "agree",
    ),
    (
        "duplicate_benefit",
        {"benefit": "低保"},
        [record("MZ.benefit", benefit="特困", since=LONG_AGO, until=PAST)],
        "agree",
    ),
    ("household", HOME, [_home()], "agree"),
    ("household", HOME, [_home(members=2)], "hit"),
    ("household", HOME, [_home(area="210103001")], "hit"),
    ("household", HOME, [], "hit"),
    ("marriage", {"status": "已婚"}, [record("MZ.marriage", status="已婚", since=PAST)], "agree"),
    ("marriage", {"status": "未婚"}, [], "agree"),
    ("marriage", {"status": "已婚"}, [], "hit"),
    (
        "marriage",
        {"status": "已婚"},
        [record("MZ.marriage", status="已婚", since=LONG_AGO), record("FY.divorce", status="离婚", since=PAST)],
        "hit",
    ),
    ("income", INCOME, [], "agree"),
    ("income", INCOME, [record("SW.income", month="2026-01", amount=3300)], "agree"),
    ("income", INCOME, [record("SW.income", month="2026-01", amount=Decimal("3300.01"))], "hit"),
    ("income", INCOME, [record("SW.income", month="2025-12", amount=9000)], "agree"),
    (
        "income",
        INCOME,
        [record("SW.income", month="2026-01", amount=2000), record("SB.pension", month="2026-02", amount=2000)],
        "hit",
    ),
    ("income", {**INCOME, "standard": 2500}, [record("SW.income", month="2026-01", amount=2600)], "hit"),
    ("property", {}, [record("ZR.property", property="P1", area_m2=80)], "agree"),
    (
        "property",
        {},
        [record("ZR.property", property="P1", area_m2=80), record("FC.property", property="P2", area_m2=40)],
        "hit",
    ),
    (
        "property",
        {},
        [record("ZR.property", property="P1", area_m2=80), record("FC.property", property="P1", area_m2=80)],
        "agree",
    ),
    ("property", {"area": 60}, [record("ZR.property", property="P1", area_m2=80)], "hit"),
    ("vehicle", {}, [], "agree"),
    ("vehicle", {}, [record("JJ.vehicle", plate="A1", kind="小型汽车", essential=False)], "hit"),
    ("vehicle", {}, [record("JJ.vehicle", plate="A1", kind="残疾人专用车", essential=True)], "agree"),
    ("deposit", BANK, [record("JR.deposit", institution="甲行", amount=50000)], "agree"),
    ("deposit", BANK, [record("JR.deposit", institution="甲行", amount=Decimal("50000.01"))], "hit"),
    ("deposit", {**BANK, "authorized": False}, [record("JR.deposit", institution="甲行", amount=90000)], "unknown"),
    ("social_insurance", {}, [], "agree"),
    ("social_insurance", {}, [record("SB.insured", kind="单位参保", since=PAST, until=None)], "hit"),
    ("social_insurance", {}, [record("SB.insured", kind="领取养老金", since=LONG_AGO, until=PAST)], "agree"),
    ("social_insurance", {}, [record("YB.insured", kind="居民医保", since=PAST, until=None)], "agree"),
    ("housing_fund", {"income": 2000}, [record("GJ.fund", base=2000, paying=True)], "agree"),
    ("housing_fund", {"income": 2000}, [record("GJ.fund", base=2001, paying=True)], "hit"),
    ("housing_fund", {"income": 2000}, [record("GJ.fund", base=9000, paying=False)], "agree"),
    ("company", {}, [], "agree"),
    ("company", {}, [record("SC.company", company="甲店", role="个体经营者", status="存续")], "hit"),
    ("company", {}, [record("SC.company", company="甲店", role="个体经营者", status="注销")], "agree"),
    ("employment", {"allowed": ["登记失业"]}, [record("RS.employment", status="登记失业", since=PAST)], "agree"),
    ("employment", {"allowed": ["登记失业"]}, [record("RS.employment", status="单位就业", since=PAST)], "hit"),
    ("employment", {"allowed": ["登记失业"]}, [], "hit"),
    ("employment", {"allowed": ["登记失业", "无登记"]}, [], "agree"),
    ("residence", {"address": "210102"}, [record("GA.residence", address="210102001001", since=PAST)], "agree"),
    ("residence", {"address": "210103"}, [record("GA.residence", address="210102001001", since=PAST)], "hit"),
    (
        "residence",
        {"address": "210102", "since_by": LONG_AGO},
        [record("GA.residence", address="210102001001", since=PAST)],
        "hit",
    ),
    ("residence", {"address": "210102"}, [], "hit"),
    ("disability", {"level": 1}, [record("CL.disability", number="D", level=1, valid=True, until=None)], "agree"),
    ("disability", {"level": 1}, [record("CL.disability", number="D", level=2, valid=True, until=None)], "hit"),
    ("disability", {"level": 1}, [record("CL.disability", number="D", level=1, valid=False, until=None)], "hit"),
    ("disability", {"level": 1}, [record("CL.disability", number="D", level=1, valid=True, until=PAST)], "hit"),
    ("disability", {"level": 1}, [], "hit"),
    ("medical", {"invoices": ["A", "B"]}, [record("YB.claim", invoice="C", reimbursed=10)], "agree"),
    ("medical", {"invoices": ["A", "B"]}, [record("WJ.claim", invoice="B", reimbursed=10)], "hit"),
    ("medical", {"invoices": ["A", "A"]}, [], "hit"),
    ("student", STUDENT, [record("JE.student", school="一中", status="在籍")], "agree"),
    ("student", STUDENT, [record("JE.student", school="二中", status="在籍")], "hit"),
    ("student", STUDENT, [record("JE.student", school="一中", status="毕业")], "hit"),
    ("student", {"school": None}, [record("JE.student", school="一中", status="在籍")], "hit"),
    ("student", {"school": None}, [], "agree"),
    ("veteran", {"category": "退役士兵"}, [record("TJ.veteran", category="退役士兵")], "agree"),
    ("veteran", {"category": "退役士兵"}, [record("TJ.veteran", category="复员干部")], "hit"),
    ("veteran", {"category": "退役士兵"}, [], "hit"),
    ("birth", {"certificate": "C1"}, [record("WJ.birth", certificate="C1", used=False)], "agree"),
    ("birth", {"certificate": "C1"}, [record("WJ.birth", certificate="C1", used=True)], "hit"),
    ("birth", {"certificate": "C1"}, [record("WJ.birth", certificate="C2", used=False)], "hit"),
    ("utility", METER, [_meter()], "agree"),
    ("utility", METER, [_meter(arrears=Decimal("0.01"))], "hit"),
    ("utility", METER, [_meter(owner="测试乙")], "hit"),
    ("utility", METER, [_meter(idle_months=6)], "hit"),
    ("utility", METER, [], "hit"),
    ("credit", {}, [record("FY.dishonest", case_number="(2025)1", active=False)], "agree"),
    ("credit", {}, [record("FY.dishonest", case_number="(2025)1", active=True)], "hit"),
    ("blacklist", {}, [], "agree"),
    ("blacklist", {}, [record("SC.blacklist", reason="严重违法", active=True)], "hit"),
]


@pytest.mark.parametrize(("check", "declared", "records", "outcome"), CASES)
def test_with_all_data_there_and_fresh(
    check: str, declared: dict[str, Any], records: list[Record], outcome: str
) -> None:
    reach = dict.fromkeys(datasets_for(check, declared), TODAY)
    verdict = compare(check, declared, shared(reach, *(replace(one, as_of=TODAY) for one in records)))
    assert (verdict.check, verdict.outcome) == (check, outcome)
    assert verdict.detail
    assert verdict.action == catalogue.checks()[check].action
    assert verdict.evidence or (check, outcome) == ("deposit", "unknown")  # nobody was asked without a consent


@pytest.mark.parametrize(("check", "declared", "records", "outcome"), CASES)
def test_without_data_nothing_agrees_and_nothing_hits_for_lack_of_a_record(
    check: str, declared: dict[str, Any], records: list[Record], outcome: str
) -> None:
    """What is recorded still hits, though other departments have not delivered."""
    verdict = compare(check, declared, shared({}, *records))
    assert verdict.outcome != "agree"
    if not records and check != "medical":
        assert verdict.outcome == "unknown"


def test_every_check_has_a_rule_datasets_and_cases() -> None:
    names = set(catalogue.checks())
    assert len(names) == 23
    assert names == set(RULES) == {check for check, *_ in CASES}
    assert all(catalogue.serving(name) for name in names)
    assert {(check, outcome) for check, _, _, outcome in CASES} >= {
        (name, outcome) for name in names for outcome in ("hit", "agree")
    }


def test_each_dataset_comes_from_a_provider_of_its_check() -> None:
    for dataset in catalogue.datasets().values():
        assert dataset.check in {*catalogue.checks(), ""}
        assert {*dataset.key} <= {field.name for field in dataset.fields}
        assert dataset.name.startswith(f"{dataset.provider}.")


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [(YESTERDAY, "agree"), (date(2026, 3, 2), "unknown"), (date(2026, 3, 4), "agree"), (LONG_AGO, "unknown")],
)
def test_stale_data_do_not_agree(as_of: date, outcome: str) -> None:
    """T+1: the data of the working day before, or of today."""
    reach = dict.fromkeys(catalogue.serving("death"), as_of)
    assert compare("death", {}, shared(reach)).outcome == outcome


def test_a_hit_on_stale_data_decides_nothing_but_its_hint_is_kept() -> None:
    reach = {**dict.fromkeys(catalogue.serving("death"), TODAY), "GA.death": date(2026, 2, 20)}
    old = replace(record("GA.death", died_on=PAST), as_of=date(2026, 2, 20))
    verdict = compare("death", {}, shared(reach, old))
    assert verdict.outcome == "unknown"
    assert verdict.detail.startswith("数据已过时,不得据以决定;较早的数据提示:")
    assert [(one.dataset, one.as_of, one.fresh) for one in verdict.evidence] == [("GA.death", old.as_of, False)]


def test_a_fresh_record_hits_whatever_older_ones_say() -> None:
    reach = {**dict.fromkeys(catalogue.serving("death"), TODAY), "GA.death": date(2026, 2, 20)}
    old = replace(record("GA.death", died_on=PAST), as_of=date(2026, 2, 20))
    verdict = compare("death", {}, shared(reach, old, record("MZ.cremation", cremated_on=PAST)))
    assert (verdict.outcome, [one.dataset for one in verdict.evidence]) == ("hit", ["MZ.cremation"])


def test_what_a_department_has_not_taken_back_still_stands() -> None:
    """It recorded the death long ago, and said yesterday that nothing is new."""
    reach = dict.fromkeys(catalogue.serving("death"), YESTERDAY)
    old = replace(record("GA.death", died_on=PAST), as_of=date(2026, 2, 20))
    assert compare("death", {}, shared(reach, old)).outcome == "hit"


def test_one_department_that_has_not_delivered_is_named() -> None:
    verdict = compare("death", {}, shared({"GA.death": YESTERDAY, "WJ.death": YESTERDAY}))
    assert (verdict.outcome, verdict.detail) == ("unknown", "数据未到或已过时:火化登记")


def test_what_is_not_declared_is_unknown() -> None:
    reach = dict.fromkeys(catalogue.serving("marriage"), YESTERDAY)
    assert compare("marriage", {}, shared(reach)).detail == "没有申报:status"


def test_weekdays_skip_the_weekend() -> None:
    assert weekdays(date(2026, 3, 6), date(2026, 3, 9)) == 1
    assert weekdays(TODAY, TODAY) == 0
