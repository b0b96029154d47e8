"""The office hours of one working day. Knows no dates; offsets are microseconds after midnight."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise

MICROSECOND = timedelta(microseconds=1)
LONGEST_TEXT = 200
HOURS = re.compile(r"([0-2]?[0-9]):([0-5][0-9])-([0-2]?[0-9]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Office:
    """`sessions`: (from, to) in order. `noon`: the end of the morning and of a half day. `length`: worked in a day."""

    sessions: tuple[tuple[int, int], ...]
    noon: int
    close: int
    length: int

    def worked(self, offset: int) -> int:
        """The working time from the opening to `offset`."""
        return sum(min(offset, until) - since for since, until in self.sessions if offset > since)

    def offset(self, worked: int) -> int:
        """The first offset at which `worked` (more than 0, at most `length`) is reached."""
        for since, until in self.sessions:
            if worked <= until - since:
                return since + worked
            worked -= until - since
        return self.close


def office(*hours: tuple[time, time]) -> Office:
    """An office open within each of `hours`. The first is the morning; if it is the only one, half of it is."""
    sessions = tuple((_offset(since), _offset(until)) for since, until in hours)
    edges = [edge for session in sessions for edge in session]
    if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError(f"Expected office hours in order that do not overlap, but found {hours}")
    since, until = sessions[0]
    noon = until if len(sessions) > 1 else (since + until) // 2
    return Office(sessions, noon, sessions[-1][1], sum(until - since for since, until in sessions))


def parse_office(text: str) -> Office:
    """Reads `08:30-11:30,13:00-17:00`. ValueError says what was expected."""
    try:
        return office(*(_hours(part) for part in text[:LONGEST_TEXT].split(",")))
    except ValueError as error:
        shown = repr(text[:LONGEST_TEXT])
        raise ValueError(f"Expected office hours such as 08:30-11:30,13:00-17:00, but found {shown}") from error


def _hours(text: str) -> tuple[time, time]:
    match = HOURS.fullmatch(text.strip())
    if not match:
        raise ValueError(f"Expected hours such as 08:30-11:30, but found {text!r}")
    return time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))


def _offset(moment: time) -> int:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second) // MICROSECOND


OFFICE = office((time(8, 30), time(11, 30)), (time(13), time(17)))
