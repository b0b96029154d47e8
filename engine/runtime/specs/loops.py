"""Loop characteristics. The body task stays while its instances, its children, come and go."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Formula
from engine.runtime.specs.behaviours import Behaviour
from engine.runtime.specs.exchange import Named
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.task import Task


def start_instance(body: Task, index: int, values: dict[str, Any] | None = None) -> None:
    """`index` is kept apart from the variables, which whoever works on the instance may write."""
    variables = Variables({"loopCounter": index, **(values or {})}, outer=body.data)
    instance = body.workflow.enter(body.task_spec, parent=body, variables=variables)
    instance.internal_data["index"] = index


def withdraw_instances(body: Task) -> None:
    for child in body.children:
        if child.is_instance:
            child.cancel()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """Round after round while the condition holds; it sees in `loopCounter` how many rounds are done."""

    condition: Formula | None
    maximum: int | None
    test_before: bool

    def start(self, body: Task) -> bool | None:
        body.internal_data["rounds"] = 0
        if self.test_before and not self._goes_on(body):
            return True
        start_instance(body, 0)
        return None

    def instance_completed(self, body: Task, instance: Task) -> None:
        body.internal_data["rounds"] += 1

    def go_on(self, body: Task) -> None:
        if self._goes_on(body):
            start_instance(body, body.internal_data["rounds"])
        else:
            body.complete()

    def _goes_on(self, body: Task) -> bool:
        rounds = body.internal_data["rounds"]
        if self.maximum is not None and rounds >= self.maximum:
            return False
        return self.condition is None or self.condition.holds(Variables({"loopCounter": rounds}, outer=body.data))


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """An instance for each item of a list, or as many as a number says. Its counters are variables of its body."""

    sequential: bool
    cardinality: Formula | None
    collection: Formula | Named | None
    item: str | None
    output: str | None
    output_item: str | None
    condition: Formula | None
    behaviour: Behaviour | None = None

    def start(self, body: Task) -> bool | None:
        items = self._items(body)
        state = body.internal_data
        state.update(items=items if self.sequential else None, total=len(items), started=0, completed=0, results=[])
        if body.data is body.workflow.data:  # else it has variables of its own already, as a handler or for its data
            body.data = Variables(outer=body.data)
        self._count(body)
        for item in items[:1] if self.sequential else items:
            self._start_next(body, item)
        if items:
            return None
        self._collect(body)
        return True

    def instance_completed(self, body: Task, instance: Task) -> None:
        if self.output_item:
            result = [instance.internal_data["index"], instance.data[self.output_item]]
            body.internal_data["results"].append(result)
        if self.condition or self.behaviour:
            body.internal_data["last"] = dict(instance.data)
        body.internal_data["completed"] += 1
        self._count(body)

    def go_on(self, body: Task) -> None:
        is_enough = self.behaviour is not None and self.behaviour.tell(body)
        if body.is_gone:
            return  # what was thrown has interrupted it
        if is_enough or self._is_over(body):
            withdraw_instances(body)
            self._collect(body)
            body.complete()
        elif self.sequential:
            self._start_next(body, body.internal_data["items"][body.internal_data["started"]])

    def _is_over(self, body: Task) -> bool:
        """The condition sees the variables of the instance that was completed last."""
        if body.internal_data["completed"] == body.internal_data["total"]:
            return True
        if self.condition is None:
            return False
        return self.condition.holds(Variables(body.internal_data["last"], outer=body.data))

    def _items(self, body: Task) -> list[Any]:
        limit = body.process.step_limit
        if self.collection:
            items = self.collection.value(body.data)
            if not isinstance(items, list):
                raise Incident(f"多实例的 {self.collection.text} 应为列表，却是 {type(items).__name__}")
            number: Any = len(items)
        else:
            number = self.cardinality.value(body.data) if self.cardinality else None
            items = None
        if not _is_count(number, limit):
            raise Incident(f"多实例的次数应为 0 到 {limit} 的整数，却是 {number!r}")
        return items if items is not None else [None] * int(number)

    def _start_next(self, body: Task, item: Any) -> None:
        values = {name: value for name, value in ((self.item, item), (self.output_item, None)) if name}
        start_instance(body, body.internal_data["started"], values)
        body.internal_data["started"] += 1

    def _count(self, body: Task) -> None:
        """The counters as variables, for expressions to read."""
        total, completed = body.internal_data["total"], body.internal_data["completed"]
        active = min(total - completed, 1) if self.sequential else total - completed
        body.data.update(numberOfInstances=total, numberOfCompletedInstances=completed, numberOfActiveInstances=active)

    def _collect(self, body: Task) -> None:
        if self.output:
            results = sorted(body.internal_data["results"], key=lambda result: result[0])
            body.data.assign({self.output: [value for _, value in results]})


def _is_count(number: Any, limit: int) -> bool:
    is_number = isinstance(number, (int, Decimal)) and not isinstance(number, bool)
    return is_number and number == int(number) and 0 <= number <= limit
