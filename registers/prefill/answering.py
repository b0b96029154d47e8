"""One answer to a window: fields that can be filled in, papers nobody has to bring, and the trace of the asking."""

from dataclasses import dataclass, replace
from datetime import date

from registers.compare import Age, weekdays
from registers.prefill import facts, filling, lookups, papers
from registers.prefill.facts import Wanted
from registers.prefill.filling import Filled, Item
from registers.prefill.lookups import Lookup
from registers.prefill.papers import Paper
from registers.records import Connection
from registers.sealing import Sealing


@dataclass(frozen=True, slots=True)
class Asked:
    """`person`: blind index. `lookup`: who asks and why; what they are told is added here. `age`: working days."""

    person: str
    item: Item
    today: date
    lookup: Lookup
    age: Age = weekdays


@dataclass(frozen=True, slots=True)
class Answer:
    """`known`: does the register of persons know this person?"""

    known: bool
    fields: tuple[Filled, ...]
    papers: tuple[Paper, ...]


def answer(connection: Connection, asked: Asked, sealing: Sealing) -> Answer:
    """What is told is traced in the same transaction: nobody is told anything without a trace."""
    item = asked.item
    wanted = Wanted(
        areas=filling.areas(item),
        datasets=filling.datasets(item) | papers.datasets(item.code, item.papers),
        now=asked.lookup.at,
        today=asked.today,
        age=asked.age,
    )
    with connection.transaction():
        found = facts.gather(connection, asked.person, wanted, sealing)
        fields = tuple(filling.filled(item, found))
        judged = tuple(papers.judged(item.code, name, found) for name in item.papers)
        told = [each.field for each in fields] + [each.name for each in judged if each.ok]
        lookups.keep(connection, asked.person, replace(asked.lookup, told=told))
    return Answer(found.person is not None, fields, judged)
