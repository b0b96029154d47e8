"""Finds files of models and looks at each. A file that cannot be read is told and does not keep the others back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bpmn import decisions
from bpmn.advice.happenings import heard
from bpmn.advice.surroundings import Surroundings
from bpmn.advice.tables import tables
from bpmn.findings import Finding, found_at
from bpmn.forms import BadForm, read_form
from bpmn.lint import lint
from bpmn.parse import Document
from bpmn.resources import DECISION_ENDINGS
from bpmn.xml import MOST_BYTES
from engine.domain.rejections import Invalid
from engine.runtime.definitions import check
from tongban.linting.report import FileReport, in_order
from tongban.processes import ProcessFile, read_file

PROCESS_ENDINGS = (".bpmn", ".bpmn20.xml", ".bpmn2")
FORM_ENDINGS = (".form", ".form.json")
ENDINGS = (*PROCESS_ENDINGS, *DECISION_ENDINGS, *FORM_ENDINGS)


def files_in(places: Iterable[Path]) -> list[Path]:
    """The files named, whatever they are called, and the models in and below the folders named."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(each for each in place.rglob("*") if each.name.lower().endswith(ENDINGS) and each.is_file())
        else:
            found.append(place)
    return list(dict.fromkeys(found))


def look_at(paths: Sequence[Path], today: date, groups: frozenset[str] | None = None) -> Iterator[FileReport]:
    """A report a file, in order. All are read before the first is judged: what one sends, another may wait for."""
    reports = {path: _read(path) for path in paths}
    documents = [found.document for found in reports.values() if isinstance(found, ProcessFile) and found.document]
    known = Surroundings(
        today,
        groups,
        frozenset(name for document in documents for name in heard(document.tree)),
        frozenset(definition.key for document in documents for definition in document.definitions),
    )
    shown = frozenset(path.name for path in paths)
    for path, found in reports.items():
        yield found if isinstance(found, FileReport) else _judged(path, found, known, shown)


def _read(path: Path) -> FileReport | ProcessFile:
    kind = _kind(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            return FileReport(path, kind, unreadable=f"文件应不超过 {MOST_BYTES // 1024 // 1024} MB")
        if kind == "process":
            found = read_file(path)
            return FileReport(path, kind, unreadable=found.malformed) if found.document is None else found
        return FileReport(path, kind, in_order(list(_beside(path, path.read_bytes()))))
    except OSError as error:
        return FileReport(path, kind, unreadable=f"打不开：{error.strerror}")
    except Exception as error:  # one file in a thousand must not hide what is wrong in the others
        return FileReport(path, kind, unreadable=_ours(error))


def _ours(error: Exception) -> str:
    return f"平台读这个文件时自己出了错（{type(error).__name__}），请把文件报给平台"


def _kind(path: Path) -> str:
    name = path.name.lower()
    if name.endswith(DECISION_ENDINGS):
        return "decision"
    return "form" if name.endswith(FORM_ENDINGS) else "process"


def _beside(path: Path, source: bytes) -> Iterator[Finding]:
    """What is told of a form or a decision file alone."""
    try:
        if _kind(path) == "form":
            _, remarks = read_form(source, path.stem)
            for field, why in remarks:
                yield found_at("form-field", field, 0, form=path.stem, field=field, why=why)
        else:
            for fault in decisions.examine(source, _imports(path, source)).faults:
                yield found_at("bad-decision", fault.decision or None, 0, file=path.name, why=fault)
            yield from (replace(each, file="") for each in tables(source))
    except BadForm as error:
        yield found_at("bad-form", None, 0, form=path.name, why=error)
    except decisions.DecisionError as error:
        yield found_at("bad-decision", None, 0, file=path.name, why=error)


def _imports(path: Path, source: bytes) -> dict[str, bytes]:
    """The decision files beside one that imports any."""
    near = path.parent.iterdir() if b"import" in source else ()
    return {each.name: each.read_bytes() for each in near if _kind(each) == "decision" and each != path}


def _judged(path: Path, file: ProcessFile, known: Surroundings, shown: frozenset[str]) -> FileReport:
    document = file.document
    assert document is not None, "what has no document has been told"
    try:
        advice = lint(document, known=known)
        engine = () if document.errors else tuple(_refused(path, file, document))
    except Exception as error:  # as above
        return FileReport(path, "process", unreadable=_ours(error))
    own = [each for each in advice if each.file not in shown]
    return FileReport(path, "process", in_order([*document.findings, *own, *engine]))


def _refused(path: Path, file: ProcessFile, document: Document) -> Iterator[Finding]:
    """What only the engine finds when it makes the file ready to run. What is called counts as deployed."""
    try:
        check(path.name, file.source, file.resources, lambda *_: 0)
    except Invalid as error:
        for where, what in error.findings or (("", str(error)),):
            yield Finding("error", where or None, 0, what, "按提示修改", "not-built")
