"""A family that applies for public rental housing, and the departments that give their opinions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.city.matters import Matter
from tests.city.people import Person
from tests.city.places import code_of
from tests.city.relief import DISTRICT, HOME, STREET

if TYPE_CHECKING:
    from tests.city.city import City

# department -> (its task, the field of its opinion)
OPINIONS = {
    "civil affairs": ("民政：收入与财产", "income"),
    "land": ("自然资源：不动产", "property"),
    "housing": ("房产：住房保障记录", "housing"),
    "police": ("公安：户籍", "residence"),
    "provident fund": ("公积金：缴存", "fund"),
    "traffic police": ("交警：车辆", "vehicle"),
}
GROUNDS = "名下有两套住房，超过保障办法第七条规定的面积"


def tenants(**changes: Any) -> dict[str, Any]:
    return {
        "applicant_name": "李四",
        "applicant_id": "210199201506010028",
        "applicant_phone": "10000000001",
        "applicant_address": "和平区南湖街道 2 号",
        "household_area": code_of(HOME),
        "household_size": 2,
        "monthly_income": 2400,
        "living_area": 18,
        "difficulty": "低保边缘",
        "authorised": True,
        **changes,
    }


@dataclass(frozen=True, slots=True)
class Housing:
    """Everybody whom a case of FC-001 needs. `checkers`: by department."""

    clerk: Person
    reviewer: Person
    checkers: dict[str, Person]
    rechecker: Person
    approver: Person
    deliverer: Person

    def in_joint_review(self) -> Matter:
        case = self.clerk.applies("FC-001", **tenants())
        self.clerk.does(case, "申请受理", acceptance="accept")
        self.reviewer.does(case, "街道初审", first_opinion="fit")
        return case

    def opines(self, case: Matter, department: str, opinion: str = "agree") -> None:
        task, field = OPINIONS[department]
        values = {f"{field}_opinion": opinion, f"{field}_reason": GROUNDS if opinion == "veto" else ""}
        self.checkers[department].does(case, task, **values)

    def all_agree(self, case: Matter, but: tuple[str, ...] = ()) -> None:
        for department in OPINIONS:
            if department not in but:
                self.opines(case, department)

    def decides(self, case: Matter, decision: str) -> None:
        reason = "" if decision == "grant" else GROUNDS
        self.approver.does(case, "房产部门决定", decision=decision, decision_reason=reason)

    def delivers(self, case: Matter) -> None:
        self.deliverer.does(case, "分发结果与送达", delivered_on="2026-12-20", delivery_way="邮寄")


def housing(city: City) -> Housing:
    codes = {"civil affairs": "MZ", "land": "ZR", "housing": "FC", "police": "GA"}
    codes |= {"provident fund": "GJ", "traffic police": "JJ"}
    return Housing(
        clerk=city.clerk("Li", at=HOME),
        reviewer=city.reviewer("Sun", at=STREET, department="FC"),
        checkers={word: city.person(word, (f"{code}:district:checker", DISTRICT)) for word, code in codes.items()},
        rechecker=city.person("Chen", ("FC:district:rechecker", DISTRICT)),
        approver=city.approver("Jiang", at=DISTRICT, department="FC"),
        deliverer=city.person("Shen", ("FC:district:deliverer", DISTRICT)),
    )
