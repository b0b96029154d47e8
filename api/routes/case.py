"""One case as people see it: where it stands, what hangs on it, its story, its journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.asking import reply, viewer
from api.desk import Desk, desk_of
from api.document import gives
from api.ids import Id
from api.personal import shown_to
from api.routes.cases import CaseRow
from api.words import Due, due_words
from engine.domain.commands import Actor
from engine.domain.durations import in_city
from engine.domain.rejections import NotFound
from engine.explain import Explained, explain
from engine.peek import peek
from engine.store.reads import cases, matters, people
from engine.store.reads.story import Line, story

router = APIRouter(tags=["cases"])


class CaseView(msgspec.Struct, kw_only=True):
    """`masked`: variables shown as masks; `erased`: those nobody can read any more. `related`: what is about it.

    `choices`: why each gateway went where it went, oldest first.
    """

    case: CaseRow
    started_by_name: str
    due: Due
    tasks: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    incidents: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    related: list[dict[str, Any]]
    variables: dict[str, Any]
    masked: list[str]
    erased: list[str]
    story: list[Line]
    choices: list[Explained]
    read_at: datetime


class JournalRow(msgspec.Struct, kw_only=True):
    """`command` and `facts` as they were hashed; `hash` in hex."""

    position: int
    at: datetime
    actor: str
    command: Any
    facts: Any
    hash: str


@router.get("/cases/{case}", **gives(CaseView))
def case(case: Id, request: Request) -> Response:
    """State, open tasks, clocks, variables and story of a case that one may see."""
    desk, me = desk_of(request), viewer(request)
    row = seen(desk, me, case)
    now, calendar = in_city(desk.clock.now()), desk.store.calendar(row["district"])
    shown = shown_to(desk, me, case, _variables(desk, row))
    hanging = matters.parts(desk.store, case)
    definition = desk.engine.runtime.program(row["definition"]).definition
    elements = {id: element.name for id, element in definition.elements.items() if element.name}
    return reply(
        {
            "case": {name: row[name] for name in CaseRow.__struct_fields__},
            "started_by_name": people.names(desk.store, {row["started_by"]}).get(row["started_by"], row["started_by"]),
            "due": due_words(None if row["ended_at"] else row["due_at"], now, calendar, row["paused_for"]),
            **hanging,
            "tasks": [{**task, "due": due_words(task["due_at"], now, calendar)} for task in hanging["tasks"]],
            "related": matters.about(desk.store, case),
            "variables": shown.variables,
            "masked": shown.masked,
            "erased": shown.erased,
            "story": story(desk.store, case, elements),
            "choices": explain(desk.store, desk.engine.runtime, case, row["definition"]),
            "read_at": now,
        }
    )


@router.get("/cases/{case}/journal", **gives(JournalRow, many=True))
def journal(
    case: Id, request: Request, after: int = 0, limit: Annotated[int, Query(ge=1, le=10_000)] = 1000
) -> Response:
    """The rows of the journal about a case, to the letter."""
    desk = desk_of(request)
    seen(desk, viewer(request), case)
    return reply([raw(row) for row in matters.journal(desk.store, case, after, limit)])


def seen(desk: Desk, me: Actor, case: int) -> Mapping[str, Any]:
    """The row of a case that one may see; NotFound for any other."""
    row = cases.find(desk.store, me, case)
    if row is None:
        raise NotFound("Expected a case that you may see, but there is none with this id")
    return row


def raw(row: Mapping[str, Any]) -> dict[str, Any]:
    """Texts that are JSON go out as they are."""
    texts = {name: msgspec.Raw(row[name].encode()) for name in ("command", "facts")}
    return {**row, **texts}


def _variables(desk: Desk, row: Mapping[str, Any]) -> dict[str, Any]:
    """From the snapshot while it runs, from the journal when it has ended."""
    if row["snapshot"] is None:
        return matters.told_variables(desk.store, row["id"])
    return peek(desk.engine.runtime, row["definition"], bytes(row["snapshot"]))
