"""What hangs on one instance: open tasks, clocks, incidents, comments, attachments, variables that the journal tells.

Whoever asks has been let in by `cases` or `worklist`.
"""

from collections.abc import Mapping
from typing import Any

from engine.domain import facts
from engine.domain.facts import Fact
from engine.domain.ids import district_of
from engine.store import blobs
from engine.store.facts_json import decode
from engine.store.store import Store

Row = Mapping[str, Any]
OF_INSTANCE = "where district = %(district)s and instance = %(instance)s order by id"
TASKS = f"""
select id, element, name, groups, area, assignee, owner, light, due_at, opened_at, claimed_at from task {OF_INSTANCE}
"""
LIMITS = f"""
select id, element, task, matter, committed, statutory, stage, started_at, warn_at, due_at, statutory_at, paused_at,
       paused_clocks, provisional from time_limit {OF_INSTANCE}
"""
INCIDENTS = f"select id, element, message, raised_at from incident {OF_INSTANCE}"
COMMENTS = f"select id, task, by, text, at from comment {OF_INSTANCE}"
ATTACHMENTS = f"select id, task, by, name, media_type, sha256, size, at from attachment {OF_INSTANCE}"
ABOUT = "select id, key, name, title, status from instance where district = any(%(all)s) and about = %(instance)s"
SNAPSHOT = "select definition, snapshot, started_by from instance where district = %(district)s and id = %(instance)s"
JOURNAL = """
select position, at, actor, command::text as command, facts::text as facts, encode(hash, 'hex') as hash from journal
 where district = %(district)s and instance = %(instance)s and position > %(after)s order by position limit %(limit)s
"""
BLOB = """
select sha256, name from attachment
 where district = %(district)s and id = %(attachment)s and instance = %(instance)s
"""
TASK = "select instance from task where district = %(district)s and id = %(task)s"
PARTS = {"tasks": TASKS, "limits": LIMITS, "incidents": INCIDENTS, "comments": COMMENTS, "attachments": ATTACHMENTS}


def parts(store: Store, instance: int) -> dict[str, list[Row]]:
    """The rows of `PARTS`, by name."""
    values = {"district": district_of(instance), "instance": instance}
    with store.reading() as connection:
        return {name: list(connection.execute(statement, values)) for name, statement in PARTS.items()}


def snapshot(store: Store, instance: int) -> Row | None:
    """`definition`, `snapshot` (None once it has ended), `started_by`."""
    with store.reading() as connection:
        values = {"district": district_of(instance), "instance": instance}
        return connection.execute(SNAPSHOT, values).fetchone()


def about(store: Store, instance: int) -> list[Row]:
    """What is about this instance, in any district: supervisions, for one."""
    with store.reading() as connection:
        return list(connection.execute(ABOUT, {"all": store.districts(), "instance": instance}))


def journal(store: Store, instance: int, after: int = 0, limit: int = 10_000) -> list[Row]:
    """Rows of the journal, oldest first; `command` and `facts` are JSON texts."""
    values = {"district": district_of(instance), "instance": instance, "after": after, "limit": limit}
    with store.reading() as connection:
        return list(connection.execute(JOURNAL, values))


def told_variables(store: Store, instance: int) -> dict[str, Any]:
    """The variables of an instance that has ended, as the journal tells them; personal ones are references."""
    variables: dict[str, Any] = {}
    for row in journal(store, instance):
        for fact in decode(row["facts"]):
            variables |= _written(fact)
    return variables


def _written(fact: Fact) -> Mapping[str, Any]:
    match fact:
        case facts.InstanceStarted() | facts.TaskCompleted() | facts.ElementsPassed() | facts.MessageReceived():
            return fact.variables
        case facts.JobCompleted():
            return fact.variables
        case _:
            return {}


def instance_of_task(store: Store, task: int) -> int | None:
    """Of an open task."""
    with store.reading() as connection:
        row = connection.execute(TASK, {"district": district_of(task), "task": task}).fetchone()
    return None if row is None else int(row["instance"])


def attachment(store: Store, instance: int, id: int) -> tuple[str, bytes, str] | None:
    """Name, bytes and media type."""
    values = {"district": district_of(instance), "instance": instance, "attachment": id}
    with store.reading() as connection:
        row = connection.execute(BLOB, values).fetchone()
        found = blobs.get(connection, row["sha256"]) if row else None
    return None if row is None or found is None else (row["name"], *found)
