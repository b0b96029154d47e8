"""Forms and called processes that are named and not there, and forms that are there and nobody names."""

from collections.abc import Iterator

from bpmn.advice.surroundings import Surroundings
from bpmn.findings import Finding, found_at
from bpmn.model import Definition
from bpmn.parse import Document


def forms(document: Document) -> Iterator[Finding]:
    used: set[str] = set()
    for definition in document.definitions:
        for element in definition.elements.values():
            if element.form and element.form not in definition.forms:
                yield found_at("missing-form", element.id, element.line, form=element.form)
            used.add(element.form or "")
    for stem, form in document.beside.forms.items():
        if stem not in used and form.id not in used:
            yield found_at("unused-form", None, 0, form=stem)


def calls(definition: Definition, known: Surroundings) -> Iterator[Finding]:
    """It may have been deployed before: whether it has is known only when this file is."""
    for element in definition.elements.values() if known.keys is not None else ():
        if element.calls and element.calls not in (known.keys or ()):
            yield found_at("unknown-call", element.id, element.line, called=element.calls)
