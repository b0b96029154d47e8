"""Requests that were carried out before, where a repeat can no longer be routed by what it names."""

from engine.store.store import Store

FOUND = """
select district, instance from journal
 where district = any(array(select district from head)) and request_id = %(request)s limit 1
"""


def earlier(store: Store, request_id: str) -> tuple[int, int | None] | None:
    """The district that journalled the request, and the instance it was about."""
    with store.reading() as connection:
        row = connection.execute(FOUND, {"request": request_id}).fetchone()
    return None if row is None else (row["district"], row["instance"])
