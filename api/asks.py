"""What a request may say: the shapes of bodies. Unknown names are refused, so that a slip of the pen is told."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from engine.domain.ids import MAX_DISTRICT


class Ask(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Every body is an object with these names and no others."""


class Nothing(Ask):
    """An empty object, or no body at all."""


class Login(Ask):
    account: str
    password: str


class Password(Ask):
    password: str


class StartCase(Ask):
    """Starts the latest version of `key`, or the given one. `area`: official code of where it is received.

    `start_event`: at which start event, where there are several.
    """

    key: str
    variables: dict[str, Any] = {}
    area: str | None = None
    business_key: str | None = None
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    about: int | None = None
    start_event: str | None = None


class Reason(Ask):
    reason: str


class TemplateText(Ask):
    """`text`: a whole template, as docs/documents.md says how to write one."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    text: str


class Delivery(Ask):
    """`as_of`: the day that the data speak of, 2026-03-01. `rows`: a line each, by column; all values may be texts."""

    as_of: date
    rows: list[dict[str, Any]]


class Prefill(Ask):
    """`subject`: an identity number. `purpose`: what it is looked up for, which is kept with who asked."""

    item: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    purpose: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class Subject(Ask):
    """`subject`: an identity number."""

    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class PauseFor(Reason):
    """`clocks`: both or committed."""

    clocks: str = "both"


class Erasure(Reason):
    """Whose values: by identity `number`, or those behind a `case`; one of the two."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] | None = None
    case: int | None = None


class Variables(Ask):
    variables: dict[str, Any] = {}


class Words(Ask):
    """`task`: the open task that the comment is about."""

    text: str
    task: int | None = None


class NextTask(Ask):
    """The most urgent free task, of one group or one process. `area`: of the district to look in, else one's own."""

    group: str | None = None
    key: str | None = None
    area: str | None = None


class HandTo(Ask):
    """`to`: the account that is to have the task."""

    to: str


class CompleteOne(Ask):
    task: int
    variables: dict[str, Any] = {}


class CompleteMany(Ask):
    tasks: list[CompleteOne]


class Message(Ask):
    """To one instance, or to whoever waits for `name` and `key`. `ttl`: an ISO length for which it is kept."""

    name: str
    key: str | None = None
    instance: int | None = None
    variables: dict[str, Any] = {}
    ttl: str | None = None


class Signal(Ask):
    name: str
    variables: dict[str, Any] = {}


class Deployment(Ask):
    """`source`: the BPMN file; `resources`: the forms and decisions beside it, by file name."""

    name: str
    source: str
    resources: dict[str, str] = {}


class DecisionDeployment(Ask):
    """`source`: the DMN file; `resources`: the DMN files that it imports, by file name."""

    name: str
    source: str
    resources: dict[str, str] = {}


class Evaluation(Ask):
    variables: dict[str, Any] = {}


class DraftEvaluation(Ask):
    """A file that is not deployed. `decision`: the id of one of its decisions; may be left out where it has one."""

    source: str
    decision: str | None = None
    variables: dict[str, Any] = {}
    resources: dict[str, str] = {}


class Area(Ask):
    """`district`: the number of the district in ids, 1 to 8191; 1 is the city itself."""

    code: str
    name: str
    level: str
    district: Annotated[int, msgspec.Meta(ge=1, le=MAX_DISTRICT)]


class Areas(Ask):
    areas: list[Area]


class PostAsked(Ask):
    """`group` is `department:level:post`; an area contains all codes that begin with it, the empty one all."""

    group: str
    area: str = ""


class NewAccount(Ask):
    account: str
    name: str
    password: str
    posts: list[PostAsked] = []


class TurnClock(Ask):
    """One of both: `advance` by an ISO length, or `jump` to a moment with a zone."""

    advance: str | None = None
    jump: datetime | None = None
