"""The leaders' counters over HTTP. Counts only: nobody's case is named."""

from datetime import date, timedelta
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.asking import reply, viewer
from api.desk import desk_of
from api.document import gives
from engine.domain.durations import in_city
from engine.domain.ids import MAX_DISTRICT
from engine.domain.rejections import Invalid
from engine.store.reads import dashboard

router = APIRouter(tags=["dashboard"])
DAYS = timedelta(days=30)
LONGEST = timedelta(days=3660)


class Dashboard(msgspec.Struct, kw_only=True):
    """Sums by day, process and district. `behind`: journal rows that are not counted yet."""

    since: date
    until: date
    days: list[dict[str, Any]]
    processes: list[dict[str, Any]]
    districts: list[dict[str, Any]]
    behind: int


@router.get("/dashboard", **gives(Dashboard))
def read(
    request: Request,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    district: Annotated[int | None, Query(ge=1, le=MAX_DISTRICT)] = None,
) -> Response:
    """What began, ended, was on time, warned, passed: by default of the last thirty days."""
    viewer(request)
    desk = desk_of(request)
    last = until or in_city(desk.clock.now()).date()
    first = since or last - DAYS
    if not timedelta(0) <= last - first <= LONGEST:
        raise Invalid(f"Expected `from` before `to` and at most ten years, but got {first} to {last}")
    return reply({"since": first, "until": last, **dashboard.read(desk.store, dashboard.Wanted(first, last, district))})
