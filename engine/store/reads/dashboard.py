"""The leaders' counters by day and process, as far as the projector has folded them. Reads counters, never cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.store.store import Store

Row = Mapping[str, Any]
COUNTERS = ("started", "ended", "on_time", "warned", "passed", "breached", "opened", "completed", "incidents")
SUMS = ", ".join(f"sum({name})::bigint as {name}" for name in COUNTERS)
WHERE = """
  from dashboard_day d
 where d.district = any(%(districts)s) and d.day >= %(since)s and d.day <= %(until)s and d.key <> ''
"""
DAYS = f"select d.day, {SUMS} {WHERE} group by d.day order by d.day"
KEYS = f"""
select d.key, max(n.name) as name, max(n.item) as item, {SUMS} {
    WHERE.replace(
        "from dashboard_day d",
        '''from dashboard_day d left join lateral (
    select name, item from definition where key = d.key order by version desc limit 1) n on true''',
    )
}
 group by d.key order by d.key
"""
DISTRICTS = f"select d.district, {SUMS} {WHERE} group by d.district order by d.district"
BEHIND = """
select coalesce(sum(h.position - coalesce(c.position, 0)), 0)::bigint as behind from head h
  left join projector_cursor c on c.district = h.district and c.projector = 'dashboard'
 where h.district = any(%(districts)s)
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days of the city, both included; without a district all of them."""

    since: date
    until: date
    district: int | None = None


def read(store: Store, wanted: Wanted) -> dict[str, Any]:
    """Sums by day, by process and by district; `behind`: journal rows that are not folded yet."""
    districts = [wanted.district] if wanted.district else store.districts()
    values = {"districts": districts, "since": wanted.since, "until": wanted.until}
    with store.reading() as connection:
        behind = connection.execute(BEHIND, values).fetchone()
        return {
            "days": list(connection.execute(DAYS, values)),
            "processes": list(connection.execute(KEYS, values)),
            "districts": list(connection.execute(DISTRICTS, values)),
            "behind": behind["behind"] if behind else 0,
        }
