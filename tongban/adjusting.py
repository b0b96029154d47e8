"""What the command line asks of adjustments: from which month to which, calculated by the deployed rules."""

from datetime import date
from functools import partial

from engine.domain.durations import in_city
from engine.sheets import recalculating, rule
from registers import months
from registers.adjustments import Asked, Calculate
from tongban.console import Console
from tongban.terminal import WrongUse


def calculate(desk: Console) -> Calculate:
    return recalculating(partial(rule, desk.engine.store, desk.engine.runtime))


def asked(desk: Console, of: str, area: str, span: tuple[str, str | None]) -> Asked:
    """`span`: the first month, and the last or none. WrongUse for what is no month."""
    return Asked(of, area, _month(span[0]), last(desk, span[1]))


def last(desk: Console, text: str | None) -> date:
    return months.first_day(in_city(desk.now()).date()) if text is None else _month(text)


def _month(text: str) -> date:
    try:
        return months.month(text)
    except ValueError as error:
        raise WrongUse(str(error), "Such as 2026-07.") from error
