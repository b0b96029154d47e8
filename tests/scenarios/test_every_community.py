"""全市通办 (processes.md 3.1): whichever of 2,430 communities takes an application in, one and the same comes of it."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from bpmn.register import items
from engine.domain import facts
from engine.domain.commands import Actor, Post
from tests.city.city import City
from tests.city.crowd import all_do, all_go_on, sent, whole_city
from tests.city.filling import HOME, filled
from tests.city.places import code_of
from tests.city.sharing import departments_know
from tests.conftest import scale
from tongban.processes import PROCESSES

ALLOWANCE = {"birth_date": "1935-03-12", "household_status": "低保"}
HERE = code_of(HOME)
EVERY = max(1, 10 // scale())  # a tenth, 243 communities, in `make test`; all under `make soak`
WINDOW_STEPS = ("受理审查",)
Seen = Mapping[str, Any]


def opened(city: City, case: int) -> list[facts.TaskOpened]:
    return [fact for row in city.seen.journal([case]) for fact in row if isinstance(fact, facts.TaskOpened)]


def is_of_handling(task: facts.TaskOpened) -> bool:
    return str(task.area).startswith(HERE[:6])


@pytest.mark.timeout(3600)
def test_one_application_from_every_community_comes_to_one_result(city: City) -> None:
    windows = whole_city(city)
    chosen = {code: windows[code] for code in [*list(windows)[::EVERY], HERE]}
    assert len(windows) == 2430
    assert len({code[:6] for code in chosen}) == 13
    values = filled("MZ-012", HOME, **ALLOWANCE)
    departments_know(city, "MZ-012", values)
    cases = sent(city, "MZ-012", values, chosen)
    all_go_on(city, list(cases), until=("决定",))
    to_decide = city.seen.open_in(list(cases))
    assert len(to_decide) == len(cases)
    city.jobs_answer = False  # one person is not granted the same again and again: nothing is entered in the roll
    all_do(city, to_decide)

    results = [result(city, case) for case in cases]
    for what in results[0]:
        assert len({repr(each[what]) for each in results}) == 1, f"Expected one {what} from every window"
    assert results[0]["decision"] == "grant"
    assert Decimal(results[0]["amount"]) > 0
    check_areas(city, cases)
    check_sight(city, cases)


def result(city: City, case: int) -> Seen:
    """What must not depend on the window."""
    told, row = city.seen.variables(case), city.seen.matter(case)
    tasks = [task for task in opened(city, case) if task.name in ("审核", "决定")]
    return {
        "unit": [(task.name, task.groups, task.area) for task in tasks],
        "papers": told["papers"],
        "documents": city.seen.papers(case),
        "limit": (row["due_at"], row["statutory_at"]),
        "verdict": (told["verdict"], told["hits"]),
        "decision": told["decision"],
        "amount": told["calculation"]["amount"],
        "parameters": told["versions"],
    }


def check_areas(city: City, cases: Mapping[int, str]) -> None:
    """What is before the hand-over is done where it was received, all after it where it is handled."""
    for case, window in cases.items():
        tasks = opened(city, case)
        assert {task.area for task in tasks if task.name in WINDOW_STEPS} == {window}
        assert all(is_of_handling(task) for task in tasks if task.name not in WINDOW_STEPS)
        assert ("流转接收" in [task.name for task in tasks]) == (window[:6] != HERE[:6])


def check_sight(city: City, cases: Mapping[int, str]) -> None:
    """Whoever handles it sees all of them; every other district and window those that it received, and no other."""
    for place in {code[:6] for code in cases.values()} | set(list(cases.values())[:20]):
        actor = Actor(f"somebody of {place}", posts=(Post("MZ:district:approver", place),))
        received = {case for case, window in cases.items() if window.startswith(place)}
        assert city.seen.shown_to(actor) == (set(cases) if HERE.startswith(place) else received)


@pytest.mark.timeout(3600)
def test_every_item_is_handled_in_one_place_whichever_window_takes_it(city: City) -> None:
    communities = whole_city(city)
    chosen = {code: communities[code] for code in (HERE, *elsewhere(communities))}
    for code in items():
        handled = where_handled(city, code, chosen)
        assert handled == ([HERE] * len(chosen) if has_jurisdiction(code) else list(chosen)), code


def elsewhere(communities: Iterable[str]) -> list[str]:
    """The last community of two other districts."""
    return [max(code for code in communities if code.startswith(district)) for district in ("210103", "210181")]


def has_jurisdiction(code: str) -> bool:
    """Does its file say by which area of the application it is handled? Else it is handled where it is received."""
    text = next((PROCESSES / "items").rglob(f"{code}.bpmn")).read_text("utf-8")
    return re.search(r'calledElement="block_intake"|source="household_area" target="handling_area"', text) is not None


def where_handled(city: City, code: str, windows: Mapping[str, int]) -> list[str]:
    """By window; and the papers, the limit and who does what next are the same at each."""
    values = filled(code, HOME)
    departments_know(city, code, values)
    cases = list(sent(city, code, values, windows))
    all_do(city, city.seen.open_in(cases))
    all_do(city, [task for task in city.seen.open_in(cases) if task["name"] == "流转接收"])
    rows, told = [city.seen.matter(case) for case in cases], [city.seen.variables(case) for case in cases]
    assert len({(row["due_at"], row["statutory_at"]) for row in rows}) == 1, f"Expected one limit of {code}"
    assert len({repr(each.get("papers")) for each in told}) == 1, f"Expected the same papers of {code}"
    return [str(each.get("handling_area") or window) for each, window in zip(told, windows, strict=True)]
