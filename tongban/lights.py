"""Lights and moments as the command line shows them. Knows colours and words, no rule."""

from datetime import datetime

from rich.text import Text

from engine.domain.durations import in_city

LIGHTS = {
    "green": ("● 绿", "green"),
    "yellow": ("● 黄", "yellow"),
    "red": ("● 红", "red"),
    "dark_red": ("● 深红", "bold red"),
    "stopped": ("■ 停钟", "blue"),
    "none": ("○ 无时限", "dim"),
}


def light(name: str) -> Text:
    """Also by its word, for whoever sees no colours."""
    word, style = LIGHTS.get(name, (name, ""))
    return Text(word, style)


def moment(at: datetime | None) -> str:
    return "-" if at is None else f"{in_city(at):%Y-%m-%d %H:%M}"
