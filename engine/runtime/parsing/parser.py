"""BPMN XML to specs: the library's parser with our classes in its override table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.util import full_tag

from bpmn.model import DecisionRef, Element
from engine.runtime.parsing import events as event_parsers
from engine.runtime.parsing import nodes
from engine.runtime.parsing.process import ProcessParser
from engine.runtime.parsing.process_spec import ProcessSpec
from engine.runtime.specs import activities, events, gateways, messages, subprocesses, throwing

Decisions = Mapping[str, Mapping[str, Any]]  # file name -> decision id -> decision


class Parser(BpmnParser):
    """Reads one document. `elements`: what the city says of its flow nodes, by id."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012  # the library's own extension point
        full_tag("startEvent"): (event_parsers.StartEventParser, events.StartEvent),
        full_tag("endEvent"): (event_parsers.ThrowEventParser, throwing.EndEvent),
        full_tag("intermediateThrowEvent"): (event_parsers.ThrowEventParser, throwing.ThrowEvent),
        full_tag("intermediateCatchEvent"): (event_parsers.CatchEventParser, events.CatchEvent),
        full_tag("boundaryEvent"): (event_parsers.BoundaryEventParser, events.BoundaryEvent),
        full_tag("task"): (nodes.ActivityParser, activities.PassThroughTask),
        full_tag("manualTask"): (nodes.UserTaskParser, activities.UserTask),
        full_tag("userTask"): (nodes.UserTaskParser, activities.UserTask),
        full_tag("serviceTask"): (nodes.ServiceTaskParser, activities.ServiceTask),
        full_tag("scriptTask"): (nodes.ScriptTaskParser, activities.ScriptTask),
        full_tag("businessRuleTask"): (nodes.BusinessRuleTaskParser, activities.BusinessRuleTask),
        full_tag("sendTask"): (event_parsers.MessageTaskParser, messages.SendTask),
        full_tag("receiveTask"): (event_parsers.MessageTaskParser, messages.ReceiveTask),
        full_tag("subProcess"): (nodes.SubprocessParser, subprocesses.EmbeddedSubprocess),
        full_tag("transaction"): (nodes.SubprocessParser, subprocesses.Transaction),
        full_tag("adHocSubProcess"): (nodes.AdHocSubprocessParser, subprocesses.AdHocSubprocess),
        full_tag("callActivity"): (nodes.CallActivityParser, subprocesses.CallActivity),
        full_tag("exclusiveGateway"): (nodes.NodeParser, gateways.ExclusiveGateway),
        full_tag("parallelGateway"): (nodes.NodeParser, gateways.ParallelGateway),
        full_tag("inclusiveGateway"): (nodes.NodeParser, gateways.InclusiveGateway),
        full_tag("complexGateway"): (nodes.ComplexGatewayParser, gateways.ComplexGateway),
        full_tag("eventBasedGateway"): (nodes.EventGatewayParser, gateways.EventBasedGateway),
    }
    PROCESS_PARSER_CLASS = ProcessParser
    AD_HOC_PARSER_CLASS = ProcessParser

    def __init__(self, elements: Mapping[str, Element], decisions: Decisions):
        super().__init__()
        self.elements = elements
        self.decisions = decisions

    def _add_data_stores(self, bpmn: Any) -> None:
        """Data stores are drawings; the library would refuse those for which it has no class."""

    def decision(self, ref: DecisionRef) -> Any:
        """The decision in the file that is named, or in whichever has it; None if there is none."""
        files = self.decisions.values() if ref.resource is None else [self._file(ref.resource)]
        return next((found[ref.decision] for found in files if ref.decision in found), None)

    def _file(self, name: str) -> Mapping[str, Any]:
        return self.decisions.get(name) or self.decisions.get(f"{name}.dmn") or {}

    def flow_node_tags(self) -> list[str]:
        return list(self.OVERRIDE_PARSER_CLASSES)

    def specs(self) -> dict[str, ProcessSpec]:
        """All processes and the subprocesses in them, by id. ValidationException tells what is not run."""
        for process_id in self.get_process_ids():
            self.get_spec(process_id)
        return {name: parser.get_spec() for name, parser in self.process_parsers.items() if parser.process_executable}
