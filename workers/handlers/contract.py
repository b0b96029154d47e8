"""What a job's handler gets and gives. It may run twice for one job, so what it does is keyed by the job's id."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from engine.sheets import Rule
from registers.compare import Age, weekdays
from registers.payees import Seal
from registers.records import Connection
from registers.sealing import Sealing
from workers.departments import Departments

Inputs = Mapping[str, Any]
Variables = Mapping[str, Any]


class BpmnError(Exception):
    """An error that the model may catch by its code; it is no failed attempt."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class Hopeless(Exception):
    """Another attempt would fail like this one: the designer or an operator has to act."""


class Waiting(Exception):
    """It depends on others who have not answered: it is looked at again then, or earlier when they do; no attempt."""

    def __init__(self, until: datetime):
        super().__init__(f"waiting until {until.isoformat()}")
        self.until = until


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that a handler made; its bytes are in the blob store."""

    name: str
    media_type: str
    sha256: str
    size: int


class Blobs(Protocol):
    def __call__(self, content: bytes, media_type: str) -> str:
        """Keeps the bytes, and gives their sha256; the same bytes are kept once."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The job's surroundings. `registers` opens a connection to the registers; `files` grows as files are kept.

    `age`: working days between two days where the case lies; `item`: the code of the case's service item.
    """

    job: int
    instance: int
    element: str
    now: datetime
    registers: Callable[[], AbstractContextManager[Connection]]
    blobs: Blobs
    person_index: Callable[[str], str]  # identity number -> blind index, the key of all records about a person
    rules: Callable[[str, int | None], Rule | None]  # a deployed decision, in that version or the latest
    is_open: Callable[[int], bool]  # has this case not ended?
    sealing: Sealing  # what the registers keep persons by
    seal: Callable[[Connection], Seal]  # of accounts, under the person's key
    allowed_urls: tuple[str, ...] = ()
    is_last: bool = False  # no other attempt will follow
    departments: Departments = field(default_factory=Departments)
    age: Age = weekdays
    item: Callable[[], str | None] = lambda: None
    files: list[KeptFile] = field(default_factory=list)

    def keep(self, name: str, media_type: str, content: bytes) -> KeptFile:
        """Puts a file by for the case; it is attached when the job is done."""
        kept = KeptFile(name, media_type, self.blobs(content, media_type), len(content))
        self.files.append(kept)
        return kept


class Run(Protocol):
    def __call__(self, inputs: Inputs, context: Context) -> Variables: ...


@dataclass(frozen=True, slots=True)
class Handler:
    """`opens`: it may read personal values, so they are opened before it runs."""

    run: Run
    opens: bool = False
