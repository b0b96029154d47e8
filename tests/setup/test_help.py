"""The papers name no command that is not there, and every command says what it does."""

import re
from collections.abc import Iterator
from pathlib import Path

import typer

from tongban.cli import app

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(?:[A-Z_]+=\S+ )*(?:tongban|sh run\.sh) ([a-z][a-z-]+)(?: ([a-z]+)\b)?")
OF_RUN = {"oracle", "run", "test", "check", "setup"}


def commands(of: typer.Typer, before: str = "") -> Iterator[tuple[str, str]]:
    """Every command and group by what is typed, with its help."""
    for command in of.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        yield f"{before}{name}", (command.callback.__doc__ or "").strip()
    for group in of.registered_groups:
        assert group.typer_instance is not None
        assert group.name is not None
        yield group.name, str(group.typer_instance.info.help)
        yield from commands(group.typer_instance, f"{group.name} ")


def test_the_papers_name_commands_that_are_there() -> None:
    there = {name for name, _ in commands(app)} | OF_RUN
    groups = {group.name for group in app.registered_groups}
    missing = [
        f"{paper.name}: {name} {part}"
        for paper in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for name, part in NAMED.findall(paper.read_text(encoding="utf-8"))
        if name not in there or (name in groups and part and f"{name} {part}" not in there)
    ]
    assert missing == []


def test_every_command_says_what_it_does() -> None:
    assert [name for name, help in commands(app) if not help] == []
