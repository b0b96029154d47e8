"""What residents and other systems say to a case that waits for a message, and when: by `messages.json`."""

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from tongban.simulate.chance import picked

OTHERS = ""  # the habit of messages that have none of their own: the answer of another system


@cache
def habits() -> Mapping[str, Mapping[str, Any]]:
    """By the name of the message: how often it comes, after how many days, with what."""
    found: Mapping[str, Mapping[str, Any]] = json.loads(
        (files("tongban.simulate") / "messages.json").read_text(encoding="utf-8")
    )
    return found


def delay(name: str, random: Random) -> timedelta | None:
    """How long after the case began to wait it comes; None where it never does."""
    habit = habits().get(name, habits()[OTHERS])
    if random.random() >= habit["share"]:
        return None
    least, most = habit["days"]
    return timedelta(days=random.uniform(least, most))


def content(name: str, random: Random) -> dict[str, Any]:
    """The variables that it brings."""
    weights = habits().get(name, habits()[OTHERS]).get("variables", {})
    return {variable: _plain(picked(random, of)) for variable, of in weights.items()}


def _plain(text: str) -> Any:
    return int(text) if text.isdecimal() else text
