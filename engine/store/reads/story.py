"""The story of an instance: its journal, told in sentences. What the catalogue does not know shows its own name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from engine.domain import facts
from engine.domain.durations import in_city
from engine.domain.facts import Fact
from engine.store.facts_json import decode
from engine.store.reads import people
from engine.store.reads.matters import journal
from engine.store.reads.sentences import CATALOGUE, ENDS, LIMITS, MILESTONES, SETTLED, SILENT
from engine.store.store import Store


@dataclass(frozen=True, slots=True)
class Line:
    """`who` is an account's id, `milestone` the milestone that was reached, where it was one."""

    at: datetime
    who: str | None
    sentence_zh: str
    sentence_en: str
    milestone: str | None = None


@dataclass(slots=True)
class Names:
    """What ids are called: accounts, tasks, steps by their limits, elements. Filled as the story goes on."""

    people: Mapping[str, str]
    tasks: dict[int, str] = field(default_factory=dict)
    steps: dict[int, str] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)

    def person(self, id: str | None) -> str:
        return "系统" if id in (None, "system") else self.people.get(str(id), str(id))

    def of_task(self, id: int | None, otherwise: str | None = None) -> str:
        return self.tasks.get(id or 0) or otherwise or "事项"

    def learn(self, fact: Fact) -> None:
        if isinstance(fact, facts.TaskOpened):
            self.tasks[fact.task] = self.elements[fact.element] = fact.name
        elif isinstance(fact, facts.LimitSet) and fact.token is not None:
            self.steps[fact.limit] = fact.name or self.of_task(fact.task, self.elements.get(fact.element or ""))


def story(store: Store, instance: int, elements: Mapping[str, str] | None = None) -> list[Line]:
    """The lines, oldest first. `elements`: what the definition calls its elements, by id."""
    told = [(row["at"], fact) for row in journal(store, instance) for fact in decode(row["facts"])]
    named = {str(name) for _, fact in told for name in _accounts(fact)}
    names = Names(people.names(store, named), elements=dict(elements or {}))
    return list(_lines(told, names))


def _lines(told: list[tuple[datetime, Fact]], names: Names) -> Iterator[Line]:
    for at, fact in told:
        names.learn(fact)
        if type(fact) in SILENT or _goes_unsaid(fact):
            continue
        zh, en = sentence(fact, names)
        milestone = fact.milestone if isinstance(fact, facts.MilestoneReached) else None
        yield Line(at, getattr(fact, "by", None), zh, en, milestone)


def _goes_unsaid(fact: Fact) -> bool:
    """The clock of a step begins, stands still and runs again with that of the case; a message that has arrived."""
    if isinstance(fact, facts.MessageSettled):
        return fact.how not in SETTLED or fact.name is None
    if isinstance(fact, facts.LimitPaused | facts.LimitResumed):
        return fact.limit != fact.instance
    return isinstance(fact, facts.LimitSet) and fact.matter is None


def sentence(fact: Fact, names: Names) -> tuple[str, str]:
    """In Chinese and in English."""
    name = type(fact).__name__
    zh, en = CATALOGUE.get(type(fact), (name, name))
    if isinstance(fact, facts.InstanceEnded):
        zh, en = ENDS.get(fact.how, (fact.how, fact.how))
    if isinstance(fact, facts.MessageSettled):
        zh, en = SETTLED[fact.how]
    values = _values(fact, names)
    return zh.format_map(values), en.format_map(values)


def _accounts(fact: Fact) -> Iterator[str]:
    yield from (value for name in ("by", "to") if isinstance(value := getattr(fact, name, None), str))


def _values(fact: Fact, names: Names) -> dict[str, Any]:
    plain = {each.name: getattr(fact, each.name) for each in fields(fact)}
    values: dict[str, Any] = {**plain, "who": names.person(plain.get("by")), **_own(fact, names)}
    if "to" in plain:
        values["to"] = names.person(plain["to"])
    if "element" in plain:
        values["element"] = names.elements.get(plain["element"] or "", plain["element"])
    if "task" in plain:
        values["task"] = names.of_task(plain["task"], values.get("element"))
    return values


def _own(fact: Fact, names: Names) -> dict[str, Any]:
    """What some kinds of facts say besides their fields."""
    match fact:
        case facts.InstanceStarted():
            return {"matter": fact.title or fact.name}
        case facts.MilestoneReached():
            zh, en = MILESTONES.get(fact.milestone, (fact.milestone, fact.milestone))
            return {"milestone_zh": zh, "milestone_en": en}
        case facts.TaskOpened():
            return _offered(fact, names)
        case facts.FileAttached():
            return {"size": f"{max(1, fact.size // 1024)} KB"}
        case facts.LimitPassed():
            zh, en = LIMITS.get(fact.which, (fact.which, fact.which))
            return {**_clock(fact, names), "limit": zh, "limit_en": en}
        case facts.LimitSet() | facts.LimitWarned() | facts.LimitResumed() | facts.LimitRedated():
            return _clock(fact, names)
        case facts.TimerRedated():
            return {"due": _moment(fact.due_at)}
        case facts.JobPostponed():
            return {"retry": _moment(fact.retry_at)}
        case _:
            return {}


def _offered(fact: facts.TaskOpened, names: Names) -> dict[str, str]:
    if fact.assignee:
        who = names.person(fact.assignee)
        return {"offered": f"，由 {who} 办理", "offered_en": f", for {who}"}
    groups = "、".join(fact.groups)
    return {
        "offered": f"，待 {groups} 领取" if groups else "",
        "offered_en": f", offered to {groups}" if groups else "",
    }


def _clock(fact: Fact, names: Names) -> dict[str, str]:
    """Of the whole matter, or of a step."""
    due, task = getattr(fact, "due_at", None), getattr(fact, "task", None)
    step = names.steps.get(getattr(fact, "limit", 0)) or (None if task is None else names.of_task(task))
    words = {"of": f"“{step}”" if step else "整件", "of_en": f'"{step}"' if step else "The case"}
    return {**words, "due": _moment(due) if due else "—"}


def _moment(at: datetime) -> str:
    return f"{in_city(at):%m-%d %H:%M}"
