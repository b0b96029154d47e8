"""Many cases of one item at once, each from another window: a step is done in all of them, in sets. Knows no item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.domain.commands import Actor, ClaimTask, Command, CompleteTask, DefineAreas, Post, StartInstance
from engine.domain.facts import InstanceStarted
from engine.domain.ids import CITY as CITY_ITSELF
from engine.domain.ids import district_of
from engine.outcome import Outcome
from registers import geography
from registers.population.openings import release
from tests.city.filling import demanded, form_of
from tests.city.windows import ORDINARY
from tongban.commands.geography import numbered
from tongban.processes import PROCESSES

if TYPE_CHECKING:
    from tests.city.city import City

Row = Mapping[str, Any]
SEED = 7
SET = 200  # commands at once
MOST = 40  # steps of a case
COMMUNITY = 12  # digits of its code
FOUNDER = Actor("founder", "founder", (Post("platform:city:administrator"),))


def whole_city(city: City) -> dict[str, int]:
    """All 13 districts with their 2,430 communities are known; gives the number of each community's district."""
    known = city.seen.areas()
    new = tuple(numbered(geography.made(SEED, cells=False), known))
    city.engine.execute(DefineAreas(**city.stamp(FOUNDER, CITY_ITSELF), areas=new))
    return {code: number for code, number in sorted(known.items()) if len(code) == COMMUNITY}


def sent(city: City, code: str, values: Mapping[str, Any], windows: Mapping[str, int]) -> dict[int, str]:
    """One and the same application at each window. Gives where each case was received.

    It is one applicant: what he claimed by one of them is given back before he goes to the next window.
    """
    city.now += timedelta(seconds=1)
    city.has(code)
    orders: list[Command] = []
    for window, district in windows.items():
        clerk = Actor(f"clerk of {window}", posts=(Post("window:community:clerk", window),))
        order = city.at_once(clerk, district)
        orders.append(StartInstance(**order, key=code, area=window, variables=dict(values)))
    begun: list[InstanceStarted] = []
    for start in range(0, len(orders), step := 1 if _claims(code) else SET):
        now = [outcome.of(InstanceStarted)[0] for outcome in _all(city, orders[start : start + step])]
        city.settle()
        _gives_back(city, now)
        begun += now
    return {fact.instance: str(fact.area) for fact in begun}


def _claims(code: str) -> bool:
    """Does an applicant have one of it open at a time?"""
    return "open_case" in next((PROCESSES / "items").rglob(f"{code}.bpmn")).read_text("utf-8")


def _gives_back(city: City, begun: Iterable[InstanceStarted]) -> None:
    with city.engine.store.writing() as connection:
        for fact in begun:
            release(connection, fact.instance)


def all_go_on(city: City, cases: Sequence[int], until: Sequence[str]) -> None:
    """Step by step, until in every case one of `until` is open or nothing is."""
    for _ in range(MOST):
        open_tasks = [task for task in city.seen.open_in(cases) if task["name"] not in until]
        if not open_tasks:
            return
        all_do(city, open_tasks)
    raise AssertionError(f"Expected {until}, but { ({task['name'] for task in open_tasks}) } come again and again")


def all_do(city: City, tasks: Sequence[Row]) -> None:
    """Each task is done by one to whom it is offered, in the ordinary way; then the workers do their part."""
    city.now += timedelta(seconds=1)
    _all(city, [ClaimTask(**_order(city, task), task=task["id"]) for task in tasks])
    today = str(city.now.date())
    _all(city, [CompleteTask(**_order(city, task), task=task["id"], variables=_said(task, today)) for task in tasks])
    city.settle()


def _said(task: Row, today: str) -> dict[str, Any]:
    said = ORDINARY.get(task["name"], {})
    return demanded(form_of(task["form"]), said, today=today) if task["form"] else dict(said)


def _order(city: City, task: Row) -> dict[str, Any]:
    return city.at_once(offered_to(task), district_of(task["id"]))


def offered_to(task: Row) -> Actor:
    """Somebody of its first group, where it is; another one where he did a step that it must differ from."""
    group = task["groups"][0]
    names = (f"{group} {task['area']} {order}" for order in range(1, MOST))
    name = next(name for name in names if name not in task["excluded"])
    return Actor(name, posts=(Post(group, task["area"]),))


def _all(city: City, orders: Sequence[Command]) -> Iterator[Outcome]:
    """Whatever is refused is raised."""
    answers = []
    for start in range(0, len(orders), SET):
        answers += city.engine.execute_many(orders[start : start + SET])
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return (answer for answer in answers if isinstance(answer, Outcome))
