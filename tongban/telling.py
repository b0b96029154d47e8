"""Tells one case on the terminal: its state, what hangs on it, and its story. Reads, changes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape

from api.words import due_words
from engine.store.reads import people
from engine.store.reads.story import story
from tongban.console import Console
from tongban.lights import light, moment
from tongban.terminal import out, pairs, show

Row = Mapping[str, Any]
Parts = Mapping[str, Sequence[Row]]


def tell(desk: Console, case: Row, parts: Parts) -> None:
    """`parts`: what `engine.store.reads.matters` gives."""
    _head(desk, case)
    if parts["tasks"]:
        show(("task", "light", "due", "step", "whose", "area"), _tasks(desk, case, parts["tasks"]))
    if parts["limits"]:
        show(("limit of", "stage", "warned", "committed", "statutory", "stopped since"), _limits(parts))
    if parts["incidents"]:
        rows = [(row["id"], row["element"], moment(row["raised_at"]), row["message"]) for row in parts["incidents"]]
        show(("incident", "element", "raised", "message"), rows)
    _story(desk, case)


def _head(desk: Console, case: Row) -> None:
    now, calendar = desk.now(), desk.store.calendar(case["district"])
    due = due_words(None if case["ended_at"] else case["due_at"], now, calendar, case["paused_for"])
    names = people.names(desk.store, {case["started_by"]})
    title = " ".join(filter(None, (case["code"], case["name"], case["title"])))
    out.print(f"[bold]{case['id']} {escape(title)}[/bold]", soft_wrap=True)
    rows = (
        ("state", case["status"] if case["ended_at"] is None else f"{case['status']}: {case['outcome'] or '-'}"),
        ("milestone", case["milestone"]),
        ("light", light(case["light"])),
        ("due", due.zh),
        ("area", case["area"]),
        ("started", f"{moment(case['started_at'])} {names.get(case['started_by'], case['started_by'])}"),
        ("ended", moment(case["ended_at"])),
    )
    pairs(rows)


def _tasks(desk: Console, case: Row, tasks: Sequence[Row]) -> list[tuple[object, ...]]:
    now, calendar = desk.now(), desk.store.calendar(case["district"])
    return [
        (
            row["id"],
            light(row["light"]),
            due_words(row["due_at"], now, calendar).zh,
            row["name"],
            row["assignee"] or " ".join(row["groups"]),
            row["area"],
        )
        for row in tasks
    ]


def _limits(parts: Parts) -> list[tuple[object, ...]]:
    names = {row["id"]: row["name"] for row in parts["tasks"]}
    return [
        (
            names.get(row["task"], row["element"] or "整件"),
            row["stage"],
            moment(row["warn_at"]),
            moment(row["due_at"]),
            moment(row["statutory_at"]),
            moment(row["paused_at"]),
        )
        for row in parts["limits"]
    ]


def _story(desk: Console, case: Row) -> None:
    definition = desk.engine.runtime.program(case["definition"]).definition
    elements = {id: element.name for id, element in definition.elements.items() if element.name}
    for line in story(desk.store, case["id"], elements):
        out.print(f"[dim]{moment(line.at)}[/dim] {escape(line.sentence_zh)}", soft_wrap=True)
