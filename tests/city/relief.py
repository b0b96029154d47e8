"""A family that applies for the minimum living allowance, and the officials through whose hands its case goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.city.matters import Matter
from tests.city.people import Person
from tests.city.places import code_of

if TYPE_CHECKING:
    from tests.city.city import City

HOME, STREET, DISTRICT = "heping/nanhu/01", "heping/nanhu", "heping"
REASON = "入户与核对所见和申报不符，依据审核确认办法第九条"


def family(**changes: Any) -> dict[str, Any]:
    """What is filled in at the window: by default three people in town with 1,500 yuan, one severely disabled."""
    return {
        "applicant_name": "张三",
        "applicant_id": "210199195803120014",
        "applicant_phone": "10000000000",
        "applicant_address": "和平区南湖街道 1 号 1 单元 101",
        "household_area": code_of(HOME),
        "region": "城市",
        "household_size": 3,
        "monthly_income": 1500,
        "excluded_income": 0,
        "severe_members": 1,
        "aged_or_minor_members": 0,
        "marriage": "已婚",
        "kin_of_staff": False,
        "authorised": True,
        **changes,
    }


@dataclass(frozen=True, slots=True)
class Office:
    """Everybody whom a case of MZ-001 needs."""

    clerk: Person
    street_leader: Person
    visitor: Person
    second_visitor: Person
    appraiser: Person
    reviewer: Person
    rechecker: Person
    verifier: Person
    inspector: Person
    approver: Person
    deliverer: Person

    def applied(self, **changes: Any) -> Matter:
        return self.clerk.applies("MZ-001", **family(**changes))

    def accepted(self, **changes: Any) -> Matter:
        case = self.applied(**changes)
        self.clerk.does(case, "申请受理", acceptance="accept")
        return case

    def visits(self, case: Matter, disputed: bool = False) -> None:
        found = "三口之家，一人重度残疾，家中无贵重财产"
        self.visitor.does(case, "入户调查", visited_on="2026-11-25", visit_finding=found, photos=3, disputed=disputed)
        self.second_visitor.does(case, "第二调查人签字", second_signed=True)

    def reviews(self, case: Matter, opinion: str = "grant") -> None:
        self.reviewer.does(case, "街道初审", hits_judged=True, review_opinion=opinion, review_reason=REASON)

    def reviewed(self, **changes: Any) -> Matter:
        """A case in public notice."""
        case = self.accepted(**changes)
        self.visits(case)
        self.reviews(case)
        return case

    def spot_checks(self, case: Matter, passed: bool = True) -> None:
        self.inspector.does(case, "区级抽查", spot_passed=passed, spot_reason="" if passed else REASON)

    def decides(self, case: Matter, decision: str = "grant", reason: str = "") -> None:
        self.approver.does(case, "审批确认", decision=decision, decision_reason=reason)

    def delivers(self, case: Matter) -> None:
        self.deliverer.does(case, "公布与送达", delivered_on="2026-12-04", delivery_way="当面", published=True)


def office(city: City) -> Office:
    return Office(
        clerk=city.clerk("Li", at=HOME),
        street_leader=city.person("Qian", ("MZ:street:leader", STREET)),
        visitor=city.person("Zhou", ("MZ:street:visitor", STREET)),
        second_visitor=city.person("Wu", ("MZ:street:visitor", STREET)),
        appraiser=city.person("Feng", ("MZ:community:appraiser", HOME)),
        reviewer=city.reviewer("Zheng", at=STREET),
        rechecker=city.person("Chen", ("MZ:street:rechecker", STREET)),
        verifier=city.person("Chu", ("MZ:district:verifier", DISTRICT)),
        inspector=city.person("Wei", ("MZ:district:inspector", DISTRICT)),
        approver=city.approver("Jiang", at=DISTRICT),
        deliverer=city.person("Shen", ("MZ:street:deliverer", STREET)),
    )
