"""The PDF of a document: made when it is first asked for, kept from then on, so that it is the same for ever."""

from dataclasses import dataclass

from api.desk import Desk
from bpmn.documents import letter as letters
from bpmn.documents import sealing
from bpmn.documents.letter import Letter
from bpmn.documents.sealing import Signed
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
    seal: str


def paper(desk: Desk, content: bytes) -> Paper:
    """From the bytes of a document's data. NotFound where the register has no such document."""
    letter = letters.from_plain(loads(content))
    with desk.store.writing() as connection:
        kept = _kept(connection, letter.id)
        version = templates.find(connection, letter.template, letter.version)
    if kept is not None:
        return kept
    if version is None:
        raise NotFound(f"Expected template {letter.template!r} in version {letter.version}, but it is gone")
    printed = letters.printed(letter, parse(version.text), desk.settings.font)  # seconds, so without a connection
    return _keep(desk, letter, SEALER(printed.content, printed.seal))


def paper_of(desk: Desk, document: Document) -> Paper:
    with desk.store.writing() as connection:
        data = blobs.get(connection, document.sha256)
    if data is None:
        raise NotFound(f"Expected the data of document {document.number}, but they are gone")
    return paper(desk, data[0])


def _kept(connection: Connection, id: int) -> Paper | None:
    document = issued.find(connection, id)
    if document is None:
        raise NotFound("Expected a document that was issued, but the register has none with this id")
    found = blobs.get(connection, document.pdf_sha256) if document.pdf_sha256 else None
    return None if found is None else Paper(found[0], document.seal or "not sealed")


def _keep(desk: Desk, letter: Letter, signed: Signed) -> Paper:
    """Of two who ask first at once, the one who is noted first is right for both."""
    with desk.store.writing() as connection:
        digest = blobs.put(connection, signed.content, PDF, LARGEST)
        issued.printed(connection, letter.id, digest, signed.state)
        return _kept(connection, letter.id) or Paper(signed.content, signed.state)
