"""核算表: kept with every amount, told in plain words, made again to the same bytes after years; corrected by two."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from engine import sheet_words, sheets
from engine.domain.commands import DeployDecision
from engine.domain.ids import CITY
from registers import corrections, parameters
from registers.benefits import Refused, Signed
from registers.holdings import history
from registers.parameters import Approval
from registers.rolls import By
from registers.sheets import Sheet, of_case
from tests.city.calling import APPLICANT, DESIGNED_BY, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.rules.calculating import FOLDER
from tests.scenarios.test_block_calculation import FAMILY, calculated
from tests.scenarios.test_block_payroll import INPUTS as ENTERED
from tongban.recomputing import recompute

RULE = (FOLDER / "sub-01.dmn").read_text("utf-8")


def kept(city: City, case: Matter) -> Sequence[Sheet]:
    with city.engine.store.writing() as connection:
        return of_case(connection, case.id)


def differences(city: City, case: Matter) -> list[str]:
    return [each.difference for each in recompute(city.engine, case.id)]


def raised(city: City, value: int, since: date) -> None:
    """A newer standard, by two persons."""
    row: dict[str, Any] = {
        "rules": ["SUB-01"],
        "name": "standard",
        "label": "低保标准",
        "area": "2101",
        "residence": "城市",
    }
    row |= {
        "valid_from": since,
        "valid_to": None,
        "value": Decimal(value),
        "unit": "元/人·月",
        "mark": "A",
        "basis": "",
    }
    with city.engine.store.writing() as connection:
        parameters.put(connection, [row], Approval("entering", "approving", city.now))


def redeployed(city: City, text: str) -> None:
    order = city.stamp(DESIGNED_BY, CITY)
    city.engine.execute(DeployDecision(**order, name="sub-01.dmn", source=text.encode(), resources={}))


def test_a_sheet_says_where_everything_came_from(city: City) -> None:
    case = calculated(city, "SUB-01", FAMILY)
    (sheet,) = kept(city, case)
    said = sheets.read(sheet.content)

    assert case.value("calculation")["sheet"] == {"id": sheet.id, "sha256": sheet.sha256}
    assert (said["rule"]["key"], said["rule"]["version"], said["hash"]) == ("SUB-01", sheet.version, sheet.sha256)
    assert (said["month"], sheet.amount, said["result"]["amount"]) == ("2026-12", Decimal(1380), 1380)
    standard = next(each for each in said["parameters"] if each["name"] == "standard")
    assert (standard["value"], standard["since"], standard["version"] > 0) == (900, "2026-01-01", True)
    income = next(each for each in said["inputs"] if each["name"] == "household_income")
    assert (income["source"], income["at"][:10]) == (sheets.DECLARED, "2026-11-24")


def test_the_resident_reads_it_in_plain_words(city: City) -> None:
    (sheet,) = kept(city, calculated(city, "SUB-01", FAMILY))
    told = sheet_words.told(sheets.read(sheet.content))

    steps = {each["name"]: (each["how"], each["result"]) for each in told["steps"]}
    assert steps["人均收入"] == ("计入收入 ÷ 家庭人数", "500")
    assert steps["标准"] == ("低保标准", "900")
    assert steps["分类施保"][1] == "180"
    assert {"name": "家庭月收入", "value": "1500"}.items() <= told["inputs"][1].items()
    assert "年龄 40，重残重病 是" in told["inputs"][2]["value"]
    assert (told["amount"], told["reason"]) == (1380, "人均收入低于标准")


def test_after_years_with_newer_amounts_and_a_newer_rule_the_same_bytes_come_out(city: City) -> None:
    case = calculated(city, "SUB-01", FAMILY)
    raised(city, 1000, date(2026, 7, 1))
    redeployed(city, RULE.replace("标准 * household_size - 计入收入", "标准 * household_size - 计入收入 + 1"))
    city.now += timedelta(days=1200)

    later = calculated(city, "SUB-01", FAMILY)
    assert later.value("calculation")["amount"] == 1701
    assert differences(city, case) == differences(city, later) == [""]
    assert [each.version for each in (*kept(city, case), *kept(city, later))] == [1, 2]


def test_a_withdrawn_parameter_still_makes_the_old_sheet(city: City) -> None:
    case = calculated(city, "SUB-01", FAMILY)
    version = next(each["version"] for each in case.value("versions") if each["name"] == "standard")
    with city.engine.store.writing() as connection:
        parameters.withdraw(connection, version, Approval("a", "b", city.now), "录错")

    assert differences(city, case) == [""]


def test_nobody_changes_a_sheet_and_one_that_was_changed_is_found(city: City) -> None:
    case = calculated(city, "SUB-01", FAMILY)
    (sheet,) = kept(city, case)
    for statement in ("update calculation_sheet set amount = 2000", "delete from calculation_sheet"):
        refused = pytest.raises(psycopg.errors.RaiseException, match="never changed")
        with refused, city.engine.store.writing() as connection:
            connection.execute(statement)
    with pytest.raises(ValueError, match="was changed"):
        sheets.read(sheet.content.replace('"amount":1380', '"amount":1980'))


def correction(city: City, sheet: Sheet, amount: str, reason: str = "户内一人漏算", by: str = "Li") -> int:
    with city.engine.store.writing() as connection:
        id = city.engine.store.ids.take(sheet.id >> 40)
        signed = Signed(id, sheet.instance, by, city.now)
        return corrections.propose(connection, sheet.id, Decimal(amount), reason, signed).id


def decided(city: City, id: int, by: str, confirmed: bool = True) -> None:
    with city.engine.store.writing() as connection:
        corrections.decide(connection, id, confirmed, By(by, city.now))


def test_an_amount_is_corrected_by_a_second_person_and_the_sheet_stays(city: City) -> None:
    (sheet,) = kept(city, calculated(city, "SUB-01", FAMILY))
    proposed = correction(city, sheet, "1560")
    with pytest.raises(Refused, match="another person"):
        decided(city, proposed, "Li")
    with pytest.raises(Refused, match="先定下来"):
        correction(city, sheet, "1600", by="Wang")
    decided(city, proposed, "Wang")
    decided(city, proposed, "Wang")

    with city.engine.store.writing() as connection:
        (found,) = corrections.of_sheet(connection, sheet.id)
        assert corrections.amount_of(connection, sheet.id) == 1560
        with pytest.raises(Refused, match="已由 Wang"):
            corrections.decide(connection, proposed, False, By("Zhao", city.now))
    assert (found.kept, found.amount) == (Decimal(1380), Decimal(1560))
    assert (found.proposed_by, found.decided_by) == ("Li", "Wang")


@pytest.mark.parametrize(
    ("amount", "reason", "words"),
    [("1560", " ", "reason"), ("1380", "重算", "another amount"), ("-1", "重算", "yuan"), ("1.005", "重算", "cent")],
)
def test_a_correction_needs_a_reason_and_another_amount(city: City, amount: str, reason: str, words: str) -> None:
    (sheet,) = kept(city, calculated(city, "SUB-01", FAMILY))
    with pytest.raises(Refused, match=words):
        correction(city, sheet, amount, reason)


def granted(city: City, amount: str, calculation: Mapping[str, Any]) -> Matter:
    """Entered in the roll with the sheet that the calculation has left."""
    inputs = {**ENTERED, "amount": amount, "calculation": "calculation"}
    key = calling(city, "payroll", inputs, ("payroll", "benefit"), share="")
    clerk = city.clerk("Li", at="heping/nanhu/01")
    return clerk.applies(key, **APPLICANT, matter="低保", calculation=calculation)


def test_a_benefit_that_rests_on_it_is_changed_with_both_names(city: City) -> None:
    case = calculated(city, "SUB-01", FAMILY)
    (sheet,) = kept(city, case)
    entered = granted(city, "1380", case.value("calculation")).value("benefit")
    decided(city, correction(city, sheet, "1560"), "Wang")

    person = city.engine.store.vault.person(APPLICANT["applicant_id"], 0)
    with city.engine.store.writing() as connection:
        acts = history(connection, person, entered["id"])
    assert [(act.act, act.amount, act.by) for act in acts][1:] == [("change", Decimal(1560), "Wang")]
    assert "Li 提出" in acts[1].reason


def test_an_amount_that_the_sheet_does_not_give_never_gets_into_the_roll(city: City) -> None:
    calculation = calculated(city, "SUB-01", FAMILY).value("calculation")
    bent = granted(city, "1980", calculation)

    assert (bent.open_tasks, bent.value("benefit")) == (["核实待遇登记"], None)


def test_what_was_corrected_before_the_decision_is_what_is_granted(city: City) -> None:
    case = calculated(city, "SUB-01", FAMILY)
    (sheet,) = kept(city, case)
    decided(city, correction(city, sheet, "1560"), "Wang")

    assert granted(city, "1380", case.value("calculation")).value("benefit")["amount"] == 1560
