"""What terms and measures of figures mean, said a second time, in Python over one row; and rows made at random."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from hypothesis import strategies as st

from engine.domain.durations import CITY
from engine.domain.ids import make_id
from engine.figures.items import traits
from engine.figures.shape import Counted, Figure, Part
from engine.projections.case_figures import CaseFigure

SINCE, UNTIL = datetime(2026, 12, 1, tzinfo=CITY), datetime(2027, 1, 1, tzinfo=CITY)
WEIGHTS = {row["code"]: int(row["weight"]) for row in traits()}
AREAS = ("210102004001", "210102005001", "210103001002", "210112001003")
HOW = ("granted", "refused", "completed", "withdrawn", "returned", "cancelled", "void", "not_accepted")
TERMS: dict[str, Callable[[CaseFigure], bool]] = {
    "concluded": lambda row: row.how in ("granted", "refused", "completed"),
    "late": lambda row: row.late,
    "breached": lambda row: row.breached,
    "timed": lambda row: row.worked_minutes is not None,
    "early": lambda row: (
        None not in (row.worked_minutes, row.promised_minutes)
        and (row.worked_minutes or 0) < (row.promised_minutes or 0)
    ),
    "statutory": lambda row: bool(row.statutory_minutes),
    "papers": lambda row: row.papers_listed > 0,
    "crossing": lambda row: row.cross_district,
    "supplemented": lambda row: row.supplements > 0,
    "returned": lambda row: row.returned,
    "once": lambda row: (row.visits if row.visits is not None else (row.channel == "window") + row.supplements) <= 1,
    "provisional": lambda row: row.provisional,
    "completed": lambda row: row.papers_completed is True,
    "online": lambda row: row.channel in ("online", "mobile"),
    "kiosk": lambda row: row.channel == "kiosk",
    "agent": lambda row: row.agent,
    "rated": lambda row: row.rating is not None,
    "good": lambda row: (row.rating or 0) >= 3,
    "bad": lambda row: 1 <= (row.rating or 9) <= 2,
    "answered": lambda row: row.answered_in_time is True,
    "calculated": lambda row: row.calculated is not None,
    "agreed": lambda row: row.awarded in (None, row.calculated),
    "traced": lambda row: row.steps_done == row.steps_traced,
}
MEASURES: dict[str, Callable[[CaseFigure], Decimal]] = {
    "worked": lambda row: Decimal(row.worked_minutes or 0),
    "cut": lambda row: 1 - Decimal(row.worked_minutes or 0) / (row.statutory_minutes or 1),
    "papers_spared": lambda row: Decimal(row.papers_spared),
    "papers_listed": lambda row: Decimal(row.papers_listed),
    "weight": lambda row: Decimal(WEIGHTS.get(row.item or "", 2)),
}
PERIODS: dict[str, Callable[[CaseFigure], bool]] = {
    "accepted": lambda row: row.accepted_at is not None and SINCE <= row.accepted_at < UNTIL,
    "ended": lambda row: row.ended_at is not None and SINCE <= row.ended_at < UNTIL,
    "opening": lambda row: _in_hand(row, SINCE),
    "closing": lambda row: _in_hand(row, UNTIL),
}


def _in_hand(row: CaseFigure, at: datetime) -> bool:
    return row.accepted_at is not None and row.accepted_at < at and (row.ended_at is None or row.ended_at >= at)


def counted(figure: Figure, rows: Sequence[CaseFigure], area: str = "") -> Counted:
    """The figure of the period, as it has to be."""
    base = [row for row in rows if not row.test and row.how != "void" and row.accepted_at is not None]
    base = [row for row in base if PERIODS[figure.attributed](row) and (row.received_area or "").startswith(area)]
    top = [row for row in base if _holds(row, figure.top)]
    under = [row for row in base if figure.bottom is not None and _holds(row, figure.bottom)]
    bottom = None if figure.bottom is None else _amount(under, figure.bottom)
    return Counted(_amount(top, figure.top), bottom, len(top), len(under))


def _holds(row: CaseFigure, part: Part) -> bool:
    return all(TERMS[name.lstrip("!")](row) is not name.startswith("!") for name in part.where)


def _amount(rows: Sequence[CaseFigure], part: Part) -> Decimal:
    if part.of is None:
        return Decimal(len(rows))
    if part.of == "persons":
        return Decimal(len({person for row in rows for person in row.parties}))
    values = sorted(MEASURES[part.of](row) for row in rows)
    if part.quantile is None:
        return sum(values, Decimal(0))
    rank = max(0, ceil(part.quantile * len(values)) - 1)  # the least value with such a share at or below it
    return values[rank] if values else Decimal(0)


FEW, FLAG = st.integers(0, 2), st.booleans()
MONEY = st.none() | st.sampled_from([Decimal("100.5"), Decimal(20)])
MARKS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "item": st.none() | st.sampled_from(["MZ-001", "FC-001", "XX-999"]),
        "received_area": st.sampled_from(AREAS),
        "cross_district": FLAG,
        "channel": st.sampled_from(["window", "online", "mobile", "kiosk"]),
        "test": st.integers(0, 9).map(lambda number: number == 0),
        "agent": FLAG,
        "promised_minutes": st.none() | st.sampled_from([0, 420, 4200]),
        "statutory_minutes": st.none() | st.sampled_from([0, 8400]),
        "late": FLAG,
        "breached": FLAG,
        "supplements": FEW,
        "provisional": FLAG,
        "papers_completed": st.none() | FLAG,
        "returned": FLAG,
        "papers_listed": st.integers(0, 5),
        "papers_spared": FEW,
        "rating": st.none() | st.integers(1, 5),
        "answered_in_time": st.none() | FLAG,
        "visits": st.none() | FEW,
        "parties": st.lists(st.sampled_from("abcd"), unique=True),
        "calculated": MONEY,
        "awarded": MONEY,
        "steps_done": FEW,
        "steps_traced": FEW,
    }
)


@st.composite
def rows(draw: st.DrawFn) -> CaseFigure:
    """A case of which anything may have been told, also what makes little sense."""
    number = draw(st.integers(1, 10**9))
    received = datetime(2026, 10, 1, tzinfo=CITY) + timedelta(hours=draw(st.integers(0, 24 * 120)))
    accepted = draw(st.none() | st.integers(0, 200).map(lambda hours: received + timedelta(hours=hours)))
    ended = draw(st.none() | st.integers(0, 900).map(lambda hours: (accepted or received) + timedelta(hours=hours)))
    return CaseFigure(
        district=7,
        id=make_id(7, number),
        code=f"C{number}",
        received_at=received,
        accepted_at=accepted,
        ended_at=ended,
        how=draw(st.sampled_from(HOW)) if ended else None,
        worked_minutes=draw(st.integers(0, 9000)) if accepted and ended else None,
        **draw(MARKS),
    )
