"""From an XML event, or a task that sends or receives, to its spec: every event definition is read, or refused."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition

from engine.runtime.correlation import Correlating
from engine.runtime.parsing.nodes import JobParser, NodeParser, is_true, whole_text
from engine.runtime.script_engine import Formula, text
from engine.runtime.specs.definitions import Compensate, Conditional, Link, Message, Several, Timer, each_of
from engine.runtime.throwing import lifetime

TIMES = ("timeDate", "timeDuration", "timeCycle")


class EventParser(NodeParser, EventDefinitionParser):
    def create_task(self) -> Any:
        definition = self.definition()
        task = self.spec_class(
            self.spec, self.bpmn_id, event_definition=definition, **self.own(), **self.bpmn_attributes
        )
        keys = {each.name: self.correlating(each) for each in each_of(definition) if isinstance(each, Message)}
        task.exchange = self.exchange()
        if any(keys.values()):
            task.correlating = {name: key for name, key in keys.items() if key}
        return task

    def own(self) -> dict[str, Any]:
        """What this kind of event needs beyond its definition."""
        return {}

    def correlating(self, definition: Message) -> Correlating | None:
        said = self.element.correlation
        bindings = self.process_parser.bindings()
        properties = tuple(
            (Formula(each.retrieval_expression), bindings[each.name])
            for each in definition.correlation_properties
            if each.name in bindings
        )
        if said is None:
            return Correlating(properties=properties) if properties else None
        return Correlating(text(said.key) if said.key else None, lifetime(said.ttl), properties)

    def definition(self) -> Any:
        nodes = [node for node in self.node.iterchildren("{*}*") if node.tag.endswith("EventDefinition")]
        if not nodes:
            return NoneEventDefinition()
        if len(nodes) > 1:
            return Several([self.read(node) for node in nodes], is_true(self.node, "parallelMultiple"))
        return self.read(nodes[0])

    def read(self, node: Any) -> Any:
        kind = node.tag.rpartition("}")[2].removesuffix("EventDefinition")
        read = getattr(self, f"parse_{kind}_event", None)
        if read is None:
            self.raise_validation_exception(f"{kind} 事件不能执行")
        return read(node)

    def parse_timer_event(self, node: Any) -> Timer:
        texts = {kind: whole_text(node.find(full_tag(kind))) for kind in TIMES}
        written = next(((kind, text) for kind, text in texts.items() if text), None)
        if written is None:
            self.raise_validation_exception("定时事件没有写日期、时长或周期")
        return Timer(*written)

    def parse_conditional_event(self, node: Any) -> Conditional:
        return Conditional(whole_text(node.find(full_tag("condition"))))

    def parse_error_event(self, node: Any) -> ErrorEventDefinition:
        """An error without a code is told apart by its id; an event without a reference catches every error."""
        ref = node.get("errorRef")
        code = super().parse_error_event(node).code if ref else None
        return ErrorEventDefinition(ref, code or ref)

    def parse_link_event(self, node: Any) -> Link:
        return Link(node.get("name"))

    def parse_compensate_event(self, node: Any) -> Compensate:
        return Compensate(node.get("activityRef"), is_true(node, "waitForCompletion", "true"))


class StartEventParser(EventParser):
    def own(self) -> dict[str, Any]:
        return {"is_interrupting": is_true(self.node, "isInterrupting", "true")}


class CatchEventParser(EventParser):
    """Intermediate catch event."""


class ThrowEventParser(EventParser):
    """Intermediate throw and end event."""


class BoundaryEventParser(EventParser):
    def own(self) -> dict[str, Any]:
        return {"cancel_activity": is_true(self.node, "cancelActivity", "true")}


class MessageTaskParser(JobParser, EventParser):
    """A send or receive task. Without a message a send task passes, and a receive task cannot be."""

    def create_task(self) -> Any:
        return self.create_job(self.element.job) if self.element.job else EventParser.create_task(self)

    def definition(self) -> Any:
        return self.parse_message_event(self.node) if self.node.get("messageRef") else NoneEventDefinition()
