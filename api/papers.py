"""The PDF of a document: made when it is first asked for, kept from then on, so that it is the same for ever."""

from dataclasses import dataclass

from api.desk import Desk
from bpmn.documents import letter as letters
from bpmn.documents import sealing
from bpmn.documents.letter import Letter
from bpmn.documents.template import parse
from engine.domain.rejections import NotFound
from engine.store import blobs
from engine.store.facts_json import loads
from registers.documents import issued, templates
from registers.documents.issued import Connection, Document

PDF, LARGEST = "application/pdf", 50_000_000  # bytes
SEALER: sealing.Sealer = sealing.unsealed  # where a signing service is connected, it stands here


@dataclass(frozen=True, slots=True)
class Paper:
    """`seal`: sealed or not sealed."""

    content: bytes
    seal: str = "not sealed"


def paper(desk: Desk, content: bytes) -> Paper:
    """From the bytes of a document's data. NotFound where the register has no such document."""
    data = letters.from_plain(loads(content))
    with desk.store.writing() as connection:
        found = issued.find(connection, data.id)
        if found is None:
            raise NotFound(f"Expected a document that was issued, but {data.number} was not")
        return _kept(connection, found) or _made(connection, data, desk.settings.font)


def paper_of(desk: Desk, document: Document) -> Paper:
    with desk.store.writing() as connection:
        kept = _kept(connection, document)
        data = None if kept else blobs.get(connection, document.sha256)
    if kept is not None:
        return kept
    if data is None:
        raise NotFound(f"Expected the data of document {document.number}, but they are gone")
    return paper(desk, data[0])


def _kept(connection: Connection, document: Document) -> Paper | None:
    found = blobs.get(connection, document.pdf_sha256) if document.pdf_sha256 else None
    return None if found is None else Paper(found[0])


def _made(connection: Connection, data: Letter, font: str | None) -> Paper:
    """Of two who ask first at once, the one who is noted first is right for both."""
    version = templates.find(connection, data.template, data.version)
    if version is None:
        raise NotFound(f"Expected template {data.template!r} in version {data.version}, but it is gone")
    printed = letters.printed(data, parse(version.text), font)
    signed = SEALER(printed.content, printed.seal)
    digest = blobs.put(connection, signed.content, PDF, LARGEST)
    issued.printed(connection, data.id, digest)
    noted = issued.find(connection, data.id)
    return (_kept(connection, noted) if noted else None) or Paper(signed.content, signed.state)
