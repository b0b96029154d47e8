"""What an activity takes in before it begins and gives out when it is left: BPMN's data associations and data sets.

Inputs and outputs that an association fills or empties are variables of the activity alone; those without one are the
variables of the same name around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bpmn.model import Association, DataSet, InputOutput
from engine.domain.rejections import Invalid
from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Formula
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.util.event import BpmnEvent

    from engine.runtime.specs.node import FlowNode
    from engine.runtime.task import Task

Path = tuple[str, ...]


def valued(name: str, variables: Mapping[str, Any]) -> Any:
    """The value of a variable, None where there is none."""
    try:
        return variables[name]
    except KeyError:
        return None


@dataclass(frozen=True, slots=True)
class Named:
    """A variable by its name, where an expression may stand."""

    text: str

    def value(self, variables: Mapping[str, Any]) -> Any:
        return valued(self.text, variables)


class Move:
    """One association, compiled: where its values come from and where they go."""

    __slots__ = ("assignments", "sources", "target", "transformation")

    def __init__(self, written: Association):
        self.sources, self.target = written.sources, written.target
        self.transformation = Formula(written.transformation) if written.transformation else None
        self.assignments = [(Formula(source), path) for source, path in written.assignments]

    @property
    def moves(self) -> bool:
        """An arrow that only shows what is read or written moves nothing."""
        return bool(self.sources or self.transformation or self.assignments)

    def values(self, seen: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """Variable -> value. `before`: what the targets held, where an assignment writes a part of one."""
        if not self.moves:
            return {}
        found: dict[str, Any] = {}
        if self.transformation is not None:
            found[self.target] = self.transformation.value(seen)
        elif self.sources:
            found[self.target] = valued(self.sources[0], seen)
        if self.assignments and self.transformation is None:
            found = {}
        for source, path in self.assignments:
            name = path[0]
            whole = found[name] if name in found else valued(name, before)
            found[name] = _with_part(whole, path[1:], source.value(seen))
        return found


def _with_part(whole: Any, path: Sequence[str], value: Any) -> Any:
    """`whole` with the value at that path; what lies on the way and is no context gives way to one."""
    if not path:
        return value
    around = whole if isinstance(whole, dict) else {}
    return {**around, path[0]: _with_part(around.get(path[0]), path[1:], value)}


class Exchange:
    """`per_item`: associations from or to the item of a multi-instance; they are made for each instance."""

    def __init__(self, data: InputOutput, items: Iterable[str] = ()):
        self.data = data
        per_item = frozenset(items)
        reads, writes = [Move(each) for each in data.reads], [Move(each) for each in data.writes]
        self.reads = [move for move in reads if not per_item.intersection(move.sources)]
        self.item_reads = [move for move in reads if per_item.intersection(move.sources)]
        self.writes = [move for move in writes if move.target not in per_item]
        self.item_writes = [move for move in writes if move.target in per_item]
        self.own = self._own()
        self.per_item = frozenset(move.target for move in self.item_reads)
        self.item_own = frozenset(name for move in self.item_writes for name in move.sources if name in data.outputs)

    def _from_where(self, name: str) -> str:
        sources = [source for move in self.reads if move.target == name for source in move.sources if source != name]
        return f"{name}（来自 {'、'.join(sources)}）" if sources else name

    @property
    def acts(self) -> bool:
        """False where arrows only show what is read and written."""
        data = self.data
        moves = any(move.moves for move in (*self.reads, *self.item_reads, *self.writes, *self.item_writes))
        return moves or bool(data.properties or data.input_sets or data.output_sets)

    def _own(self) -> frozenset[str]:
        """The variables of the activity alone."""
        data = self.data
        targets = {move.target for move in self.reads if move.moves} & {*data.inputs, *data.properties}
        sources = {name for move in self.writes for name in move.sources} & {*data.outputs}
        return frozenset((*targets, *sources, *data.properties))

    def take(self, task: Task) -> None:
        """Incident where no input set is full; then nothing has changed."""
        if task.is_instance:
            self._take_item(task)
        elif "taken" not in task.internal_data:
            values: dict[str, Any] = dict.fromkeys(self.own)
            for move in self.reads:
                found = move.values(task.data, values)
                values |= {name: value for name, value in found.items() if name in self.own}
            seen = Variables(values, outer=task.data)
            missing = lacks(self.data.input_sets, seen, self.per_item)
            if missing:
                words = "、".join(map(self._from_where, missing))
                raise Incident(f"{task.task_spec.name} 缺少要用的数据 {words}：补上后重试")
            task.internal_data["taken"] = _full(self.data.input_sets, seen, self.per_item)
            if task.data is task.workflow.data:
                task.data = seen
                task.internal_data["own"] = True
            else:
                task.data.update(values)

    def put_back(self, task: Task) -> None:
        """The work has not begun: a retry takes anew, since what was missing may be there by then."""
        if not task.is_instance and "taken" in task.internal_data:
            del task.internal_data["taken"]
            if task.internal_data.pop("own", False):
                task.data = task.workflow.data

    def _take_item(self, task: Task) -> None:
        task.data.update(dict.fromkeys(self.item_own))
        for move in self.item_reads:
            task.data.update(move.values(task.data, task.data))

    def missing_outputs(self, task: Task, values: Mapping[str, Any]) -> tuple[str, ...]:
        """What is still lacking, with these values written; () where an output set is full."""
        return lacks(self._output_sets(task), Variables(values, outer=task.data))

    def _output_sets(self, task: Task) -> Sequence[DataSet]:
        """Those that go with the input set that was full at the beginning; without a word all go together."""
        taken, sets = task.internal_data.get("taken"), self.data.output_sets
        wanted = {name for each in self.data.input_sets if each.id == taken for name in each.partners}
        fitting = [each for each in sets if each.id in wanted or taken in each.partners]
        return fitting or sets

    def received(self, payload: Mapping[str, Any], around: Variables) -> dict[str, Any]:
        """Variable -> value, as the associations of a catching event move its outputs, which the payload fills."""
        seen = Variables({name: payload.get(name) for name in self.data.outputs}, outer=around)
        values: dict[str, Any] = {}
        for move in self.writes:
            values |= move.values(seen, {**around.visible(), **values})
        return values

    def sent(self, task: Task) -> dict[str, Any]:
        """What a throwing node sends: its inputs, where it has any; else all that can be seen."""
        if not any(move.moves for move in (*self.reads, *self.item_reads)):
            return task.data.visible()
        if task.is_instance or "taken" in task.internal_data:
            return {name: valued(name, task.data) for name in self.data.inputs}
        values: dict[str, Any] = {}
        for move in self.reads:
            values |= move.values(task.data, values)
        missing = lacks(self.data.input_sets, values)
        if missing:
            words = "、".join(map(self._from_where, missing))
            raise Incident(f"{task.task_spec.name} 缺少要带走的数据 {words}：补上后重试")
        return values

    def give(self, task: Task) -> None:
        """Incident where no output set is full."""
        if task.is_instance:
            for move in self.item_writes:
                task.data.update(move.values(task.data, task.data))
            return
        if "given" in task.internal_data:  # and the way on could not be chosen
            return
        missing = self.missing_outputs(task, {})
        if missing:
            raise Incident(f"{task.task_spec.name} 缺少应交出的数据 {'、'.join(missing)}：补上后重试")
        around = task.workflow.data
        for move in self.writes:
            around.assign(move.values(task.data, around))
        task.internal_data["given"] = True

    def leave(self, task: Task) -> None:
        """Its own variables end here: the conditions of its flows see what is around it."""
        if task.internal_data.get("own") and task.id not in task.process.subprocesses:
            task.data = task.workflow.data


def taken_in(spec: FlowNode, event: BpmnEvent, around: Variables) -> Mapping[str, Any]:
    """What an event that has come writes: where its node says nothing of it, all that it brings."""
    payload: Mapping[str, Any] = event.payload or {}
    return spec.exchange.received(payload, around) if spec.exchange else payload


def lacks(sets: Sequence[DataSet], seen: Mapping[str, Any], later: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """() where one of the sets is full, else what the first one lacks. `later`: what is not asked for yet."""
    lack = [_lacking(each, seen, later) for each in sets]
    return () if not lack or () in lack else lack[0]


def _full(sets: Sequence[DataSet], seen: Mapping[str, Any], later: frozenset[str]) -> str:
    """The id of the first set that is full."""
    return next((each.id for each in sets if not _lacking(each, seen, later)), "")


def _lacking(one: DataSet, seen: Mapping[str, Any], later: frozenset[str]) -> tuple[str, ...]:
    """What has no value; null is none."""
    return tuple(name for name in one.required if name not in later and valued(name, seen) is None)


def passed(names: Iterable[str], variables: Mapping[str, Any]) -> dict[str, Any]:
    """Those variables that are there."""
    found = {name: valued(name, variables) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def demand(of: str, missing: Sequence[str]) -> None:
    """Invalid where somebody who can fill them in has left some out."""
    if missing:
        names = ", ".join(missing)
        raise Invalid(f"Expected values for {names}, which {of} needs", tuple((name, "要填写") for name in missing))
