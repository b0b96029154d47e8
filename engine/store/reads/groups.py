"""Which groups the open tasks of the whole city wait for."""

from engine.store.store import Store

WAITED_FOR = """
select distinct unnest(groups) as "group" from task where district = any(array(select district from head)) order by 1
"""


def waited_for(store: Store) -> list[str]:
    with store.reading() as connection:
        return [row["group"] for row in connection.execute(WAITED_FOR)]
