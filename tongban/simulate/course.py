"""The course of simulated time: what is due in a slice becomes commands, the workers do theirs, and what they opened is
planned in its turn. Everything that is done is a command of the real engine; nothing is written beside it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from engine.domain.calendar import Calendar
from engine.domain.commands import ClaimTask, Command, CompleteTask, SendMessage, StartInstance
from engine.domain.facts import InstanceEnded, InstanceStarted, SubscriptionClosed, SubscriptionOpened, TaskOpened
from engine.domain.ids import district_of
from engine.domain.rejections import Forbidden, Invalid, Rejected
from engine.engine import Answer, Engine
from engine.outcome import Outcome
from tongban.simulate import office, people, saying
from tongban.simulate.arrivals import Arrival, Plan
from tongban.simulate.chance import chance
from tongban.simulate.filling import Hand, filled
from tongban.simulate.forms import Forms
from tongban.simulate.residents import Resident, resident

MOST = 200  # commands a transaction
TRIES = 3

Work = Arrival | TaskOpened | SubscriptionOpened
Settle = Callable[[datetime], None]
NOWHERE = "210102001001"  # where whoever acts in a matter that is no case is at home


@dataclass(order=True, frozen=True, slots=True)
class Due:
    """`serial` keeps the order of what is due at one moment, so that a run can be repeated."""

    at: datetime
    serial: int
    work: Work = field(compare=False)
    tries: int = field(compare=False, default=0)


@dataclass(slots=True)
class Count:
    """What came of it. `stuck`: what nobody could fill in, by form and finding."""

    started: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    commands: int = 0
    stuck: Counter[str] = field(default_factory=Counter)


class Hearing(Engine):
    """An engine that tells the simulation every fact, whoever asked for it."""

    hear: Callable[[Command, Outcome], None] | None = None

    def execute_many(self, commands: Sequence[Command]) -> list[Answer]:
        answers = super().execute_many(commands)
        for command, answer in zip(commands, answers, strict=True):
            if isinstance(answer, Outcome) and self.hear is not None:
                self.hear(command, answer)
        return answers


class Course:
    """`settle` lets the workers do what is due; `forms` are those of the deployed processes."""

    def __init__(self, engine: Hearing, plan: Plan, calendar: Calendar, forms: Forms):
        self.engine, self.plan, self.calendar, self.forms = engine, plan, calendar, forms
        self.count = Count()
        self._due: list[Due] = []
        self._cases: dict[int, Arrival] = {}
        self._coming: dict[str, Arrival] = {}
        self._waiting: set[int] = set()
        self._done: dict[int, set[str]] = {}
        self._serial = 0
        engine.hear = self._hear

    def expect(self, at: datetime, work: Work, tries: int = 0) -> None:
        self._serial += 1
        heappush(self._due, Due(at, self._serial, work, tries))

    def knows(self, instance: int, arrival: Arrival) -> None:
        """A case that an earlier run began."""
        self._cases[instance] = arrival

    def run_until(self, end: datetime, settle: Settle) -> None:
        """Does all that is due by then, and what follows from it by then."""
        settle(end)
        while self._due and self._due[0].at <= end:
            self._carry_out([heappop(self._due) for _ in iter(lambda: self._is_due(end), False)])
            settle(end)

    def _is_due(self, end: datetime) -> bool:
        return bool(self._due) and self._due[0].at <= end

    # --- what is done

    def _carry_out(self, due: list[Due]) -> None:
        for start in range(0, len(due), MOST):
            part = [one for one in due[start : start + MOST] if self._is_wanted(one.work)]
            first = [self._first(one) for one in part]
            self.forms.deliver()
            answers = self._execute(first)
            held = [(one, person) for one, person in self._held(part, answers)]
            done = self._execute([self._completion(one, actor) for one, actor in held])
            for (one, _), answer in zip(held, done, strict=True):
                self._look(one, answer)

    def _is_wanted(self, work: Work) -> bool:
        """Does the case still wait for what somebody was going to say?"""
        return not isinstance(work, SubscriptionOpened) or work.subscription in self._waiting

    def _execute(self, commands: Sequence[Command]) -> list[Answer]:
        self.count.commands += len(commands)
        return self.engine.execute_many(commands) if commands else []

    def _first(self, due: Due) -> Command:
        match due.work:
            case Arrival() as arrival:
                return self._start(arrival, due)
            case TaskOpened() as task:
                request = f"sim-claim:{task.task}:{due.tries}"
                return ClaimTask(**_stamp(request, due.at, self._person(due), task.task), task=task.task)
            case SubscriptionOpened() as waiting:
                return self._message(waiting, due)

    def _start(self, arrival: Arrival, due: Due) -> StartInstance:
        who = resident(self.plan.seed, arrival.number, arrival.home)
        values = self.forms.application(arrival, self._hand(who, due, arrival.key))
        key = business_key(self.plan, arrival.number)
        self._coming[key] = arrival
        return StartInstance(
            request_id=f"{key}:{due.tries}",
            at=due.at,
            actor=people.official(people.CLERK, arrival.received),
            district=self.forms.districts[arrival.received[:6]],
            key=arrival.key,
            area=arrival.received,
            business_key=key,
            variables=values,
        )

    def _message(self, waiting: SubscriptionOpened, due: Due) -> SendMessage:
        arrival = self._cases[waiting.instance]
        random = chance(self.plan.seed, arrival.number, waiting.name, "content")
        clerk = people.official(people.CLERK, arrival.received)
        order = _stamp(f"sim-say:{waiting.subscription}", due.at, clerk, waiting.instance)
        content = saying.content(waiting.name, random)
        return SendMessage(**order, name=waiting.name, instance=waiting.instance, variables=content)

    def _held(self, part: list[Due], answers: list[Answer]) -> Iterator[tuple[Due, Any]]:
        """The tasks that were taken, and by whom; who may not have one leaves it to the next."""
        for due, answer in zip(part, answers, strict=True):
            if not isinstance(due.work, TaskOpened):
                self._look(due, answer)
            elif isinstance(answer, Outcome):
                yield due, self._person(due)
            elif isinstance(answer, Forbidden) and due.tries < TRIES:
                self.expect(due.at, due.work, due.tries + 1)
            else:
                self._look(due, answer)

    def _person(self, due: Due) -> Any:
        task = due.work
        assert isinstance(task, TaskOpened)
        if task.assignee or task.users:
            return people.named(task.assignee or task.users[0])
        return people.official(task.groups[0], task.area, due.tries)

    def _completion(self, due: Due, actor: Any) -> CompleteTask:
        task = due.work
        assert isinstance(task, TaskOpened)
        arrival = self._cases.get(task.instance)
        number, home = (arrival.number, arrival.home) if arrival else (0, NOWHERE)
        hand = self._hand(resident(self.plan.seed, number, home), due, task.element)
        hand = replace(hand, again=self._has_done(task))
        form = self.forms.of_task(task)
        values = filled(form, hand) if form else {}
        stamp = _stamp(f"sim-do:{task.task}:{due.tries}", due.at, actor, task.task)
        return CompleteTask(**stamp, task=task.task, variables=values)

    def _has_done(self, task: TaskOpened) -> bool:
        """Was this step done in this case before? From now on it was."""
        done = self._done.setdefault(task.instance, set())
        before = task.element in done
        done.add(task.element)
        return before

    def _hand(self, who: Resident, due: Due, about: str) -> Hand:
        return Hand(who, due.at, chance(self.plan.seed, who.number, about, due.at, due.tries), {})

    def _look(self, due: Due, answer: Answer) -> None:
        """A form that could not be filled in is tried again; a step that has gone meanwhile is nobody's fault."""
        if isinstance(answer, Outcome) or (
            isinstance(answer, Rejected) and not isinstance(answer, Invalid | Forbidden)
        ):
            return
        if isinstance(answer, Invalid) and due.tries < TRIES and not isinstance(due.work, TaskOpened):
            self.expect(due.at, due.work, due.tries + 1)
            return
        self.count.stuck[f"{_name(due.work)}: {answer}"] += 1

    # --- what is heard

    def _hear(self, command: Command, outcome: Outcome) -> None:
        for fact in outcome.facts:
            match fact:
                case InstanceStarted(business_key=str(key)) if key in self._coming:
                    self.count.started += 1
                    self._cases[fact.instance] = self._coming.pop(key)
                case InstanceEnded() if fact.instance in self._cases:
                    self.count.ended[fact.outcome or fact.how] += 1
                    del self._cases[fact.instance]
                    self._done.pop(fact.instance, None)
                case TaskOpened():
                    self.plan_task(fact, command.at)
                case SubscriptionOpened(kind="message"):
                    self.plan_message(fact, command.at)
                case SubscriptionClosed():
                    self._waiting.discard(fact.subscription)

    def plan_task(self, task: TaskOpened, at: datetime) -> None:
        arrival = self._cases.get(task.instance)
        random = chance(self.plan.seed, arrival.number if arrival else task.instance, task.element, at)
        self.expect(office.done_at(self.calendar, at, task.due_at, random), task)

    def plan_message(self, waiting: SubscriptionOpened, at: datetime) -> None:
        if waiting.instance not in self._cases:
            return
        random = chance(self.plan.seed, self._cases[waiting.instance].number, waiting.name, at)
        delay = saying.delay(waiting.name, random)
        if delay is not None:
            self._waiting.add(waiting.subscription)
            self.expect(office.opening(self.calendar, at + delay), waiting)


def business_key(plan: Plan, number: int) -> str:
    """By which a run that goes on after a kill finds its cases again."""
    return f"{series(plan)}{number}"


def series(plan: Plan) -> str:
    return f"sim-{plan.seed}-"


def _stamp(request: str, at: datetime, actor: Any, id: int) -> dict[str, Any]:
    return {"request_id": request, "at": at, "actor": actor, "district": district_of(id)}


def _name(work: Work) -> str:
    match work:
        case Arrival(key=key):
            return key
        case TaskOpened(form=form, name=name):
            return form or name
        case SubscriptionOpened(name=name):
            return name
