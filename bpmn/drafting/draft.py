"""What a draft says: lanes, steps and flows in the order of reading. Knows no place on the page and no XML of BPMN."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

START, END = "startEvent", "endEvent"


@dataclass(frozen=True, slots=True)
class Lane:
    """`words`: its `city:` words as XML; the assignment in them is the default of its tasks."""

    id: str
    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One flow node. `kind`: its BPMN element. `words`: `city:` words; `parts`: other XML inside, such as a trigger.

    `on`: the step at whose border it stands. `inside`: of a subprocess.
    """

    id: str
    kind: str
    name: str = ""
    lane: str = ""
    words: str = ""
    parts: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    on: str = ""
    inside: "Draft | None" = None

    @property
    def is_event_subprocess(self) -> bool:
        return self.attributes.get("triggeredByEvent") == "true"


@dataclass(frozen=True, slots=True)
class Flow:
    """`condition` is FEEL; the default flow of its source has none."""

    source: str
    target: str
    name: str = ""
    condition: str = ""
    default: bool = False

    @property
    def id(self) -> str:
        return f"f_{self.source}_{self.target}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A process, or the inside of a subprocess. `declarations`: messages, errors and escalations beside it, as XML."""

    id: str
    name: str
    steps: tuple[Step, ...]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...] = ()
    words: str = ""
    declarations: str = ""

    def step(self, id: str) -> Step:
        return next(step for step in self.steps if step.id == id)

    def with_steps(self, *steps: Step, flows: tuple[Flow, ...] = ()) -> "Draft":
        return replace(self, steps=(*self.steps, *steps), flows=(*self.flows, *flows))


def chain(*ids: str) -> tuple[Flow, ...]:
    """Flows along a row of steps."""
    return tuple(Flow(source, target) for source, target in pairwise(ids))
