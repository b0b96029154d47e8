"""From the bytes of a BPMN file to a checked tree and its definitions. Finds all that is wrong, not only the first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bpmn import dialects, references, vocabulary
from bpmn.activities import bad_activities
from bpmn.associations import bad_data
from bpmn.behaviours import bad_behaviours
from bpmn.callables import unfold
from bpmn.checks import CHECKS
from bpmn.dialects.forms import drawn_forms
from bpmn.echoes import without_echoes
from bpmn.events import Declared, bad_declarations, bad_events, declarations
from bpmn.findings import Finding, finding
from bpmn.model import Definition
from bpmn.owners import bad_owners
from bpmn.pools import bad_pools
from bpmn.quantities import bad_quantities
from bpmn.reading import read_definition
from bpmn.resources import Beside, bad_resources, read_beside
from bpmn.rules import ERROR, HINT, WARNING
from bpmn.scopes import executable, scopes
from bpmn.stores import unfold_stores
from bpmn.structure import bad_ids, bad_lanes, bad_structure
from bpmn.texts import bad_texts
from bpmn.xml import CITY, Malformed, Node, check_definitions, extension, read_xml

__all__ = ["Document", "Finding", "Malformed", "read"]

MOST_FINDINGS = 500
GRAVEST_FIRST = (ERROR, WARNING, HINT)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `tree`: its root element, in which other vendors' words are already ours."""

    tree: Node
    definitions: tuple[Definition, ...]
    findings: tuple[Finding, ...]
    beside: Beside

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.is_error)


def read(source: bytes, resources: Mapping[str, bytes] | None = None) -> Document:
    """Reads a file with what lies beside it (forms, decisions), by file name. Malformed only if nothing can be read.

    With an error among the findings the definitions are what could be understood, and must not be run.
    """
    root = read_xml(source)
    check_definitions(root)
    beside = read_beside(resources or {}).with_forms(drawn_forms(root))
    as_written = (*bad_ids(root), *references.resolve(root))
    unfold(root)
    unfold_stores(root)
    processes = executable(root)
    found = _kept(without_echoes([*as_written, *_all_findings(root, processes, beside)]))
    definitions = tuple(read_definition(process, beside) for process in processes)
    return Document(root, definitions, tuple(sorted(found, key=_place)), beside)


def _all_findings(root: Node, processes: list[Node], beside: Beside) -> Iterator[Finding]:
    """The dialects come first: all that follows knows our words only."""
    yield from dialects.translate(root, processes)
    yield from vocabulary.misuse(root)
    yield from _bad_declarations(root, processes)
    declared = declarations(root)
    for process in processes:
        yield from _bad_process(process, declared)
    yield from bad_pools(root)
    yield from bad_resources(processes, beside)


def _kept(found: Iterable[Finding]) -> list[Finding]:
    """The first of each severity: nobody reads more, and a file may have a fault an element."""
    kept: dict[str, list[Finding]] = {ERROR: [], WARNING: [], HINT: []}
    for each in found:
        if len(kept[each.severity]) < MOST_FINDINGS:
            kept[each.severity].append(each)
    return kept[ERROR] + kept[WARNING] + kept[HINT]


def _place(found: Finding) -> tuple[int, int]:
    return GRAVEST_FIRST.index(found.severity), found.line


def _bad_declarations(root: Node, processes: list[Node]) -> Iterator[Finding]:
    if not processes:
        yield finding("no-process", root)
    for process in processes:
        if not process.get("id"):
            yield finding("missing-id", process, name="process")
    yield from bad_declarations(root)


def _bad_process(process: Node, declared: Declared) -> Iterator[Finding]:
    levels = list(scopes(process))
    ids = frozenset(id for level in levels for id in level.nodes)
    for level in levels:
        yield from bad_structure(level, ids)
        yield from bad_events(level, declared)
        yield from bad_activities(level)
        yield from bad_behaviours(level, declared)
        yield from bad_quantities(level)
    yield from bad_lanes(process, ids)
    yield from bad_owners(process)
    yield from bad_data(process)
    yield from bad_texts(process)
    yield from _bad_city(process)


def _bad_city(process: Node) -> Iterator[Finding]:
    """What the words of the vocabulary say together."""
    if extension(process, "item") is not None and extension(process, "ticket") is not None:
        yield finding("item-and-ticket", process)
    title = extension(process, "title")
    if title is not None and (extension(process, "item") is not None or extension(process, "ticket") is not None):
        yield finding("title-apart", title)
    whole = extension(process, "timeLimit")
    for limit in process.iter(f"{{{CITY}}}timeLimit"):
        if limit.get("share") and limit.get("committed"):
            yield finding("limit-mixed", limit)
        if limit.get("share") and (whole is None or whole is limit or not whole.get("committed")):
            yield finding("share-of-nothing", limit)
    for check in process.iter(f"{{{CITY}}}check"):
        name = check.get("name")
        if name and name not in CHECKS:
            yield finding("unknown-check", check, name=name, known="、".join(CHECKS))
