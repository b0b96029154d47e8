"""What the city's figures are counted from: one row a case, and the cards of limits that passed. Folded, not prompt."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB

from engine.store.tables.columns import MOMENT, TEXTS, column, hot, keyed

case_figure = hot(
    "case_figure",
    column("code", Text, False),
    column("item", Text),
    column("received_at", MOMENT, False),
    column("received_area", Text),
    column("handling_area", Text),
    column("cross_district", Boolean, False),
    column("channel", Text, False),
    column("test", Boolean, False),
    column("agent", Boolean, False),
    column("accepted_at", MOMENT),
    column("ended_at", MOMENT),
    column("how", Text),
    column("decision", Text),
    column("promised", Text),
    column("statutory", Text),
    column("promised_minutes", Integer),
    column("statutory_minutes", Integer),
    column("warned", Boolean, False),
    column("late", Boolean, False),
    column("breached", Boolean, False),
    column("paused_at", MOMENT),
    column("pauses", JSONB, False),
    column("worked_minutes", Integer),
    column("supplements", Integer, False),
    column("provisional", Boolean, False),
    column("papers_completed", Boolean),
    column("returned", Boolean, False),
    column("papers_listed", Integer, False),
    column("papers_spared", Integer, False),
    column("rating", Integer),
    column("rated_at", MOMENT),
    column("answered_at", MOMENT),
    column("answered_in_time", Boolean),
    column("visits", Integer),
    column("parties", TEXTS, False),
    column("calculated", Numeric),
    column("awarded", Numeric),
    column("steps_done", Integer, False),
    column("steps_traced", Integer, False),
    column("steps", JSONB, False),
    fillfactor=70,
)
# "those that ended in this month", "those that were accepted in it", "those that were in hand at its end"
Index("ix_case_figure_ended", case_figure.c.district, case_figure.c.ended_at)
Index("ix_case_figure_accepted", case_figure.c.district, case_figure.c.accepted_at)
Index(
    "ix_case_figure_open",
    case_figure.c.district,
    case_figure.c.id,
    postgresql_where=case_figure.c.ended_at.is_(None),
)

case_card = keyed(
    "case_card",
    column("instance", BigInteger, False),
    column("task", BigInteger, False),
    column("which", Text, False),
    column("at", MOMENT, False),
    column("colour", Text, False),
    column("late_minutes", Integer, False),
    column("step", Text),
    column("area", Text),
    column("responsible", Text),
    column("holder", Text),
    key=("instance", "task", "which"),
)
# "the cards of this quarter"
Index("ix_case_card_at", case_card.c.district, case_card.c.at)
