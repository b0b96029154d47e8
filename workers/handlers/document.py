"""Fills a template into a notice and keeps it as a file of the case: text with `{{name}}` gaps, nothing that runs."""

import html
import re
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from engine.domain.durations import in_city
from workers.handlers.contract import Context, Hopeless, Inputs, Variables

GAP = re.compile(r"\{\{\s*([^\s{}]+)\s*\}\}")
NAME = re.compile(r"[\w()()-]{1,80}")
MEDIA_TYPES = {".txt": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8"}
EMPTY = "________"


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `template` (the name of a notice, or `text` with gaps), and whatever the gaps name, by path.

    Output: `document` with name, mediaType, sha256, size, and `gaps`: the names for which nothing was given.
    """
    template, suffix = _template(inputs)
    values = {"today": in_city(context.now).date(), "number": context.instance, **inputs}
    missing: list[str] = []

    def fill(gap: re.Match[str]) -> str:
        text = _written(_at(values, gap.group(1)))
        if text is None:
            missing.append(gap.group(1))
            return EMPTY
        return html.escape(text) if suffix == ".html" else text

    title = str(inputs.get("title") or inputs.get("template") or "通知书")
    content = GAP.sub(fill, template).encode()
    kept = context.keep(f"{title}{suffix}", MEDIA_TYPES[suffix], content)
    document = {"name": kept.name, "mediaType": kept.media_type, "sha256": kept.sha256, "size": kept.size}
    return {"document": document, "gaps": missing}


def _template(inputs: Inputs) -> tuple[str, str]:
    """The template's text and the suffix of what it makes."""
    if isinstance(inputs.get("text"), str):
        return inputs["text"], ".txt"
    name = inputs.get("template")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Hopeless(f"Expected the name of a template, but got {name!r}")
    for suffix in MEDIA_TYPES:
        found = files("workers.handlers") / "templates" / f"{name}{suffix}"
        if found.is_file():
            return found.read_text("utf-8"), suffix
    raise Hopeless(f"Expected a template, but there is none called {name!r}")


def _at(values: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(values, dict):
            return None
        values = values.get(name)
    return values


def _written(value: Any) -> str | None:
    """As it is read in a notice; None where there is nothing to write."""
    match value:
        case None | "":
            return None
        case bool():
            return "是" if value else "否"
        case datetime():
            local = in_city(value)
            return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Decimal():
            return f"{value:,f}"
        case list() | tuple():
            return "、".join(text for item in value if (text := _written(item)))
        case dict():
            return None
        case _:
            return str(value)
