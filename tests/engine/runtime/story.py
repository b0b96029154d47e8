"""One instance that is told what happens, twice over: kept in memory, and written to bytes and read back each time.

After each event both must have told the same facts, and what is shown must follow from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from engine.domain import facts, moves
from engine.domain.calendar import Calendar, calendar
from engine.domain.durations import CITY
from engine.domain.facts import Fact
from engine.domain.situation import DefinitionRow, Instance, Situation
from engine.domain.source import Source
from engine.runtime.advance import Advanced, run
from engine.runtime.definitions import Compiled
from engine.runtime.kernel import Process
from engine.runtime.runtime import STEP_LIMIT, Runtime
from tests.engine.runtime.drawing import document
from tests.engine.runtime.shown import Shown

F = TypeVar("F")
CALENDAR = calendar()
INSTANCE = (1 << 40) + 17
BEGIN = datetime(2030, 1, 31, 9, tzinfo=CITY)


def runtime_of(
    *processes: str,
    declarations: str = "",
    resources: Mapping[str, bytes] | None = None,
    called: Mapping[str, int] | None = None,
    others: Mapping[int, Source] | None = None,
    step_limit: int = STEP_LIMIT,
) -> Runtime:
    """Definition 1 is process p0 of a file of these processes; `others` are of other files."""
    source = Source(1, "p0", "p0.bpmn", document(*processes, declarations=declarations), resources or {}, called or {})
    return Runtime({**(others or {}), 1: source}.__getitem__, step_limit)


def check(source: bytes, known: Mapping[str, int] | None = None) -> Compiled:
    """What a file gives at deployment, beside the definitions that are there."""
    there: dict[int, Source] = {}
    deployed = dict(known or {})
    return Runtime(there.__getitem__).check("f.bpmn", source, {}, lambda key: deployed.get(key))


class Twin:
    """The same instance on one of the two ways."""

    def __init__(self, runtime: Runtime, saved: bool):
        self.runtime, self.saved, self.ids = runtime, saved, count(INSTANCE + 1)
        self.process: Process | None = None
        self.snapshot: bytes | None = None

    def new_id(self) -> int:
        return next(self.ids)

    def make(self, situation: Situation, move: moves.Move, at: datetime) -> tuple[Fact, ...]:
        if self.saved:
            advanced: Advanced = self.runtime.advance(situation, [move], at)
            self.snapshot = advanced.snapshot
            return advanced.facts
        if self.process is None:
            self.process = Process(self.runtime.program(1), INSTANCE, STEP_LIMIT)
        return tuple(run(self.process, situation, [move], at))


@dataclass(frozen=True, slots=True)
class Setting:
    """When, where and by whom an instance is started, and on what runtime if not on one of its own."""

    at: datetime = BEGIN
    area: str | None = None
    by: str = "wang"
    start_event: str | None = None
    message: str | None = None
    calendar: Calendar = CALENDAR
    runtime: Runtime | None = None


class Story:
    def __init__(
        self,
        *processes: str,
        setting: Setting = Setting(),  # it is frozen
        declarations: str = "",
        resources: Mapping[str, bytes] | None = None,
        **variables: Any,
    ):
        own = setting.runtime or runtime_of(*processes, declarations=declarations, resources=resources)
        self.runtime, self.calendar, self.at = own, setting.calendar, setting.at
        self.memory, self.saved = Twin(self.runtime, False), Twin(self.runtime, True)
        self.told: list[Fact] = []
        self.last: tuple[Fact, ...] = ()
        self.shown = Shown()
        self.title: str | None = None
        self.area: str | None = setting.area
        start = moves.Start(INSTANCE, setting.by, setting.area, None, None, setting.start_event, variables)
        self.tell(replace(start, message=setting.message))

    def tell(self, move: moves.Move) -> Story:
        """Makes one move on both, and compares."""
        both = [twin.make(self._situation(twin, move), move, self.at) for twin in (self.memory, self.saved)]
        assert both[0] == both[1], "what was saved and loaded went another way"
        self.last = both[0]
        self.told += self.last
        for fact in self.last:
            self.shown.see(fact)
            if isinstance(fact, facts.LimitPaused):
                self.shown.paused_at(fact.limit, self.at)
            if isinstance(fact, facts.InstanceStarted):
                self.title, self.area = fact.title, fact.area
        self._check_variables()
        self._check_shown()
        return self

    def situation(self) -> Situation:
        """As the store would load it for the next command."""
        return self._situation(self.saved, moves.Cancel("", ""))

    def _situation(self, twin: Twin, move: moves.Move) -> Situation:
        if isinstance(move, moves.Start):
            row = DefinitionRow(1, "p0", 1, "p0", "process", "digest")
            return Situation(twin.new_id, self.calendar, definition=row)
        instance = Instance(INSTANCE, 1, "p0", "active", self.area, "wang", self.title, True, None, twin.snapshot)
        return Situation(twin.new_id, self.calendar, instance=instance, limits=self.shown.limits)

    def _check_variables(self) -> None:
        """The process' own scope follows from the facts; names of inner scopes may stand beside it."""
        assert self.memory.process is not None
        own = dict(self.memory.process.data)
        assert {name: self.shown.variables[name] for name in own} == own

    def _check_shown(self) -> None:
        """What is open outside is what the live tokens say, no more and no less."""
        assert self.memory.process is not None
        tasks = list(self.memory.process.live_tasks())
        held = {task.internal_data["ref"] for task in tasks if "ref" in task.internal_data}
        held |= {task.internal_data["incident"][0] for task in tasks if "incident" in task.internal_data}
        assert held == {id for rows in self.shown.open.values() for id in rows}
        clocks = {task.internal_data["limit"] for task in tasks if "limit" in task.internal_data}
        assert clocks == set(self.shown.limits) - {INSTANCE}

    # --- what happens ---

    def completes(self, name: str, by: str = "li", /, **values: Any) -> Story:
        task = self._first("task", name)
        return self.tell(moves.Complete(task.token, task.task, by, values))

    def finishes(self, name: str, /, **values: Any) -> Story:
        job = self._first("job", name)
        return self.tell(moves.Finish(job.token, job.job, values))

    def fails(self, name: str, text: str = "no answer", code: str | None = None) -> Story:
        job = self._first("job", name)
        return self.tell(moves.Fail(job.token, job.job, text, code))

    def passes(self, **time: float) -> Story:
        """Time goes by, and every timer fires that is due, late ones too."""
        self.at += timedelta(**time)
        while due := [timer for timer in self.shown.open["timer"].values() if timer.due_at <= self.at]:
            timer = min(due, key=lambda timer: (timer.due_at, timer.timer))
            self.tell(moves.Fire(timer.token, timer.timer, self.at - timer.due_at))
        return self

    def message(self, message_name: str, /, *, key: str | None = None, **values: Any) -> Story:
        return self.tell(moves.Deliver("message", message_name, key, variables=values))

    def signal(self, signal_name: str, /, **values: Any) -> Story:
        return self.tell(moves.Deliver("signal", signal_name, variables=values))

    def retried(self, **values: Any) -> Story:
        incident = next(iter(self.shown.open["incident"].values()))
        return self.tell(moves.Retry(incident.token, values))

    # --- what is seen ---

    def _first(self, kind: str, element: str) -> Any:
        return next(fact for fact in self.shown.open[kind].values() if fact.element == element)

    def _elements(self, kind: str) -> str:
        return " ".join(sorted(fact.element for fact in self.shown.open[kind].values()))

    @property
    def open(self) -> str:
        return self._elements("task")

    @property
    def jobs(self) -> str:
        return self._elements("job")

    @property
    def timers(self) -> str:
        return self._elements("timer")

    @property
    def waits(self) -> str:
        return self._elements("subscription")

    @property
    def incidents(self) -> list[str]:
        return [fact.message for fact in self.shown.open["incident"].values()]

    @property
    def over(self) -> bool:
        return self.shown.ended is not None

    @property
    def variables(self) -> dict[str, Any]:
        assert self.memory.process is not None
        return dict(self.memory.process.data)

    @property
    def done(self) -> list[str]:
        return [name for passed in self.all(facts.ElementsPassed) for name in passed.elements]

    def all(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.told if isinstance(fact, kind)]

    def one(self, kind: type[F]) -> F:
        """The only fact of this kind in the last event."""
        (found,) = [fact for fact in self.last if isinstance(fact, kind)]
        return found

    def milestones(self) -> list[str]:
        return [fact.milestone for fact in self.all(facts.MilestoneReached)]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.told)
