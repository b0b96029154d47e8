"""How times are written: ISO 8601 durations, dates, cycles, and working time (`P3WD`, `PT4WH`). Not what they mean."""

import re
from datetime import datetime

LONGEST = 80
NUMBER = r"[0-9]{1,9}"
FRACTION = r"[0-9]{1,9}(?:[.,][0-9]{1,6})?"
NATURAL = re.compile(
    rf"P(?=[0-9T])(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{FRACTION}W)?(?:{FRACTION}D)?"
    rf"(?:T(?=[0-9])(?:{FRACTION}H)?(?:{FRACTION}M)?(?:{FRACTION}S)?)?"
)
WORKING = re.compile(rf"P({FRACTION})WD|PT{FRACTION}WH")
HALVES = re.compile(r"[0-9]+(?:[.,][05]0*)?")
REPEAT = re.compile(r"R[0-9]{0,9}")
ZERO = re.compile(r"[^1-9]*")

DURATION = "时长应写成 P3WD（工作日）、P0.5WD、PT4WH（工作时）、P7D 或 PT30M 这样"
DATE = "日期应写成 2026-12-31 或 2026-12-31T17:00:00+08:00 这样"
CYCLE = "周期应写成 R3/PT1H、R/P1WD 或 R3/2026-12-01T09:00/P1D 这样"


def check_duration(text: str) -> None:
    """ValueError, with what was expected, for a text that is no duration."""
    working = WORKING.fullmatch(text) if len(text) <= LONGEST else None
    if working is not None:
        if working[1] and not HALVES.fullmatch(working[1]):
            raise ValueError("工作日应为整天或半天，如 P3WD 或 P0.5WD")
        return
    if len(text) > LONGEST or not NATURAL.fullmatch(text):
        raise ValueError(DURATION)


def read_date(text: str) -> datetime:
    """The date as it is written, without a zone where none is written; ValueError for what is no date."""
    try:
        if len(text) <= LONGEST:
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(DATE)


def check_cycle(text: str) -> None:
    """ValueError for a text that is no cycle, or one that never fires or takes no time."""
    head, *parts = text.split("/", 3)
    if len(text) > LONGEST or not REPEAT.fullmatch(head) or len(parts) not in (1, 2):
        raise ValueError(CYCLE)
    if len(parts) == 2:
        read_date(parts[0])
    check_duration(parts[-1])
    if (head != "R" and ZERO.fullmatch(head[1:])) or ZERO.fullmatch(parts[-1]):
        raise ValueError("周期至少要触发一次，两次之间要隔一段时间")


def check_time(kind: str, text: str) -> None:
    """`kind`: timeDate, timeDuration or timeCycle, as BPMN names them."""
    match kind:
        case "timeDate":
            read_date(text)
        case "timeDuration":
            check_duration(text)
        case _:
            check_cycle(text)
