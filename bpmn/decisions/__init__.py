"""Decisions (DMN): read once from XML, then taken on variables, with the rules that decided."""

from bpmn.decisions.decision import Decision
from bpmn.decisions.explaining import explain, sentences
from bpmn.decisions.files import imported_files
from bpmn.decisions.reading import Decisions, Reading, examine, read
from bpmn.decisions.results import DecisionError, InputError, Result, Row, Step

__all__ = [
    "Decision",
    "DecisionError",
    "Decisions",
    "InputError",
    "Reading",
    "Result",
    "Row",
    "Step",
    "examine",
    "explain",
    "imported_files",
    "read",
    "sentences",
]
