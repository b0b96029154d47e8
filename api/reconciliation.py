"""Reads a department's file of answers with what this installation knows: its key, its calendar, its seals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from api.sealing import sealing
from engine.domain.durations import in_city
from engine.domain.rejections import NotFound
from engine.store.notices import hint
from engine.store.store import Store
from registers import catalogue
from registers.comparisons import Comparison
from registers.departments.connectors import Connector
from registers.departments.reconciling import Reading, Reconciled, reconcile


def reconciled(
    store: Store, connectors: Sequence[Connector], provider: str, lines: Iterable[Mapping[str, str]], at: datetime
) -> Reconciled:
    """NotFound for a department that is not asked itself; Refused where the file cannot be read."""
    connector = next((one for one in connectors if one.provider == provider), None)
    if connector is None:
        raise NotFound(f"Expected a department that is asked itself, but {provider[:40]!r} is not")
    today = in_city(at).date()

    def is_fresh(row: Comparison, as_of: date) -> bool:
        age = store.calendar(row.district).working_days_between(as_of, today)
        return age <= catalogue.checks()[row.name].fresh_for

    with store.writing() as connection:
        done = reconcile(connection, lines, Reading(connector, at, today, is_fresh, sealing(store)))
        if done.taken:
            hint(connection, "answer")
    return done
