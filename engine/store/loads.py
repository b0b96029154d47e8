"""The statements that lock and load for a command, and what their rows become. Knows columns, no commands.

Each takes arrays and names its districts. Locks are taken in the order of ids, an instance before what hangs on it.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

import msgspec

from engine.domain.situation import DecisionRow, DefinitionRow, Earlier, Instance, Job, Limit, Message, Task, Timer
from engine.store.facts_json import decode
from engine.store.locks import DEPLOYMENT, ONCE

Row = tuple[Any, ...]
AS = {"is_clocked": "clocked", "pauses": "pauses::text"}
_pauses = msgspec.json.Decoder(tuple[tuple[datetime, datetime, str], ...]).decode


def columns(kind: type, alias: str, without: Iterable[str] = ()) -> str:
    """The columns that fill `kind`, in its order; most have the name of its field."""
    names = (field.name for field in fields(kind) if field.name not in without)
    return ", ".join(f"{alias}.{AS.get(name, name)}" for name in names)


INSTANCE = columns(Instance, "i", without=("snapshot",))
TASK = columns(Task, "t")
LIMIT = columns(Limit, "r", without=("tasks",))
TASK_WIDTH, LIMIT_WIDTH = len(fields(Task)), len(fields(Limit)) - 1
PAUSES = [field.name for field in fields(Limit)].index("pauses")
STARTERS = [field.name for field in fields(DefinitionRow)].index("starters")

# Parameters: districts, request ids.
SEEN = """
select district, request_id, position, mac, facts::text from journal
where district = any(%b) and request_id = any(%b)
"""
# Parameters of the following: districts, ids; first the ids of those whose snapshot is needed, where there are any.
TASKS = f"""
select {TASK}, {INSTANCE}, case when t.id = any(%b) then i.snapshot end
from instance i join task t on t.district = i.district and t.instance = i.id
where t.district = any(%b) and t.id = any(%b) order by i.id, t.id for update
"""
INSTANCES = f"""
select {INSTANCE}, case when i.id = any(%b) then i.snapshot end from instance i
where i.district = any(%b) and i.id = any(%b) order by i.id for update
"""
# A limit may be turned without its instance being named; what hangs on that is changed all the same, so it is locked.
LIMITS = f"""
select {LIMIT}, {INSTANCE}, null
from instance i join time_limit r on r.district = i.district and r.instance = i.id
where r.district = any(%b) and r.id = any(%b) order by i.id, r.id for update
"""
# Before the above, where several of them are sent: all instances in one order. Parameters: districts and ids, thrice.
IN_ORDER = """
select i.id from instance i where i.district = any(%b) and i.id = any(%b
    || array(select t.instance from task t where t.district = any(%b) and t.id = any(%b))
    || array(select r.instance from time_limit r where r.district = any(%b) and r.id = any(%b)))
order by i.id for update
"""


def _rows(kind: type, table: str) -> str:
    return f"""select {columns(kind, "r")} from {table} r
where r.district = any(%b) and r.id = any(%b) order by r.id for update"""


TIMERS = _rows(Timer, "timer")
JOBS = _rows(Job, "job")
MESSAGES = _rows(Message, "message")
LIMITS_OF = f"""
select {LIMIT} from time_limit r
where r.district = any(%b) and r.instance = any(%b) order by r.id for update
"""
# Which tasks show the limit of a step around them; they hang on its instance. Parameters: districts, instances, limits.
TIMED = """
select t.timed_by, t.id from task t
where t.district = any(%b) and t.instance = any(%b) and t.timed_by = any(%b) order by t.id
"""
INCIDENTS = """
select id, token from incident where district = any(%b) and id = any(%b) order by id for update
"""
SUBSCRIPTIONS = """
select id from subscription where district = any(%b) and id = any(%b) order by id for update
"""

# Of those who are to be erased: the key first, so that nobody seals under it any more. Parameters: districts, people.
PERSON_KEYS = """
select district, person from person_key
where district = any(%b) and person = any(%b) order by district, person for update
"""
SEALED_OF = """
select district, person, id from sealed
where district = any(%b) and person = any(%b) and value <> '' order by id for update
"""

# Of the city's own affairs. Parameters: keys; keys and versions; names of accounts. Deployments see all, one at a time.
LATEST = f"""
select distinct on (d.key) {columns(DefinitionRow, "d")} from definition d
where d.key = any(%b) order by d.key, d.version desc
"""
NAMED = f"""
select {columns(DefinitionRow, "d")} from definition d
join unnest(%b::text[], %b::integer[]) u(key, version) on d.key = u.key and d.version = u.version
"""
ONE_BY_ONE = f"select pg_advisory_xact_lock({DEPLOYMENT})"
ALL_LATEST = (
    f"select distinct on (d.key) {columns(DefinitionRow, 'd')} from definition d order by d.key, d.version desc"
)
LATEST_DECISIONS = (
    f"select distinct on (d.key) {columns(DecisionRow, 'd')} from decision d order by d.key, d.version desc"
)
START_TIMERS = f"""
select {columns(Timer, "r")} from timer r
where r.district = any(%b) and r.instance is null and r.definition is not null order by r.id for update
"""
# One after the other for the same process and business key, in whatever district; then whether there is one.
BEGIN_ONCE = f"""
select pg_advisory_xact_lock({ONCE}, h) from (
  select distinct hashtext(key || ' ' || business_key) as h from unnest(%b::text[], %b::text[]) as u(key, business_key)
  order by h
) hashed
"""
UNDER_WAY = """
select i.key, i.business_key from instance i
 where i.district = any(array(select district from head)) and i.business_key = any(%b) and i.key = any(%b)
   and i.status = 'active'
"""
PERSONAL = "select distinct unnest(personal) from definition"
ACCOUNTS = "select id, name, enabled from account where id = any(%b) order by id for update"
POSTS = 'select account, "group", area from post where account = any(%b)'


def task(row: Row) -> Task:
    id, instance, token, element, name, groups, users, excluded, *rest = row
    return Task(id, instance, token, element, name, tuple(groups), tuple(users), tuple(excluded), *rest)


def limit(row: Row) -> Limit:
    values = list(row)
    values[PAUSES] = _pauses(row[PAUSES])
    return Limit(*values)


def definition(row: Row) -> DefinitionRow:
    values = list(row)
    values[STARTERS] = tuple(row[STARTERS])
    return DefinitionRow(*values)


def earlier(row: Row) -> Earlier:
    _, _, position, mac, facts = row
    return Earlier(position, mac, decode(facts))
