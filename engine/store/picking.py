"""The most urgent free tasks for those who ask for their next one, a different one for each.

The offer is that of `engine.domain.rights.is_offered`, read by post in the order of the worklist's index.
"""

from collections.abc import Sequence
from typing import Any

from engine.domain.commands import ClaimNext
from engine.domain.rights import is_offered
from engine.domain.situation import Instance, Task
from engine.store import loads
from engine.store.wire import Connection

Picked = dict[int, tuple[Task, Instance]]
SPARE = 32  # candidates beyond those asked for, since others may be taking the first ones at this moment

PICK = f"""
with candidate as materialized (
    (select t.id from unnest(%(groups)s::text[], %(areas)s::text[]) p("group", area) cross join lateral (
        select t.id from task t where t.district = %(district)s and t.groups[1] = p."group" and t.assignee is null
            and (t.area is null or starts_with(t.area, p.area)) and (%(key)s::text is null or t.key = %(key)s)
            and not %(only)s = any(t.excluded) and t.id <> all(%(taken)s)
        order by t.rank_at, t.id limit %(most)s) t)
    union (select t.id from task t where t.district = %(district)s and t.assignee is null and cardinality(t.groups) > 1
        and t.groups && %(groups)s::text[] and (%(key)s::text is null or t.key = %(key)s)
        and exists (select from unnest(%(groups)s::text[], %(areas)s::text[]) p("group", area)
            where p."group" = any(t.groups) and (t.area is null or starts_with(t.area, p.area)))
        and not %(only)s = any(t.excluded) and t.id <> all(%(taken)s) order by t.rank_at, t.id limit %(most)s)
    union (select t.id from task t where t.district = %(district)s and t.assignee is null and cardinality(t.users) > 0
        and t.users && %(users)s::text[] and (%(key)s::text is null or t.key = %(key)s)
        and not %(only)s = any(t.excluded) and t.id <> all(%(taken)s) order by t.rank_at, t.id limit %(most)s)
)
select {loads.TASK}, {loads.INSTANCE}, null from task t
join instance i on i.district = t.district and i.id = t.instance
where t.district = %(district)s and t.id = any(array(select id from candidate)) and t.assignee is null
order by t.rank_at, t.id limit %(count)s for update of t skip locked
"""


def pick(connection: Connection, asking: Sequence[tuple[int, ClaimNext]], taken: set[int]) -> Picked:
    """By number of the command in its batch. `taken`: tasks that others of the batch name; picked ones join them."""
    alike: dict[Any, list[tuple[int, ClaimNext]]] = {}
    for number, command in asking:
        sign = (command.district, command.actor.posts, command.group, command.key)
        alike.setdefault(sign, []).append((number, command))
    picked: Picked = {}
    for group in alike.values():
        picked |= _pick_alike(connection, group, taken)
        for one in group:
            if one[0] not in picked and len(group) > 1:
                picked |= _pick_alike(connection, [one], taken)
    return picked


def _pick_alike(connection: Connection, asking: Sequence[tuple[int, ClaimNext]], taken: set[int]) -> Picked:
    rows = connection.execute(PICK, _question([command for _, command in asking], taken), binary=True).fetchall()
    free = [(loads.task(row[: loads.TASK_WIDTH]), Instance(*row[loads.TASK_WIDTH :])) for row in rows]
    picked: Picked = {}
    for number, command in asking:
        found = next((pair for pair in free if is_offered(command.actor, pair[0])), None)
        if found is not None:
            free.remove(found)
            taken.add(found[0].id)
            picked[number] = found
    return picked


def _question(asking: Sequence[ClaimNext], taken: set[int]) -> dict[str, Any]:
    first, users = asking[0], [command.actor.id for command in asking]
    posts = [post for post in first.actor.posts if first.group is None or post.group == first.group]
    return {
        "district": first.district,
        "groups": [post.group for post in posts],
        "areas": [post.area for post in posts],
        "users": users if first.group is None else [],
        "only": users[0] if len(users) == 1 else "",
        "key": first.key,
        "taken": sorted(taken),
        "count": len(asking),
        "most": len(asking) + SPARE,
    }
