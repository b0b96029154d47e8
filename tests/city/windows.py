"""The way of an item as a department head tells it: the clerk accepts, the street reviews, the district decides.

Who acts is whoever the step is offered to. Knows no item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.city.filling import HOME, filled
from tests.city.matters import Matter
from tests.city.people import Person
from tests.city.places import place_of
from tests.city.sharing import departments_know

if TYPE_CHECKING:
    from tests.city.city import City

ABOUT = ("child_id", "holder_id", "applicant_id")  # who is compared: whom the item is about, else the applicant
WHY = "入户与核对所见和申报不符，依据有关办法第九条"
MANY = 40


def applied(city: City, code: str, at: str = HOME, lives: str | None = None, **said: Any) -> Matter:
    """The clerk at the window `at` takes in an application that is honestly filled in; the departments know it all.

    `lives`: another community, where the item belongs. `said`: fields of the form, and what a dataset says instead of
    the truth, as in `GA_death=[{"died_on": "2026-10-15"}]`.
    """
    knows = {name: said.pop(name) for name in list(said) if name[:2].isupper()}
    values = filled(code, lives or at, **said)
    about = next(name for name in ABOUT if name in values)
    departments_know(city, code, values, about, **knows)
    return city.clerk("Li", at=at).applies(code, **values)


def somebody(case: Matter, step: str) -> Person:
    """One of those to whom the open step is offered, who may have it."""
    tasks = [task for task in case.city.seen.tasks(case.id) if task["name"] == step]
    assert tasks, f"Expected an open task {step}, but {case.open_tasks} are open; {case.story()}"
    task = tasks[0]
    if task["assignee"]:
        return case.city.people[task["assignee"]]
    post = (task["groups"][0], place_of(task["area"]))
    for order in range(MANY):
        person = case.city.person(f"{step} {task['area']}{' ' * bool(order)}{order or ''}", post)
        if step in person.sees():
            return person
    raise AssertionError(f"Nobody may do {step}: {dict(task)}")


def does(case: Matter, step: str, **values: Any) -> Person:
    person = somebody(case, step)
    person.does(case, step, **values)
    return person


def accepts(case: Matter, how: str = "accept", reason: str = "") -> Person:
    return does(case, "受理审查", acceptance=how, acceptance_reason=reason or ("" if how == "accept" else WHY))


def reviews(case: Matter, opinion: str = "grant") -> Person:
    return does(case, "审核", review_opinion=opinion, review_reason="" if opinion == "grant" else WHY)


def decides(case: Matter, decision: str = "grant") -> Person:
    return does(case, "决定", decision=decision, decision_reason="" if decision == "grant" else WHY)


def delivers(case: Matter) -> Person:
    day = str(case.city.now.date())
    return does(
        case, "送达", delivery_result="delivered", delivery_way="当面", delivered_on=day, delivery_signer="本人"
    )
