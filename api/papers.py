"""The PDF of a document: made when it is first asked for, kept from then on, so that it is the same for ever."""

from dataclasses import dataclass
from hashlib import sha256

from api.desk import Desk
from bpmn.documents import letter as letters
from bpmn.documents import sealing
from bpmn.documents.letter import Letter
from bpmn.documents.sealing import Signed
from bpmn.documents.template import parse
from engine.domain.rejections import NotFound
from engine.store import blobs, sealed_files
from engine.store.facts_json import loads
from engine.store.sealed import Person
from registers.documents import issued, templates
from registers.documents.issued import Connection, Document

PDF = "application/pdf"
SEALER: sealing.Sealer = sealing.unsealed  # where a signing service is connected, it stands here


@dataclass(frozen=True, slots=True)
class Paper:
    """`seal`: sealed or not sealed."""

    content: bytes
    seal: str


def paper(desk: Desk, content: bytes) -> Paper:
    """From the bytes of a document's data. NotFound where the register has none such, or its person is erased."""
    letter = letters.from_plain(loads(readable(desk, content)))
    person = sealed_files.whose_file(content) if sealed_files.is_sealed(content) else None
    with desk.store.writing() as connection:
        kept = _kept(desk, connection, letter.id)
        version = templates.find(connection, letter.template, letter.version)
    if kept is not None:
        return kept
    if version is None:
        raise NotFound(f"Expected template {letter.template!r} in version {letter.version}, but it is gone")
    printed = letters.printed(letter, parse(version.text), desk.settings.font)  # seconds, so without a connection
    return _keep(desk, letter, SEALER(printed.content, printed.seal), person)


def readable(desk: Desk, content: bytes) -> bytes:
    """What is in a file of a case, sealed or not. NotFound where its person was erased."""
    with desk.store.writing() as connection:
        found = sealed_files.opened(connection, desk.store.vault, content)
    if found is None:
        raise NotFound(
            "Expected a file that can be read, but the person it is about was erased: 本人信息已删除，不能再出"
        )
    return found


def paper_of(desk: Desk, document: Document) -> Paper:
    with desk.store.writing() as connection:
        data = blobs.get(connection, document.sha256)
    if data is None:
        raise NotFound(f"Expected the data of document {document.number}, but they are gone")
    return paper(desk, data[0])


def _kept(desk: Desk, connection: Connection, id: int) -> Paper | None:
    document = issued.find(connection, id)
    if document is None:
        raise NotFound("Expected a document that was issued, but the register has none with this id")
    found = blobs.get(connection, document.pdf_sha256) if document.pdf_sha256 else None
    return None if found is None else Paper(readable(desk, found[0]), document.seal or "not sealed")


def _keep(desk: Desk, letter: Letter, signed: Signed, person: Person | None) -> Paper:
    """Of two who ask first at once, the one who is noted first is right for both."""
    with desk.store.writing() as connection:
        digest, content = sha256(signed.content).hexdigest(), signed.content
        if person is not None:
            content = sealed_files.closed(connection, desk.store.vault, person, content)
        blobs.keep(connection, digest, content, PDF)
        issued.printed(connection, letter.id, digest, signed.state)
        return _kept(desk, connection, letter.id) or Paper(signed.content, signed.state)
