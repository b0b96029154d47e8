"""What was deployed, as the store keeps it and the runtime reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """A definition: one process of a file, with what lies beside it. `called`: key of another process -> definition."""

    definition: int
    key: str
    name: str
    bpmn: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)
    called: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionSource:
    """One deployed version of a decision: the file it lies in, and the DMN files that this imports, by name."""

    id: int
    key: str
    version: int
    dmn: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)
