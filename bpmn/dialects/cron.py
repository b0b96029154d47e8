"""Says a cron cycle as an ISO cycle, where it is one: every so many seconds, minutes, hours or days."""

import re

CRON = re.compile(r"[0-9A-Za-z*?/,\-#LW]+(?:\s+[0-9A-Za-z*?/,\-#LW]+){4,6}")
STEP = re.compile(r"(?:\*|0|1)/([0-9]{1,4})")
ANY = ("*", "?", "*/1", "0/1", "1/1")
UNITS = (("PT{}S", 60), ("PT{}M", 60), ("PT{}H", 24), ("P{}D", None))
"""Of the fields second, minute, hour and day: how a step is written, and into how many of them the next is divided."""
FIXED = "钟点固定的写不成间隔"
WEEKDAYS = "只在星期几的写不成间隔"
UNEVEN = "这个间隔除不尽，不是等距的"


class NoCycle(ValueError):
    """The cron text is not evenly spaced; the message says why."""


def is_cron(text: str) -> bool:
    return CRON.fullmatch(text) is not None and not text.startswith(("R", "P"))


def to_cycle(text: str) -> str:
    """`0 0/5 * * * ?` is `R/PT5M`. Raises NoCycle."""
    fields = text.split()
    if len(fields) == 5:
        fields.insert(0, "0")  # without seconds, as in Unix
    times, rest = fields[:4], fields[4:]
    if any(field not in ANY for field in rest):
        raise NoCycle(WEEKDAYS)
    at = next((at for at, field in enumerate(times) if field != "0"), 3)
    if any(field not in ANY for field in times[at + 1 :]):
        raise NoCycle(FIXED)
    return f"R/{_every(times[at], at)}"


def _every(field: str, at: int) -> str:
    pattern, whole = UNITS[at]
    if field in ANY:
        return pattern.format(1)
    step = STEP.fullmatch(field)
    if step is None:
        raise NoCycle(FIXED)
    number = int(step[1])
    if not number or (number > 1 and (whole is None or whole % number)):
        raise NoCycle(UNEVEN)
    return pattern.format(number)
