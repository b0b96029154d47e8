"""Advice on a file that would run: what is probably not meant. Errors come from `parse`, the rest from here."""

from collections.abc import Iterator
from datetime import date

from bpmn.advice import beside, happenings, people, ways
from bpmn.advice.choices import choices
from bpmn.advice.early import early
from bpmn.advice.surroundings import NOTHING_KNOWN, Surroundings
from bpmn.advice.tables import tables
from bpmn.advice.variables import variables
from bpmn.findings import Finding
from bpmn.model import Definition
from bpmn.parse import Document
from bpmn.rules.advice import WAYS
from bpmn.scopes import Scope, executable, scopes
from bpmn.soundness import Budget
from bpmn.xml import Node

MOST_FINDINGS = 500
LOOSE = ("missing-id", "duplicate-id", "dangling-flow", "flow-crosses")


def lint(document: Document, today: date | None = None, known: Surroundings = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Warnings and hints in the order of the file, the first 500. `today` alone may stand for what is known."""
    known = Surroundings(today) if today else known
    found: list[Finding] = []
    budget = Budget()
    for process, definition in zip(executable(document.tree), document.definitions, strict=True):
        levels = list(scopes(process))
        for level in levels:
            found += _of_level(level, definition, budget)
        found += _of_process(process, definition, levels, document)
        found += people.groups(process, known)
        found += happenings.times(process, known)
        found += beside.calls(definition, known)
        found += happenings.unheard(process, document.tree, known)
    found += happenings.declared(document.tree)
    found += beside.forms(document)
    for file in dict.fromkeys(document.beside.decisions.values()):
        found += tables(document.beside.sources[file], file)
    found = _apart(found, document.errors)
    return tuple(sorted(found, key=lambda each: (each.file, each.line)))[:MOST_FINDINGS]


def _apart(found: list[Finding], errors: tuple[Finding, ...]) -> list[Finding]:
    """Without what only follows from an error: at the same element, or on ways where flows hang loose."""
    faulty = {each.element for each in errors if each.element}
    is_loose = any(each.rule in LOOSE for each in errors)
    return [each for each in found if each.element not in faulty and not (is_loose and each.rule in WAYS)]


def _of_level(level: Scope, definition: Definition, budget: Budget) -> Iterator[Finding]:
    yield from ways.ways(level, budget)
    yield from choices(level)
    yield from people.tasks(level, definition)
    yield from people.jobs(level)
    yield from people.names(level)


def _of_process(process: Node, definition: Definition, levels: list[Scope], document: Document) -> Iterator[Finding]:
    yield from people.shares(process, levels, definition)
    yield from people.limits(process)
    yield from variables(process, definition, document)
    yield from early(process, definition, levels)
    yield from ways.starts(process)
    yield from happenings.conditions(process)
    yield from happenings.crossings(levels, document.tree)
