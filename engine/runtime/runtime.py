"""The door of the runtime: programs by definition id, the check at deployment, the one step that runs an instance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bpmn import decisions
from bpmn.decisions import Decision
from bpmn.parse import read
from engine.domain.moves import Move
from engine.domain.situation import Situation
from engine.domain.source import DecisionSource, Source
from engine.runtime import definitions
from engine.runtime.advance import Advanced, advance
from engine.runtime.definitions import Compiled, Find, Model, Program

STEP_LIMIT = 10_000  # automatic steps in one command; a loop that nothing stops becomes an incident


class Runtime:
    """Programs are never dropped: a city has some hundreds, and instances keep their version for years."""

    def __init__(
        self,
        load_source: Callable[[int], Source],
        step_limit: int = STEP_LIMIT,
        find_process: Find = lambda key, version: None,
        find_decision: Callable[[str, int | None], DecisionSource | None] = lambda key, version: None,
    ):
        """`find_process`, `find_decision`: for what is bound to a version or the latest; asked when it is entered."""
        self._load_source = load_source
        self._step_limit = step_limit
        self._find_process = find_process
        self._find_decision = find_decision
        self._decisions: dict[int, Decision] = {}
        self._programs: dict[int, Program] = {}
        self._models: dict[bytes, Model] = {}

    def program(self, definition: int) -> Program:
        """Two threads that miss at once both parse, and either result is right."""
        program = self._programs.get(definition)
        if program is None:
            source = self._load_source(definition)
            program = definitions.build(source, self._model(source), self.program, self._find_process, self.decision)
            self._programs[definition] = program
        return program

    def decision(self, key: str, version: int | None) -> tuple[int, Decision] | None:
        """The version of a decision that is deployed by itself, and it, read once. Raises DecisionError."""
        source = self._find_decision(key, version)
        if source is None:
            return None
        found = self._decisions.get(source.id)
        if found is None:
            found = self._decisions[source.id] = decisions.read(source.dmn, source.resources)[key]
        return source.version, found

    def _model(self, source: Source) -> Model:
        digest = definitions.digest(source)
        model = self._models.get(digest)
        if model is None:
            document = read(source.bpmn, source.resources)
            model = self._models[digest] = definitions.model_of(document, source.resources)
        return model

    def check(
        self,
        name: str,
        bpmn: bytes,
        resources: Mapping[str, bytes],
        known_calls: Callable[[str], int | None],
    ) -> Compiled:
        """At deployment. `known_calls`: key -> the latest definition of a process of another file. Raises Invalid."""
        return definitions.check(name, bpmn, resources, known_calls)

    def advance(self, situation: Situation, moves: Sequence[Move], at: datetime) -> Advanced:
        """Runs one instance from its snapshot, or from nothing, to its next wait states. Raises Rejected."""
        return advance(self.program, self._step_limit, situation, moves, at)
