"""核算: parameters of the month, the rule's latest version, and people where it cannot be calculated."""

from decimal import Decimal

import pytest

from engine.domain.commands import DeployDecision
from engine.domain.ids import CITY
from tests.city.calling import APPLICANT, DESIGNED_BY, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.rules.calculating import FOLDER
from tests.rules.test_examples import EXAMPLES

FAMILY = {
    "household_size": 3,
    "household_income": 1500,
    "members": [{"age": 40, "severe": True}, {"age": 41, "severe": False}, {"age": 30, "severe": False}],
}
INPUTS = {
    "rule": "rule",
    "handling_area": f'"{HOME}"',
    "entitled_month": "month",
    "residence": '"城市"',
    "facts": "facts",
    "keepers": '"MZ:district:keeper"',
}
OUTPUTS = ("calculation", "parameters", "versions", "calculated_on")


def calculated(city: City, rule: str, facts: dict[str, object], month: str = "2026-12") -> Matter:
    key = calling(city, "calculation", INPUTS, OUTPUTS)
    clerk = city.clerk("Li", at="heping/nanhu/01")
    return clerk.applies(key, **APPLICANT, rule=rule, month=month, facts=facts)


@pytest.mark.parametrize(
    ("rule", "facts", "amount"),
    [
        ("SUB-01", FAMILY, 1380),
        ("SUB-02", {"self_care": "半自理"}, 1860),
        ("SUB-03", {"kind": "急难型", "affected": 2, "months": 1}, 1800),
    ],
)
def test_the_amount_is_what_the_rule_says(city: City, rule: str, facts: dict[str, object], amount: int) -> None:
    case = calculated(city, rule, facts)

    assert case.value("calculation")["amount"] == amount
    assert case.value("versions")[0]["since"] <= "2026-12-01"
    assert (case.story(), case.value("calculated_on")) == (["calculated"], "2026-11-24")


@pytest.mark.parametrize(
    ("rule", "month", "facts"),
    [("SUB-01", "1990-01", FAMILY), ("SUB-99", "2026-12", FAMILY), ("SUB-01", "2026-12", {})],
)
def test_what_cannot_be_calculated_is_not_paid_as_nothing(
    city: City, rule: str, month: str, facts: dict[str, object]
) -> None:
    case = calculated(city, rule, facts, month)

    assert (case.open_tasks, case.value("calculation")) == (["核对规则、参数和申报"], None)


def test_a_rule_that_was_named_wrongly_is_put_right_and_calculated(city: City) -> None:
    case = calculated(city, "SUB-1", FAMILY)
    keeper = city.person("He", ("MZ:district:keeper", "heping"))
    keeper.does(
        case, "核对规则、参数和申报", rule="SUB-01", repair="retry", repair_note="规则号少写了一位，已按事项库改正"
    )

    assert case.value("calculation")["amount"] == 1380


def test_every_rule_is_calculated_as_its_first_example_says(city: City) -> None:
    examples = {rule: (facts, amount) for _, rule, facts, amount in reversed(EXAMPLES)}
    assert len(examples) > 14
    for rule, (facts, amount) in examples.items():
        case = calculated(city, rule, facts, "2026-06")
        assert Decimal(str(case.value("calculation")["amount"])) == Decimal(amount), rule


def test_what_was_not_declared_is_not_made_up(city: City) -> None:
    case = calculated(city, "SUB-01", {"household_size": 3})
    keeper = city.person("He", ("MZ:district:keeper", "heping"))
    note = "没有申报家庭收入，退回补正"
    keeper.does(case, "核对规则、参数和申报", rule="SUB-01", repair="give_up", repair_note=note + "后再算")

    assert (case.outcome, case.value("calculation"), case.story()) == ("办结", None, [])


def test_who_names_the_item_and_the_applicant_gets_the_sheet_as_a_document(city: City) -> None:
    asked = {**INPUTS, "item_name": '"低保"', "office": '"和平区民政局"', "applicant_name": "applicant_name"}
    asked["sources"] = '{household_income: {source: "核对中心", at: "2026-11-20"}}'
    key = calling(city, "calculation", asked, (*OUTPUTS, "sheet_document"))
    clerk = city.clerk("Li", at="heping/nanhu/01")
    case = clerk.applies(key, **APPLICANT, rule="SUB-01", month="2026-12", facts=FAMILY)

    assert (case.value("sheet_document")["kind"], case.papers) == ("核算表", ["核算表.pdf"])


def test_a_rule_that_changes_between_is_calculated_again(city: City) -> None:
    city.jobs_answer = False
    case = calculated(city, "SUB-01", FAMILY)
    jobs = next(work for work in city.works if work.name == "jobs")
    jobs.step(city.engine, city.now)  # the parameters are there, the rule has answered
    changed = (FOLDER / "sub-01.dmn").read_text("utf-8").replace("* parameters.severe_rate", "* 0.3")
    order = city.stamp(DESIGNED_BY, CITY)
    city.engine.execute(DeployDecision(**order, name="sub-01.dmn", source=changed.encode(), resources={}))
    city.jobs_answer = True
    city.settle()

    assert case.value("calculation")["amount"] == 1470
    assert case.open_tasks == []


def test_half_a_result_does_not_outlive_those_who_gave_it_up(city: City) -> None:
    """A balance that is no number gives an amount of nothing beside a right to it: nobody may be granted that."""
    case = calculated(city, "SUB-09", {"age": 61, "account": "五万", "years": 15})
    keeper = city.person("He", ("MZ:district:keeper", "heping"))
    note = "个人账户余额不是数字，退回核对后再申请"
    keeper.does(case, "核对规则、参数和申报", rule="SUB-09", repair="give_up", repair_note=note)

    assert (case.outcome, case.value("calculation"), case.story()) == ("办结", None, [])
