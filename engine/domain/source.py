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
