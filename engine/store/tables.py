"""Every table, its indexes, and the query that each index serves. Hot tables begin with the district (scale-out rules 1-9)."""

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
MOMENT = TIMESTAMP(timezone=True)
TEXTS = ARRAY(Text)


def _column(name: str, type_: TypeEngine | type, null: bool = True, default: str | None = None) -> Column:
    return Column(name, type_, nullable=null, server_default=text(default) if default else None)


def _hot(name: str, *columns: Column | Index, fillfactor: int | None = None) -> Table:
    """A table of one district's affairs, keyed (district, id), where the id carries the district."""
    options = {"postgresql_with": {"fillfactor": fillfactor}} if fillfactor else {}
    return Table(
        name,
        metadata,
        Column("district", Integer, nullable=False),
        Column("id", BigInteger, nullable=False),
        *columns,
        PrimaryKeyConstraint("district", "id"),
        CheckConstraint("district = id >> 40", name="district"),
        info={"hot": True},
        **options,
    )


def _reference(name: str, *columns: Column | PrimaryKeyConstraint | UniqueConstraint | Index) -> Table:
    """Small, rarely written, one copy for all districts; written by district 1 alone."""
    return Table(name, metadata, *columns, info={"hot": False})


# One row a district: where ids and journal positions come from, and the head of the hash chain. The last row locked.
head = Table(
    "head",
    metadata,
    Column("district", Integer, primary_key=True),
    _column("next_id", BigInteger, False, "1"),
    _column("position", BigInteger, False, "0"),
    _column("hash", LargeBinary, False, "'\\x'::bytea"),
    info={"hot": True},
)

instance = _hot(
    "instance",
    _column("definition", BigInteger, False),
    _column("key", Text, False),
    _column("kind", Text, False),
    _column("status", Text, False),  # active, completed, terminated, cancelled
    _column("clocked", Boolean, False),
    _column("name", Text, False),
    _column("title", Text),
    _column("code", Text),
    _column("area", Text),
    _column("business_key", Text),
    _column("about", BigInteger),
    _column("started_by", Text, False),
    _column("started_at", MOMENT, False),
    _column("ended_at", MOMENT),
    _column("outcome", Text),
    _column("snapshot", LargeBinary),  # null once it has ended: its variables are in the journal
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

task = _hot(
    "task",
    _column("instance", BigInteger, False),
    _column("token", BigInteger, False),
    _column("element", Text, False),
    _column("name", Text, False),
    _column("key", Text),
    _column("title", Text),
    _column("groups", TEXTS, False),
    _column("users", TEXTS, False),
    _column("excluded", TEXTS, False),
    _column("area", Text),
    _column("assignee", Text),
    _column("owner", Text),
    _column("form", Text),
    _column("light", Text, False),
    _column("due_at", MOMENT),
    _column("rank_at", MOMENT, False),  # due_at, or infinity: the order of every worklist, the most urgent first
    _column("opened_at", MOMENT, False),
    _column("claimed_at", MOMENT),
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
Index(
    "ix_task_free_many",
    task.c.groups,
    postgresql_using="gin",
    postgresql_where=text("assignee is null and cardinality(groups) > 1"),
)
Index(
    "ix_task_free_users",
    task.c.users,
    postgresql_using="gin",
    postgresql_where=text("assignee is null and cardinality(users) > 0"),
)
# "my tasks"; "the open tasks of this case"
Index(
    "ix_task_assignee",
    task.c.district,
    task.c.assignee,
    task.c.rank_at,
    postgresql_where=task.c.assignee.isnot(None),
)
Index("ix_task_instance", task.c.district, task.c.instance)

timer = _hot(
    "timer",
    _column("instance", BigInteger),
    _column("token", BigInteger),
    _column("element", Text, False),
    _column("due_at", MOMENT, False),
    _column("claimed_until", MOMENT),
    _column("definition", BigInteger),
    _column("cycle", Text),
    _column("provisional", Boolean, False, "false"),
)
Index("ix_timer_due", timer.c.district, timer.c.due_at)
Index("ix_timer_instance", timer.c.district, timer.c.instance)

# The clocks of cases and steps. `next_at` is the next moment that turns its light; null while stopped or all passed.
limit = _hot(
    "time_limit",
    _column("instance", BigInteger, False),
    _column("token", BigInteger),
    _column("task", BigInteger),
    _column("element", Text),
    _column("committed", Text),
    _column("statutory", Text),
    _column("started_at", MOMENT, False),
    _column("warn_at", MOMENT),
    _column("due_at", MOMENT),
    _column("statutory_at", MOMENT),
    _column("stage", Text, False),
    _column("next_at", MOMENT),
    _column("claimed_until", MOMENT),
    _column("escalates", Boolean, False),
    _column("provisional", Boolean, False),
    _column("paused_at", MOMENT),
    _column("paused_clocks", Text),
    _column("matter", Text),
    _column("pauses", JSONB, False, "'[]'"),
    fillfactor=70,
)
Index("ix_time_limit_next", limit.c.district, limit.c.next_at, postgresql_where=limit.c.next_at.isnot(None))
Index("ix_time_limit_instance", limit.c.district, limit.c.instance)
Index("ix_time_limit_provisional", limit.c.district, postgresql_where=limit.c.provisional)

job = _hot(
    "job",
    _column("instance", BigInteger, False),
    _column("token", BigInteger, False),
    _column("element", Text, False),
    _column("kind", Text, False),
    _column("inputs", JSON, False),
    _column("retries", Integer, False),
    _column("backoff", Text, False),
    _column("attempts", Integer, False, "0"),
    _column("due_at", MOMENT, False),
    _column("claimed_until", MOMENT),
)
Index("ix_job_due", job.c.district, job.c.due_at)
Index("ix_job_instance", job.c.district, job.c.instance)

# The outbox. What nobody takes and has a time to live waits until `expires_at`.
message = _hot(
    "message",
    _column("kind", Text, False),
    _column("name", Text, False),
    _column("key", Text),
    _column("to_instance", BigInteger),
    _column("origin", BigInteger),
    _column("definition", BigInteger),
    _column("start_event", Text),
    _column("variables", JSON, False),
    _column("due_at", MOMENT, False),
    _column("expires_at", MOMENT),
    _column("claimed_until", MOMENT),
)
Index("ix_message_due", message.c.district, message.c.due_at)

subscription = _hot(
    "subscription",
    _column("instance", BigInteger, False),
    _column("token", BigInteger, False),
    _column("element", Text, False),
    _column("kind", Text, False),
    _column("name", Text, False),
    _column("key", Text),
    _column("opened_at", MOMENT, False),
)
Index("ix_subscription_name", subscription.c.district, subscription.c.name, subscription.c.key)
Index("ix_subscription_instance", subscription.c.district, subscription.c.instance)

incident = _hot(
    "incident",
    _column("instance", BigInteger, False),
    _column("token", BigInteger, False),
    _column("element", Text, False),
    _column("key", Text),
    _column("message", Text, False),
    _column("raised_at", MOMENT, False),
)
Index("ix_incident_instance", incident.c.district, incident.c.instance)

comment = _hot(
    "comment",
    _column("instance", BigInteger, False),
    _column("task", BigInteger),
    _column("by", Text, False),
    _column("text", Text, False),
    _column("at", MOMENT, False),
)
Index("ix_comment_instance", comment.c.district, comment.c.instance)

attachment = _hot(
    "attachment",
    _column("instance", BigInteger, False),
    _column("task", BigInteger),
    _column("by", Text, False),
    _column("name", Text, False),
    _column("media_type", Text, False),
    _column("sha256", Text, False),
    _column("size", BigInteger, False),
    _column("at", MOMENT, False),
)
Index("ix_attachment_instance", attachment.c.district, attachment.c.instance)

# One application for a service item; its id is the instance's. A ticket is the same for a grid or hotline matter.
case = _hot(
    "case",
    _column("code", Text, False),
    _column("item", Text),
    _column("name", Text, False),
    _column("title", Text),
    _column("area", Text),
    _column("milestone", Text),
    _column("light", Text, False),
    _column("due_at", MOMENT),
    _column("statutory_at", MOMENT),
    _column("paused_for", Text),
    _column("provisional", Boolean, False, "false"),
    _column("started_at", MOMENT, False),
    _column("ended_at", MOMENT),
    _column("outcome", Text),
    fillfactor=70,
)
Index("ix_case_code", case.c.district, case.c.code)
Index("ix_case_open", case.c.district, case.c.item, case.c.due_at, postgresql_where=case.c.ended_at.is_(None))
ticket = _hot("ticket", *(Column(c.name, c.type, nullable=c.nullable) for c in case.columns if c.name not in ("district", "id")))
Index("ix_ticket_open", ticket.c.district, ticket.c.due_at, postgresql_where=ticket.c.ended_at.is_(None))

# Folded by the projector: opened, ended, warned, passed ... by day, and what it has read of each district.
dashboard_day = Table(
    "dashboard_day",
    metadata,
    Column("district", Integer, nullable=False),
    _column("day", Date, False),
    _column("key", Text, False),  # the process; empty for what belongs to none
    *(
        _column(name, BigInteger, False, "0")
        for name in ("started", "ended", "on_time", "warned", "passed", "breached", "opened", "completed", "incidents")
    ),
    PrimaryKeyConstraint("district", "day", "key"),
    info={"hot": True},
)
cursor = Table(
    "projector_cursor",
    metadata,
    Column("district", Integer, nullable=False),
    _column("projector", Text, False),
    _column("position", BigInteger, False),
    PrimaryKeyConstraint("district", "projector"),
    info={"hot": True},
)

# Append-only, one row a command, chained by hash within its district (docs/decisions: the journal can convict).
journal = Table(
    "journal",
    metadata,
    Column("district", Integer, nullable=False),
    _column("position", BigInteger, False),
    _column("request_id", Text, False),
    _column("instance", BigInteger),
    _column("at", MOMENT, False),
    _column("actor", Text, False),
    _column("command", JSON, False),  # json, not jsonb: the text that was hashed is the text that is kept
    _column("facts", JSON, False),
    _column("mac", LargeBinary, False),
    _column("hash", LargeBinary, False),
    PrimaryKeyConstraint("district", "position"),
    UniqueConstraint("district", "request_id"),
    info={"hot": True},
)
Index("ix_journal_instance", journal.c.district, journal.c.instance, postgresql_where=journal.c.instance.isnot(None))
seal = Table(
    "day_seal",
    metadata,
    Column("district", Integer, nullable=False),
    _column("day", Date, False),
    _column("position", BigInteger, False),
    _column("hash", LargeBinary, False),
    _column("key_id", Text, False),
    _column("signature", LargeBinary, False),
    PrimaryKeyConstraint("district", "day"),
    info={"hot": True},
)

# Personal values, each under its person's key; without the key nothing is readable, and the chain still holds.
sealed = _hot(
    "sealed",
    _column("instance", BigInteger),
    _column("person", Text, False),
    _column("name", Text, False),
    _column("mask", Text),
    _column("salt", LargeBinary, False),
    _column("digest", LargeBinary, False),
    _column("value", LargeBinary, False),
)
Index("ix_sealed_instance", sealed.c.district, sealed.c.instance)
Index("ix_sealed_person", sealed.c.district, sealed.c.person)
person_key = Table(
    "person_key",
    metadata,
    Column("district", Integer, nullable=False),
    _column("person", Text, False),
    _column("wrapped", LargeBinary, False),
    PrimaryKeyConstraint("district", "person"),
    info={"hot": True},
)

# Reference tables: the city's own affairs.
definition = _reference(
    "definition",
    Column("id", BigInteger, primary_key=True),
    _column("key", Text, False),
    _column("version", Integer, False),
    _column("name", Text, False),
    _column("kind", Text, False),
    _column("item", Text),
    _column("digest", Text, False),
    _column("starters", TEXTS, False),
    _column("starts", JSONB, False),
    _column("called", JSONB, False),
    _column("deployed_at", MOMENT, False),
    _column("deployed_by", Text, False),
    UniqueConstraint("key", "version"),
)
source = _reference(  # the bytes of a deployment, by digest: the file and what lies beside it
    "source",
    Column("digest", Text, primary_key=True),
    _column("name", Text, False),
    _column("bpmn", LargeBinary, False),
    _column("resources", JSONB, False),  # file name -> text
)
area = _reference(
    "area",
    Column("code", Text, primary_key=True),
    _column("name", Text, False),
    _column("level", Text, False),
    _column("district", Integer, False),
)
calendar_day = _reference(
    "calendar_day",
    _column("district", Integer, False),
    _column("day", Date, False),
    _column("working", Boolean, False),
    _column("name", Text, False),
    _column("provisional", Boolean, False),
    PrimaryKeyConstraint("district", "day"),
)
account = _reference(
    "account",
    Column("id", Text, primary_key=True),
    _column("name", Text, False),
    _column("enabled", Boolean, False),
    _column("locked_until", MOMENT),
    _column("created_at", MOMENT, False),
)
post = _reference(
    "post",
    _column("account", Text, False),
    _column("group", Text, False),
    _column("area", Text, False),
    PrimaryKeyConstraint("account", "group", "area"),
    Index("ix_post_group", "group"),
)
credential = _reference(
    "credential",
    Column("id", Text, primary_key=True),
    _column("secret", Text, False),
    _column("failures", SmallInteger, False, "0"),
)
blob = _reference(
    "blob",
    Column("sha256", Text, primary_key=True),
    _column("size", BigInteger, False),
    _column("media_type", Text, False),
    _column("content", LargeBinary, False),
)
