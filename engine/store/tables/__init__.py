"""Every table, its indexes, and the query that each index serves. Hot tables begin with the district.

The rules behind them: scale-out, 1 to 9. A table of another name here (limit, cursor, seal) is named so in the database
because the word is taken there.
"""

from engine.store.tables.city import account, area, blob, calendar_day, credential, decision, definition, post, source
from engine.store.tables.columns import MOMENT, TEXTS, metadata
from engine.store.tables.counted import case_card, case_figure
from engine.store.tables.kept import journal, person_key, seal, sealed
from engine.store.tables.running import head, incident, instance, job, limit, message, subscription, task, timer
from engine.store.tables.shown import attachment, case, comment, cursor, dashboard_day, ticket

__all__ = [
    "MOMENT",
    "TEXTS",
    "account",
    "area",
    "attachment",
    "blob",
    "calendar_day",
    "case",
    "case_card",
    "case_figure",
    "comment",
    "credential",
    "cursor",
    "dashboard_day",
    "decision",
    "definition",
    "head",
    "incident",
    "instance",
    "job",
    "journal",
    "limit",
    "message",
    "metadata",
    "person_key",
    "post",
    "seal",
    "sealed",
    "source",
    "subscription",
    "task",
    "ticket",
    "timer",
]
