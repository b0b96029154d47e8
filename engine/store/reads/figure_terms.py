"""What the terms and measures of figures mean, each said once in SQL over `case_figure c` and its item's traits `i`.

No figure counts test cases or cases that were made void.
"""

from engine.figures.shape import Part

COUNTED = "not c.test and c.how is distinct from 'void' and c.accepted_at is not null"
TERMS = {
    "concluded": "c.how in ('granted', 'refused', 'completed')",
    "late": "c.late",
    "breached": "c.breached",
    "timed": "c.worked_minutes is not null",
    "early": "coalesce(c.worked_minutes < c.promised_minutes, false)",
    "statutory": "coalesce(c.statutory_minutes, 0) > 0",
    "papers": "c.papers_listed > 0",
    "crossing": "c.cross_district",
    "supplemented": "c.supplements > 0",
    "returned": "c.returned",
    "once": "coalesce(c.visits, (c.channel = 'window')::int + c.supplements) <= 1",
    "provisional": "c.provisional",
    "completed": "coalesce(c.papers_completed, false)",
    "online": "c.channel in ('online', 'mobile')",
    "kiosk": "c.channel = 'kiosk'",
    "agent": "c.agent",
    "rated": "c.rating is not null",
    "good": "coalesce(c.rating >= 3, false)",
    "bad": "coalesce(c.rating <= 2, false)",
    "answered": "coalesce(c.answered_in_time, false)",
    "calculated": "c.calculated is not null",
    "agreed": "coalesce(c.awarded, c.calculated) = c.calculated",
    "traced": "c.steps_traced = c.steps_done",
}
MEASURES = {
    "worked": "c.worked_minutes",
    "cut": "(1 - c.worked_minutes::numeric / nullif(c.statutory_minutes, 0))",
    "papers_spared": "c.papers_spared",
    "papers_listed": "c.papers_listed",
    "weight": "coalesce(i.weight, 2)",
}
PERIODS = {
    "accepted": "c.accepted_at >= %(since)s and c.accepted_at < %(until)s",
    "ended": "c.ended_at >= %(since)s and c.ended_at < %(until)s",
    "opening": "c.accepted_at < %(since)s and (c.ended_at is null or c.ended_at >= %(since)s)",
    "closing": "c.accepted_at < %(until)s and (c.ended_at is null or c.ended_at >= %(until)s)",
}
PERSONS = "persons"


def held(part: Part) -> str:
    """That all its terms hold."""
    return " and ".join(_term(name) for name in part.where) or "true"


def amount(part: Part) -> str:
    """What is counted or summed of a part, as an aggregate; people and quantiles are found apart."""
    where = held(part)
    if part.of is None or part.of == PERSONS or part.quantile is not None:
        return cases(part)
    return f"sum({MEASURES[part.of]}) filter (where {where})"


def cases(part: Part) -> str:
    return f"count(*) filter (where {held(part)})"


def _term(name: str) -> str:
    return f"not ({TERMS[name[1:]]})" if name.startswith("!") else f"({TERMS[name]})"
