"""The forms of the deployed processes, and applications filled in on them, known to the departments beforehand."""

from collections.abc import Mapping
from typing import Any

from bpmn.model import Definition, Form
from engine.domain.durations import in_city
from engine.domain.facts import TaskOpened
from engine.engine import Engine
from engine.runtime.variables import NOW
from engine.store.reads import areas, definitions
from tongban.simulate import shares
from tongban.simulate.arrivals import Arrival
from tongban.simulate.chance import chance
from tongban.simulate.filling import Hand, filled


class Forms:
    """Of the latest version of each process. `districts`: numbers by the 6 digits of the code."""

    def __init__(self, engine: Engine, checks: Mapping[str, tuple[str, ...]]):
        self._engine, self._checks = engine, checks
        rows = definitions.latest(engine.store)
        self.definitions: dict[str, Definition] = {
            row["key"]: engine.runtime.program(row["id"]).definition for row in rows
        }
        known = areas.numbers(engine.store)
        self._shared: list[shares.Row] = []
        self.districts = {code: number for code, number in known.items() if len(code) == 6}
        self.communities = sorted(code for code in known if len(code) == 12)
        self._forms = {
            name: form for of in self.definitions.values() for key, form in of.forms.items() for name in (key, form.id)
        }

    @property
    def bound(self) -> frozenset[str]:
        """The processes whose application asks for an area by which the handling district is found."""
        starts = {key: _application(of) for key, of in self.definitions.items()}
        return frozenset(key for key, form in starts.items() if form and any(one.rule == "area" for one in form.fields))

    def of_task(self, task: TaskOpened) -> Form | None:
        return self._forms.get(task.form) if task.form else None

    def application(self, arrival: Arrival, hand: Hand) -> dict[str, Any]:
        """The filled form; what the departments share about the applicant is in the registers before."""
        definition = self.definitions[arrival.key]
        form = _application(definition)
        values = filled(form, hand) if form else {}
        self._share(arrival, definition, hand, values)
        return values

    def _share(self, arrival: Arrival, definition: Definition, hand: Hand, values: Mapping[str, Any]) -> None:
        checks = self._checks.get(definition.item or "", ())
        if not checks:
            return
        applied = shares.Applied(
            hand.resident, in_city(hand.at).date(), shares.declared(definition, {**values, NOW: in_city(hand.at)})
        )
        person = self._engine.store.vault.person(hand.resident.identity, 0)
        random = chance(arrival.number, "hit")
        self._shared += shares.records(applied, checks, person, random)

    def deliver(self) -> None:
        """Puts what the departments know of those who have just applied into the registers."""
        with self._engine.store.writing() as connection:
            shares.share(connection, self._shared)
        self._shared = []


def _application(definition: Definition) -> Form | None:
    """The form of its start event."""
    starts = (element for element in definition.elements.values() if element.kind == "startEvent" and element.form)
    return next((form for start in starts if (form := definition.forms.get(start.form or ""))), None)
