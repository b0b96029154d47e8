"""Process files on disk: which forms and decisions belong to which, and the order in which to deploy them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpmn.decisions import DecisionError, imported_files
from bpmn.parse import Document, Malformed, read
from bpmn.resources import DECISION_ENDINGS, FORM_ENDINGS, Beside

PROCESSES = Path(__file__).resolve().parent.parent / "bpmn" / "processes"


@dataclass(frozen=True, slots=True)
class ProcessFile:
    """`resources`: by file name, those that the process names. `document` is None where nothing could be read."""

    path: Path
    source: bytes
    resources: Mapping[str, bytes]
    document: Document | None
    malformed: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(definition.key for definition in self.document.definitions) if self.document else ()

    @property
    def calls(self) -> frozenset[str]:
        definitions = self.document.definitions if self.document else ()
        return frozenset(called for definition in definitions for called in definition.calls)


def bpmn_files(places: Iterable[Path]) -> list[Path]:
    """The files named, and all below the folders named; FileNotFoundError for what is not there."""
    found: list[Path] = []
    for place in places:
        if not place.exists():
            raise FileNotFoundError(place)
        found += sorted(place.rglob("*.bpmn")) if place.is_dir() else [place]
    return list(dict.fromkeys(found))


def decision_files(places: Iterable[Path]) -> list[Path]:
    """Decision files below these folders that stand beside no process: they are deployed by themselves."""
    alone = {path.parent for place in places if place.is_dir() for path in place.rglob("*") if _is_decision(path)}
    alone = {folder for folder in alone if not any(folder.glob("*.bpmn"))}
    return sorted(path for folder in alone for path in folder.iterdir() if _is_decision(path))


def _is_decision(path: Path) -> bool:
    return path.name.endswith(DECISION_ENDINGS)


def read_file(path: Path, alone: bool = True) -> ProcessFile:
    """`alone`: with findings of its own; else, read once, its document may tell of a neighbour's forms too."""
    source, beside = path.read_bytes(), _beside(path)
    try:
        document = read(source, beside)
    except Malformed as error:
        return ProcessFile(path, source, {}, None, str(error))
    named = _with_imports(_named(document), beside)
    own = {name: content for name, content in beside.items() if name in named}
    return ProcessFile(path, source, own, read(source, own) if alone and own.keys() != beside.keys() else document)


def in_calling_order(files: Sequence[ProcessFile]) -> list[ProcessFile]:
    """What is called comes before what calls it, so that each call is bound to the version deployed with it."""
    owners = {key: file for file in files for key in file.keys}
    ordered: dict[Path, ProcessFile] = {}
    for file in files:
        _place(file, owners, ordered, frozenset())
    return list(ordered.values())


def _place(
    file: ProcessFile, owners: Mapping[str, ProcessFile], ordered: dict[Path, ProcessFile], above: frozenset[Path]
) -> None:
    if file.path in ordered or file.path in above:
        return
    for called in sorted(file.calls & owners.keys()):
        _place(owners[called], owners, ordered, above | {file.path})
    ordered[file.path] = file


def _beside(path: Path) -> dict[str, bytes]:
    endings = (*FORM_ENDINGS, *DECISION_ENDINGS)
    return {near.name: near.read_bytes() for near in sorted(path.parent.iterdir()) if near.name.endswith(endings)}


def decisions_beside(path: Path) -> dict[str, bytes]:
    """The other decision files of its folder, by name."""
    return {
        name: content
        for name, content in _beside(path).items()
        if name.endswith(DECISION_ENDINGS) and name != path.name
    }


def _named(document: Document) -> set[str]:
    """File names; a form of a neighbour in the same folder is no business of this file, nor a cause to redeploy it."""
    return {*_form_files(document), *_decision_files(document, document.beside)}


def _with_imports(named: set[str], beside: Mapping[str, bytes]) -> set[str]:
    """The files too that decision files among these import."""
    decisions = {name: content for name, content in beside.items() if name.endswith(DECISION_ENDINGS)}
    found = set(named)
    for name in named & decisions.keys():
        try:
            found.update(imported_files(decisions[name], decisions))
        except DecisionError:
            continue  # the process says what is wrong with it
    return found


def _form_files(document: Document) -> Iterator[str]:
    wanted = {form.id for definition in document.definitions for form in definition.forms.values()}
    wanted |= {key for definition in document.definitions for key in definition.forms}
    for stem, form in document.beside.forms.items():
        if stem in wanted or form.id in wanted:
            yield from (stem + ending for ending in FORM_ENDINGS)


def _decision_files(document: Document, beside: Beside) -> Iterator[str]:
    for definition in document.definitions:
        for element in definition.elements.values():
            if element.decision is not None:
                yield element.decision.resource or beside.decisions.get(element.decision.decision, "")
