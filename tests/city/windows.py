"""The way of an item as a department head tells it: somebody applies, each step is done, until it is over.

Who does a step is whoever it is offered to; what is not said is as ordinary as can be. Knows no item.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.city.filling import HOME, demanded, filled, form_of
from tests.city.matters import Matter
from tests.city.people import Person
from tests.city.places import code_of, place_of
from tests.city.sharing import departments_know

if TYPE_CHECKING:
    from tests.city.city import City

Answers = Mapping[str, Mapping[str, Any]]
ORDINARY: Answers = {  # where the first that a form offers is not the ordinary
    "区级抽查": {"spot_passed": True},
    "第二调查人签字": {"second_signed": True},
}
REFUSED: Answers = {"审核": {"review_opinion": "refuse"}, "决定": {"decision": "refuse"}}
NOTHING: Answers = {}
RATING = "已办结，等待评价"
MANY = 60  # steps and days of waiting, beyond which a story goes nowhere


def applied(city: City, code: str, at: str = HOME, lives: str | None = None, **said: Any) -> Matter:
    """The clerk at the window `at` takes in an application that is honestly filled in; the departments know it all.

    `lives`: another community, where the item belongs. `said`: fields of the form, and what a dataset says instead of
    the truth, as in `GA_death=[{"died_on": "2026-10-15"}]`.
    """
    knows = {name: said.pop(name) for name in list(said) if name[:2].isupper()}
    values = filled(code, lives or at, **said)
    departments_know(city, code, values, **knows)
    return city.clerk("Li", at=at).applies(code, **values)


def does(case: Matter, step: str, **said: Any) -> Person:
    """The open step is done by one of those to whom it is offered. `said`: what is out of the ordinary."""
    person, form = _somebody(case, step)
    today = str(case.city.now.date())
    person.does(case, step, **(demanded(form_of(form), said, today=today) if form else said))
    return person


def goes_on(case: Matter, until: str = "", answers: Answers = NOTHING) -> list[str]:
    """Each step is done as it comes up, and what has to be waited for is waited for; at last the applicant is content.

    Gives the steps that were done. `answers`: what is said in a step; `until`: a step that is left open.
    """
    done: list[str] = []
    for _ in range(MANY):
        steps = case.open_tasks
        if case.outcome is not None or until in steps:
            return done
        if steps:
            does(case, steps[0], **answers.get(steps[0], ORDINARY.get(steps[0], {})))
            done.append(steps[0])
        elif case.stopped_for == RATING:
            says(case, "rating.given", rating=5, rating_comment="很快")
        else:
            case.city.working_days_pass(1)
    raise AssertionError(f"Expected an end, but {case.open_tasks} are open; {case.story()}")


def says(case: Matter, message: str, **values: Any) -> None:
    """The applicant tells it at the window that took the case in."""
    window = place_of(case.value("received_area") or code_of(HOME))
    case.city.resident(f"张三 at {window}", at=window).says(case, message, **values)


def _somebody(case: Matter, step: str) -> tuple[Person, str | None]:
    """One who may have the open step, and its form."""
    tasks = [task for task in case.city.seen.tasks(case.id) if task["name"] == step]
    assert tasks, f"Expected an open task {step}, but {case.open_tasks} are open; {case.story()}"
    task = tasks[0]
    post = (task["groups"][0], place_of(task["area"]))
    for order in range(1, MANY):
        person = case.city.person(f"{step} {task['area']} {order}", post)
        for row in case.city.seen.worklist(person.actor):
            if row["id"] == task["id"]:
                return person, row["form"]
    raise AssertionError(f"Expected {step} to be offered to somebody, but nobody of {post} sees it")
