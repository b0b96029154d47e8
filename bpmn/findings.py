"""A finding: what is wrong where, and what to do about it. The sentences are in `rules`."""

from dataclasses import dataclass

from bpmn.rules import RULES
from bpmn.xml import Node, id_of, line_of

LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """`severity`: error refuses the file, warning and hint do not. `rule`: a stable English code; the rest is Chinese.

    `file`: the form or decision beside the process that it stands in; empty for the process file itself.
    """

    severity: str
    element: str | None
    line: int
    message: str
    remedy: str
    rule: str = ""
    file: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


def finding(rule: str, node: Node, **values: object) -> Finding:
    """The finding of this rule at this element; `values` fill its sentences."""
    return found_at(rule, id_of(node), line_of(node), **values)


def found_at(rule: str, element: str | None, line: int, **values: object) -> Finding:
    severity, message, remedy = RULES[rule]
    shown = {name: _shown(value) for name, value in values.items()}
    return Finding(severity, element, line, message.format(**shown), remedy.format(**shown), rule)


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
