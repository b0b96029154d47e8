"""The nodes of one scope, joined by its flows: read one by one, not by recursion, so a chain may have any length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser as SpiffProcessParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from bpmn.behaviours import thrown_by
from bpmn.quantities import quantity
from engine.runtime.parsing.events import EventParser
from engine.runtime.parsing.nodes import is_true, named, whole_text
from engine.runtime.parsing.process_spec import ProcessSpec, Trigger
from engine.runtime.script_engine import Formula
from engine.runtime.specs import activities, events, gateways, messages, subprocesses, throwing
from engine.runtime.specs.behaviours import Behaviour
from engine.runtime.specs.definitions import Compensate, Link, each_of
from engine.runtime.specs.loops import MultiInstance
from engine.runtime.specs.node import Flow
from engine.runtime.specs.quantities import Gathering


class ProcessParser(SpiffProcessParser):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.process_executable = is_true(self.node, "isExecutable", "true")

    def create_spec(self) -> ProcessSpec:
        if not self.process_executable:
            raise ValidationException(f"流程 {self.bpmn_id} 不可执行", node=self.node)
        is_process = self.node.tag == full_tag("process")
        return ProcessSpec(is_process, name=self.bpmn_id, description=self.get_name(), filename=self.filename)

    def _parse(self) -> None:
        """Data objects and the like are `bpmn.items`'s."""
        self.spec = self.create_spec()
        self.add_tasks()

    def add_tasks(self) -> None:
        for node in self.node.iterchildren(*self.parser.flow_node_tags()):
            self.parse_node(node)
        for node in self.node.iterchildren(full_tag("sequenceFlow")):
            self._connect(node)
        self._connect_links()
        self._attach_boundary_events()
        self._attach_compensation_handlers()
        self._find_entries()
        self._find_parts()
        self.spec.close()

    def bindings(self) -> dict[str, Formula]:
        """Correlation properties of the process around: property -> what its instance has for it."""
        process = next(node for node in self.node.iterancestors(full_tag("process"))) if self._is_inner else self.node
        path = f"{full_tag('correlationSubscription')}/{full_tag('correlationPropertyBinding')}"
        found = {}
        for binding in process.iterfind(path):
            with named(binding):
                written = whole_text(binding.find(full_tag("dataPath")))
                found[binding.get("correlationPropertyRef")] = Formula(written)
        return found

    @property
    def _is_inner(self) -> bool:
        return bool(self.node.tag != full_tag("process"))

    def _connect(self, node: Any) -> None:
        source = self.spec.task_specs.get(node.get("sourceRef"))
        target = self.spec.task_specs.get(node.get("targetRef"))
        if source is None or target is None:
            raise ValidationException("连线的起点或终点不在这一层", node=node)
        written = whole_text(node.find(full_tag("conditionExpression")))
        default = self.get_node_by_id(source.name).get("default")
        with named(node):
            condition = Formula(written) if written else None
        self._add_flow(
            Flow(node.get("id"), source, target, condition, node.get("id") == default, name=node.get("name", ""))
        )

    def _add_flow(self, flow: Flow) -> None:
        flow.source.outgoing.append(flow)
        flow.target.incoming.append(flow)
        flow.source.connect(flow.target)

    def _connect_links(self) -> None:
        links = [
            spec for spec in self.spec.task_specs.values() if isinstance(getattr(spec, "event_definition", None), Link)
        ]
        targets = {spec.event_definition.name: spec for spec in links if isinstance(spec, events.CatchEvent)}
        for source in links:
            if isinstance(source, throwing.ThrowEvent):
                target = targets.get(source.event_definition.name)
                if target is None:
                    raise ValidationException("链接没有接收的一端", node=self.get_node_by_id(source.name))
                self._add_flow(Flow(f"{source.name}.link", source, target))

    def _attach_boundary_events(self) -> None:
        for spec in list(self.spec.task_specs.values()):
            if not isinstance(spec, events.BoundaryEvent):
                continue
            node = self.get_node_by_id(spec.name)
            host = self.spec.task_specs.get(node.get("attachedToRef"))
            if not isinstance(host, activities.Activity):
                raise ValidationException("边界事件没有附在任何环节上", node=node)
            spec.attached_to = host
            if not isinstance(spec.event_definition, Compensate):
                host.boundary_events.append(spec)

    def _attach_compensation_handlers(self) -> None:
        for node in self.node.iterchildren(full_tag("association")):
            source = self.spec.task_specs.get(node.get("sourceRef"))
            if isinstance(source, events.BoundaryEvent) and isinstance(source.event_definition, Compensate):
                handler = self.spec.task_specs[node.get("targetRef")]
                source.attached_to.compensation_handler, handler.undoes = handler, True

    def _find_entries(self) -> None:
        specs = self.spec.task_specs.values()
        starts = [spec for spec in specs if isinstance(spec, events.StartEvent)]
        listening = [spec for spec in specs if isinstance(spec, subprocesses.EventSubprocess)]
        self.spec.event_subprocesses = [spec for spec in listening if not spec.compensates]
        self.spec.undoing = next((spec for spec in listening if spec.compensates), None)
        if self.spec.is_process:
            self.spec.plain_starts = [spec for spec in starts if spec.is_none]
            self.spec.triggers = [trigger for spec in specs for trigger in self._triggers(spec)]
            self.spec.entries = self.spec.plain_starts if len(self.spec.plain_starts) == 1 else []
        else:
            self.spec.entries = starts[:1]
        if not starts and not self.spec.triggers:
            self.spec.entries = [spec for spec in specs if self._is_free(spec)]

    def _triggers(self, spec: Any) -> Iterator[Trigger]:
        """What begins an instance: start events, and behind them what the standard lets begin one."""
        if isinstance(spec, events.StartEvent):
            yield from (Trigger(spec, definition, spec) for definition in each_of(spec.event_definition))
        elif isinstance(spec, messages.ReceiveTask) and self._begins(spec):
            yield Trigger(spec, spec.event_definition, spec)
        elif isinstance(spec, gateways.EventBasedGateway) and self._begins(spec):
            for target in (flow.target for flow in spec.outgoing):
                entry = spec if spec.parallel else target
                yield from (Trigger(target, each, entry) for each in each_of(target.event_definition))

    def _begins(self, spec: Any) -> bool:
        return is_true(self.get_node_by_id(spec.name), "instantiate")

    def _find_parts(self) -> None:
        for spec in list(self.spec.task_specs.values()):
            spec.parts = events.parts_of(spec, self.spec)
            if isinstance(spec, activities.Activity):
                self._complete(spec)

    def _complete(self, spec: activities.Activity) -> None:
        """What needs the flows to be there."""
        node = self.get_node_by_id(spec.name)
        if isinstance(spec.loop, MultiInstance):
            spec.loop = replace(spec.loop, behaviour=self._behaviour(spec))
        spec.yields = quantity(node, "completionQuantity")
        if quantity(node, "startQuantity") > 1:
            spec.parts = [Gathering(self.spec, spec, quantity(node, "startQuantity"))]

    def _behaviour(self, spec: Any) -> Behaviour | None:
        """What a multi-instance activity throws when one of its instances is done."""
        node = self.get_node_by_id(spec.name)
        many = node.find(full_tag("multiInstanceLoopCharacteristics"))
        reader = EventParser(self, None, node)
        with named(node):
            thrown = [
                (
                    condition if condition is None else Formula(whole_text(condition)),
                    [reader.read(each) for each in all],
                )
                for condition, all in thrown_by(many)
            ]
        return Behaviour(many.get("behavior") == "One", thrown) if thrown else None

    def _is_free(self, spec: Any) -> bool:
        """May it start without an incoming flow?"""
        is_handler = spec.undoes or is_true(self.get_node_by_id(spec.name), "isForCompensation")
        is_waiting = isinstance(spec, (events.BoundaryEvent, subprocesses.EventSubprocess))
        return not (spec.incoming or is_handler or is_waiting)
