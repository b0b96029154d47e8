"""What the next command needs: instances, their tasks, timers, limits, jobs, messages; and the heads of districts."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from engine.store.tables.columns import MOMENT, TEXTS, column, filled, hot, metadata

NEVER = "'9999-12-30 00:00:00+00'"  # a moment that every program can read, unlike infinity

# One row a district: where ids and journal positions come from, and the head of the hash chain. The last row locked.
head = Table(
    "head",
    metadata,
    Column("district", Integer, primary_key=True, autoincrement=False),
    column("next_id", BigInteger, False, "1"),
    column("position", BigInteger, False, "0"),
    column("hash", LargeBinary, False, "'\\x'::bytea"),
    info={"hot": True},
    **filled(10),
)

instance = hot(
    "instance",
    column("definition", BigInteger, False),
    column("key", Text, False),
    column("kind", Text, False),
    column("status", Text, False),  # active, completed, terminated, cancelled
    column("clocked", Boolean, False, "false"),  # a limit was set in it: its limits are loaded with it
    column("name", Text, False),
    column("title", Text),
    column("code", Text),
    column("area", Text),
    column("business_key", Text),
    column("about", BigInteger),
    column("started_by", Text, False),
    column("started_at", MOMENT, False),
    column("ended_at", MOMENT),
    column("outcome", Text),
    column("handling_area", Text),  # where it is handled, if its variables say so; `area` is where it was received
    column("snapshot", LargeBinary),  # null once it has ended: its variables are in the journal
    fillfactor=70,
)
# "the instances of this definition", newest first; "by business key"; "what is about this case"
Index("ix_instance_key", instance.c.district, instance.c.key, instance.c.id)
Index(
    "ix_instance_business_key",
    instance.c.district,
    instance.c.business_key,
    postgresql_where=instance.c.business_key.isnot(None),
)
Index("ix_instance_about", instance.c.district, instance.c.about, postgresql_where=instance.c.about.isnot(None))

task = hot(
    "task",
    column("instance", BigInteger, False),
    column("token", BigInteger, False),
    column("element", Text, False),
    column("name", Text, False),
    column("key", Text),
    column("title", Text),
    column("groups", TEXTS, False),
    column("users", TEXTS, False),
    column("excluded", TEXTS, False),
    column("area", Text),
    column("assignee", Text),
    column("owner", Text),
    column("form", Text),
    column("light", Text, False),
    column("due_at", MOMENT),
    column("rank_at", MOMENT, False, NEVER),  # due_at, or never: the order of every worklist, the most urgent first
    column("opened_at", MOMENT, False),
    column("claimed_at", MOMENT),
    column("timed_by", BigInteger),  # the limit of a step around it, whose date and light it shows
    fillfactor=70,
)
# "free tasks of this group, the most urgent first"; the few tasks of several groups; those offered to named people
Index(
    "ix_task_free",
    task.c.district,
    text("(groups[1])"),
    task.c.rank_at,
    task.c.id,
    postgresql_where=task.c.assignee.is_(None),
)
for name, several in (
    ("ix_task_free_many", "cardinality(groups) > 1"),
    ("ix_task_free_users", "cardinality(users) > 0"),
):
    Index(name, task.c.district, task.c.rank_at, task.c.id, postgresql_where=text(f"assignee is null and {several}"))
# "my tasks"; "what I have delegated"; "the open tasks of this case"
Index(
    "ix_task_assignee",
    task.c.district,
    task.c.assignee,
    task.c.rank_at,
    postgresql_where=task.c.assignee.isnot(None),
)
Index("ix_task_owner", task.c.district, task.c.owner, postgresql_where=task.c.owner.isnot(None))
Index("ix_task_instance", task.c.district, task.c.instance)

timer = hot(
    "timer",
    column("instance", BigInteger),
    column("token", BigInteger),
    column("element", Text, False),
    column("due_at", MOMENT, False),
    column("claimed_until", MOMENT),
    column("definition", BigInteger),
    column("cycle", Text),
    column("provisional", Boolean, False, "false"),
    column("length", Text),
    column("since", MOMENT),
)
# "what is due"; "those of this instance"; "what has to be dated anew under another calendar"
Index("ix_timer_due", timer.c.district, timer.c.due_at)
Index("ix_timer_instance", timer.c.district, timer.c.instance)
Index("ix_timer_provisional", timer.c.district, timer.c.id, postgresql_where=timer.c.provisional)

# The clocks of cases and steps. `next_at` is the next moment that turns its light; null while stopped or all passed.
limit = hot(
    "time_limit",
    column("instance", BigInteger, False),
    column("token", BigInteger),
    column("task", BigInteger),
    column("element", Text),
    column("committed", Text),
    column("statutory", Text),
    column("started_at", MOMENT, False),
    column("warn_at", MOMENT),
    column("due_at", MOMENT),
    column("statutory_at", MOMENT),
    column("stage", Text, False),
    column("next_at", MOMENT),
    column("claimed_until", MOMENT),
    column("escalates", Boolean, False),
    column("provisional", Boolean, False),
    column("paused_at", MOMENT),
    column("paused_clocks", Text),
    column("matter", Text),
    column("warn_share", Text, False, "'0.3'"),
    column("pauses", JSONB, False, "'[]'"),
    fillfactor=70,
)
Index("ix_time_limit_next", limit.c.district, limit.c.next_at, postgresql_where=limit.c.next_at.isnot(None))
Index("ix_time_limit_instance", limit.c.district, limit.c.instance)
Index("ix_time_limit_provisional", limit.c.district, postgresql_where=limit.c.provisional)

job = hot(
    "job",
    column("instance", BigInteger, False),
    column("token", BigInteger, False),
    column("element", Text, False),
    column("kind", Text, False),
    column("inputs", JSON, False),
    column("retries", Integer, False),
    column("backoff", Text, False),
    column("attempts", Integer, False, "0"),
    column("due_at", MOMENT, False),
    column("claimed_until", MOMENT),
)
Index("ix_job_due", job.c.district, job.c.due_at)
Index("ix_job_instance", job.c.district, job.c.instance)

# The outbox. What nobody takes and has a time to live waits until `expires_at`.
message = hot(
    "message",
    column("kind", Text, False),
    column("name", Text, False),
    column("key", Text),
    column("to_instance", BigInteger),
    column("origin", BigInteger),
    column("definition", BigInteger),
    column("start_event", Text),
    column("variables", JSON, False),
    column("due_at", MOMENT, False),
    column("expires_at", MOMENT),
    column("claimed_until", MOMENT),
)
Index("ix_message_due", message.c.district, message.c.due_at)

subscription = hot(
    "subscription",
    column("instance", BigInteger, False),
    column("token", BigInteger, False),
    column("element", Text, False),
    column("kind", Text, False),
    column("name", Text, False),
    column("key", Text),
    column("opened_at", MOMENT, False),
)
Index("ix_subscription_name", subscription.c.district, subscription.c.name, subscription.c.key)
Index("ix_subscription_instance", subscription.c.district, subscription.c.instance)

incident = hot(
    "incident",
    column("instance", BigInteger, False),
    column("token", BigInteger, False),
    column("element", Text, False),
    column("key", Text),
    column("message", Text, False),
    column("raised_at", MOMENT, False),
)
Index("ix_incident_instance", incident.c.district, incident.c.instance)
