"""From one XML element to one spec. Flows, boundary events and entries are the process parser's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from bpmn.model import Assignment, Element, Job
from engine.runtime.lengths import Lengths
from engine.runtime.script_engine import Formula, Script
from engine.runtime.specs import activities
from engine.runtime.specs.activities import Assigning
from engine.runtime.specs.exchange import Exchange, Named
from engine.runtime.specs.loops import MultiInstance, StandardLoop
from engine.runtime.specs.subprocesses import EventSubprocess


@contextmanager
def named(node: Any) -> Iterator[None]:
    """Tells at which element a text is wrong."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise ValidationException(str(error), node=node) from error


def is_true(node: Any, attribute: str, default: str = "false") -> bool:
    return node.get(attribute, default) in ("true", "1")


def whole_text(node: Any) -> str:
    return "" if node is None else "".join(node.itertext()).strip()


class NodeParser(TaskParser):
    """The parser that a node is read with gives it its `element`."""

    def parse_node(self) -> Any:
        """The library would walk on along the flows here."""
        with named(self.node):
            self.task = self.create_task()
            self.task.extensions = {}
            self.task.element = self.element
        return self.task

    def parse_incoming_data_references(self) -> list[Any]:
        """What data moves is `bpmn.items`'s; the library knows data objects only, and refuses the rest."""
        return []

    def parse_outgoing_data_references(self) -> list[Any]:
        return []

    @property
    def element(self) -> Element:
        known: Element | None = self.process_parser.parser.elements.get(self.bpmn_id)
        kind = self.node.tag.rpartition("}")[2]
        return known or Element(self.bpmn_id, kind, self.node.get("name", ""))

    def raise_validation_exception(self, message: str, node: Any = None) -> NoReturn:
        """The library's own callers pass a `node` that its own method does not take."""
        raise ValidationException(message, self.node if node is None else node, self.filename)

    def expression(self, path: str) -> Formula | None:
        written = whole_text(self.node.find(path))
        return Formula(written) if written else None

    def exchange(self) -> Exchange | None:
        if self.element.data is None:
            return None
        many = self.node.find(full_tag("multiInstanceLoopCharacteristics"))
        items = (self._name(many, tag) for tag in ("inputDataItem", "outputDataItem")) if many is not None else ()
        exchange = Exchange(self.element.data, (name for name in items if name))
        return exchange if exchange.acts else None

    def _name(self, node: Any, tag: str) -> str | None:
        item = node.find(full_tag(tag))
        return None if item is None else item.get("name") or item.get("id")


class ActivityParser(NodeParser):
    def parse_node(self) -> Any:
        super().parse_node()
        with named(self.node):
            self.task.loop = self._standard_loop() or self._multi_instance()
            self.task.exchange = self.exchange()
            self.task.lengths = Lengths(self.element.limit) if self.element.limit else None
            if self.element.kind != "callActivity":
                self.task.locals, self.task.results = formulas(self.element.inputs), formulas(self.element.outputs)
        return self.task

    def _standard_loop(self) -> StandardLoop | None:
        node = self.node.find(full_tag("standardLoopCharacteristics"))
        if node is None:
            return None
        maximum = node.get("loopMaximum")
        condition = self.expression(f"{full_tag('standardLoopCharacteristics')}/{full_tag('loopCondition')}")
        if maximum is None and condition is None:
            self.raise_validation_exception("循环没有条件，也没有最多次数")
        return StandardLoop(condition, maximum and int(maximum), is_true(node, "testBefore"))

    def _multi_instance(self) -> MultiInstance | None:
        node = self.node.find(full_tag("multiInstanceLoopCharacteristics"))
        if node is None:
            return None
        path = f"{full_tag('multiInstanceLoopCharacteristics')}/"
        cardinality = self.expression(path + full_tag("loopCardinality"))
        data = self.element.collection
        collection = Named(data) if data else self.expression(path + full_tag("loopDataInputRef"))
        if (cardinality is None) == (collection is None):
            self.raise_validation_exception("多实例要么写次数，要么写列表")
        return MultiInstance(
            is_true(node, "isSequential"),
            cardinality,
            collection,
            self._name(node, "inputDataItem"),
            self.element.gathers or whole_text(node.find(full_tag("loopDataOutputRef"))) or None,
            self._name(node, "outputDataItem"),
            self.expression(path + full_tag("completionCondition")),
        )


class UserTaskParser(ActivityParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.assigning = Assigning(self.element.assignment or Assignment())
        return task


class JobParser(ActivityParser):
    """A service, send or business rule task that a worker does."""

    def create_job(self, job: Job) -> Any:
        task = activities.ServiceTask(self.spec, self.bpmn_id, **self.bpmn_attributes)
        task.inputs = formulas(job.inputs)
        task.outputs = formulas(job.outputs)
        return task


class ServiceTaskParser(JobParser):
    """A job for a worker, or a calculation within the command."""

    def create_task(self) -> Any:
        element = self.element
        if element.job:
            return self.create_job(element.job)
        if element.calculation is None:
            self.raise_validation_exception("服务任务没有写做什么：写 city:job 或 city:calculation")
        task = activities.Calculation(self.spec, self.bpmn_id, **self.bpmn_attributes)
        task.expression = Formula(element.calculation.expression)
        task.result = element.calculation.result
        return task


class ScriptTaskParser(ActivityParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.script = Script(whole_text(self.node.find(full_tag("script"))))
        return task


class BusinessRuleTaskParser(JobParser):
    def create_task(self) -> Any:
        if self.element.job:
            return self.create_job(self.element.job)
        task = super().create_task()
        ref = self.element.decision
        if ref is None:
            self.raise_validation_exception("业务规则任务没有写用哪个决策")
        task.ref = ref
        if ref.binding.by == "deployment":
            task.beside = self.process_parser.parser.decision(ref)
            if task.beside is None:
                self.raise_validation_exception(f"决策 {ref.decision} 在流程旁边的文件里找不到")
        return task


class SubprocessParser(ActivityParser):
    def create_task(self) -> Any:
        parser = self.process_parser.parser
        parser.create_parser(self.node, filename=self.filename, lane=self.lane)
        spec_class = EventSubprocess if is_true(self.node, "triggeredByEvent") else self.spec_class
        task = spec_class(self.spec, self.bpmn_id, subworkflow_spec=self.bpmn_id, **self.bpmn_attributes)
        task.inner_spec = parser.process_parsers[self.bpmn_id].get_spec()
        return task


class AdHocSubprocessParser(SubprocessParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.condition = self.expression(full_tag("completionCondition"))
        task.cancels_remaining = is_true(self.node, "cancelRemainingInstances", "true")
        task.sequential = self.node.get("ordering") == "Sequential"
        return task


class CallActivityParser(ActivityParser):
    def create_task(self) -> Any:
        called = self.element.calls or self.node.get("calledElement")
        if not called:
            self.raise_validation_exception("调用活动没有写调用哪个流程")
        task = self.spec_class(self.spec, self.bpmn_id, subworkflow_spec=called, **self.bpmn_attributes)
        task.inputs = formulas(self.element.inputs)
        task.outputs = formulas(self.element.outputs)
        return task


class EventGatewayParser(NodeParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.parallel = self.node.get("eventGatewayType") == "Parallel"
        return task


class ComplexGatewayParser(NodeParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.activation = self.expression(full_tag("activationCondition"))
        return task


def formulas(pairs: Any) -> tuple[tuple[Formula, str], ...]:
    return tuple((Formula(source), name) for source, name in pairs)
