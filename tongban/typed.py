"""Reads what was typed: variables and posts. Knows how they are written, not what they mean."""

from collections.abc import Sequence
from typing import Any

from engine.domain.commands import Post
from engine.store.facts_json import loads
from tongban.terminal import WrongUse

MOST_DIGITS = 10
"""What has more of them is a phone's, a person's or an area's number, and no quantity."""


def variables(texts: Sequence[str]) -> dict[str, Any]:
    """From `name=value` and from JSON objects; a value that is JSON is read as such, any other is a text,
    and so are more than ten digits."""
    found: dict[str, Any] = {}
    for text in texts:
        found |= _object(text) if text.lstrip().startswith("{") else _pair(text)
    return found


def post(text: str) -> Post:
    """From `department:level:post@area`; without an area it is held everywhere."""
    from api.routes.accounts import AREA, GROUP

    group, _, area = text.partition("@")
    if not GROUP.fullmatch(group) or not AREA.fullmatch(area):
        raise WrongUse(
            f"Expected a post such as MZ:street:reviewer@210102001, but got {text!r}.",
            "An area has 4, 6, 9, 12 or 15 digits; without one the post is held in the whole city.",
        )
    return Post(group, area)


def _pair(text: str) -> dict[str, Any]:
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise WrongUse(f"Expected a variable, but got {text!r}.", "Write --var name=value, or --var '{\"name\": 1}'.")
    return {name.strip(): _value(value)}


def _value(text: str) -> Any:
    if text.isdecimal() and len(text) > MOST_DIGITS:
        return text
    try:
        return loads(text)
    except ValueError:
        return text


def _object(text: str) -> dict[str, Any]:
    try:
        found = loads(text)
    except ValueError as error:
        raise WrongUse(f"Expected a JSON object after --var, but: {error}", "Put it in single quotes.") from error
    assert isinstance(found, dict)
    return found
