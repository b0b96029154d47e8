"""What is counted of a case, one story a route: where, by which way, with which papers, how it ended and how fast."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.city.city import City
from tests.city.filling import filled
from tests.city.matters import Matter
from tests.city.places import code_of
from tests.city.windows import Answers, applied, does, goes_on, says

WINDOW, HOME = "heping/nanhu/01", "tiexi/beishi/03"
ONE_OF_EACH = {
    "R01": "GA-002",
    "R02": "SF-001",
    "R03": "CL-007",
    "R04": "MZ-008",
    "R06": "CJ-002",
    "R07": "MZ-010",
    "R08": "CL-003",
    "R09": "CL-001",
    "R10": "GA-004",
    "R11": "MZ-026",
    "R12": "MZ-025",
    "R13": "SB-005",
}


def row(case: Matter) -> Mapping[str, Any]:
    """All that is counted of the case."""
    with case.city.engine.store.reading() as connection:
        found = connection.execute("select * from case_figure where id = %s", (case.id,)).fetchone()
    assert found is not None
    return found


def counted(case: Matter) -> dict[str, Any]:
    said = row(case)
    names = ("received_area", "handling_area", "cross_district", "channel", "how", "supplements", "provisional")
    return {name: said[name] for name in (*names, "rating", "agent", "late", "breached", "test")}


def usual(case: Matter, **otherwise: Any) -> dict[str, Any]:
    """A case that went well."""
    there = code_of(HOME) if case.value("cross_district") else code_of(WINDOW)
    return {
        "received_area": code_of(WINDOW),
        "handling_area": there,
        "cross_district": there != code_of(WINDOW),
        "channel": "online",
        "how": "granted",
        "supplements": 0,
        "provisional": False,
        "rating": case.value("rating"),
        "agent": False,
        "late": False,
        "breached": False,
        "test": False,
        **otherwise,
    }


@pytest.mark.parametrize("route", ONE_OF_EACH)
def test_a_case_of_each_route_is_counted_as_it_was(city: City, route: str) -> None:
    code = ONE_OF_EACH[route]
    listed = filled(code).get("papers", [])
    papers = [{**paper, "source": "struck" if paper is listed[0] else "uploaded", "file": "photo"} for paper in listed]
    case = applied(city, code, at=WINDOW, lives=HOME, channel="online", papers=papers)
    goes_on(case)

    assert counted(case) == usual(case)
    said = row(case)
    assert (said["papers_listed"], said["papers_spared"]) == (len(papers), min(1, len(papers)))
    assert (said["item"], said["worked_minutes"] <= said["promised_minutes"] or route in ("R01", "R13")) == (code, True)


def test_help_in_need_is_counted_when_it_was_given(city: City) -> None:
    case = applied(city, "MZ-007", at=WINDOW, channel="mobile")
    goes_on(case)

    assert counted(case) == usual(case, channel="mobile")
    assert row(case)["calculated"] == row(case)["awarded"]


def test_what_another_system_decides_is_counted_with_its_receipt(city: City) -> None:
    case = applied(city, "SC-002", at=WINDOW, lives=WINDOW)
    does(case, "受理审查")
    says(case, "sc.registration.receipt", receipt_result="done", receipt_number="92210102MA0000")
    goes_on(case)

    assert counted(case) == usual(case, channel="window"), "who says no way came to the window"


def test_what_was_asked_for_and_refused_is_counted_so(city: City) -> None:
    refuses: Answers = {"审核": {"review_opinion": "refuse"}, "决定": {"decision": "refuse"}}
    case = applied(city, "MZ-010", at=WINDOW, lives=HOME)
    does(case, "受理审查", acceptance="supplement", acceptance_reason="还缺供热缴费凭证一份，请补来")
    says(case, "supplement.submitted")
    goes_on(case, answers=refuses)

    assert counted(case) == usual(case, channel="window", how="refused", supplements=1)
