"""`startQuantity` (BPMN 2.0.2, 10.3): an activity that begins when so many tokens have come.

They gather before it, at a node of their own that is not drawn, so that the activity itself need not know.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from bpmn.model import Element
from engine.runtime.specs.node import Flow, FlowNode

if TYPE_CHECKING:
    from engine.runtime.parsing.process_spec import ProcessSpec
    from engine.runtime.task import Task


class Gathering(FlowNode):
    """Lets one token on for every `quantity` that come, by whatever flows."""

    def __init__(self, wf_spec: ProcessSpec, activity: Any, quantity: int):
        own = f"{activity.name}#gathering"
        super().__init__(wf_spec, own)
        del wf_spec.task_specs[own]  # it is no node of the drawing
        self.name: str = activity.name
        self.quantity = quantity
        self.element = Element(activity.name, activity.element.kind, activity.element.name)
        self.incoming, activity.incoming = activity.incoming, [Flow(f"{activity.name}.gathered", self, activity)]
        for flow in self.incoming:
            flow.target = self
        self.outgoing = list(activity.incoming)

    def _run_hook(self, task: Task) -> bool | None:
        waiting = task.workflow.tokens_at(self)
        if len(waiting) + 1 < self.quantity:
            return None
        for token in islice(waiting, self.quantity - 1):
            token.absorb()
        return True

    def leaves_trace(self, task: Task) -> bool:
        return False
