"""What people look at: cases, tickets, comments, attachments, and the counters of the dashboard."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Text

from engine.store.tables.columns import MOMENT, column, hot, keyed

comment = hot(
    "comment",
    column("instance", BigInteger, False),
    column("task", BigInteger),
    column("by", Text, False),
    column("text", Text, False),
    column("at", MOMENT, False),
)
Index("ix_comment_instance", comment.c.district, comment.c.instance)

attachment = hot(
    "attachment",
    column("instance", BigInteger, False),
    column("task", BigInteger),
    column("by", Text, False),
    column("name", Text, False),
    column("media_type", Text, False),
    column("sha256", Text, False),
    column("size", BigInteger, False),
    column("at", MOMENT, False),
)
Index("ix_attachment_instance", attachment.c.district, attachment.c.instance)

# One application for a service item; its id is the instance's. A ticket is the same for a grid or hotline matter.
case = hot(
    "case",
    column("code", Text, False),
    column("item", Text),
    column("name", Text, False),
    column("title", Text),
    column("area", Text),
    column("milestone", Text),
    column("light", Text, False),
    column("due_at", MOMENT),
    column("statutory_at", MOMENT),
    column("paused_for", Text),
    column("provisional", Boolean, False, "false"),
    column("started_at", MOMENT, False),
    column("ended_at", MOMENT),
    column("outcome", Text),
    fillfactor=70,
)
Index("ix_case_code", case.c.district, case.c.code)
Index("ix_case_open", case.c.district, case.c.item, case.c.due_at, postgresql_where=case.c.ended_at.is_(None))
ticket = hot(
    "ticket",
    *(
        Column(c.name, c.type, nullable=c.nullable, server_default=c.server_default)
        for c in case.columns
        if c.name not in ("district", "id")
    ),
    fillfactor=70,
)
Index("ix_ticket_open", ticket.c.district, ticket.c.due_at, postgresql_where=ticket.c.ended_at.is_(None))

# Folded by the projector: opened, ended, warned, passed ... by day, and what it has read of each district.
dashboard_day = keyed(
    "dashboard_day",
    column("day", Date, False),
    column("key", Text, False),
    *(
        column(name, BigInteger, False, "0")
        for name in ("started", "ended", "on_time", "warned", "passed", "breached", "opened", "completed", "incidents")
    ),
    key=("day", "key"),
)
cursor = keyed(
    "projector_cursor",
    column("projector", Text, False),
    column("position", BigInteger, False),
    key=("projector",),
)
