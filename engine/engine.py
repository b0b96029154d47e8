"""The spine: a command goes in, facts come out, and nothing walks backwards. Whoever has read this knows the engine."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

import structlog

from bpmn.model import Definition
from engine.deploy import decide_deployment
from engine.deploy_decision import decide_decision_deployment
from engine.domain.commands import Command, DeployDecision, DeployDefinition, SendMessage, SendSignal
from engine.domain.decide import decide
from engine.domain.decision import Decision
from engine.domain.durations import in_city
from engine.domain.moves import Move
from engine.domain.rejections import NotFound, Rejected, WrongState
from engine.domain.situation import Earlier, Situation
from engine.fingerprint import fingerprint
from engine.intake import admit, check_plain
from engine.outcome import Outcome
from engine.peek import place
from engine.projections.registry import project
from engine.runtime.runtime import Runtime
from engine.store.store import Store
from engine.store.transaction import Entry, Repeated, Retryable, Transaction

Answer = Outcome | Exception
Numbered = tuple[int, Command]
TRIES = 8
log = structlog.get_logger()


class Engine:
    def __init__(self, store: Store, runtime: Runtime, key: bytes):
        self.store, self.runtime, self._key = store, runtime, key

    def execute(self, command: Command) -> Outcome:
        """Raises Rejected with nothing changed, or answers with the facts, which are on disk by then."""
        answer = self.execute_many([command])[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def execute_many(self, commands: Sequence[Command]) -> list[Answer]:
        """One transaction a group for all whose matters differ; of two about one matter the second sees the first."""
        answers: dict[int, Answer] = {}
        waiting = list(enumerate(commands))
        while waiting:
            for group in self._groups(waiting):
                told = self._together([command for _, command in group])
                answers |= {n: answer for (n, _), answer in zip(group, told, strict=True) if answer is not None}
            waiting = [(number, command) for number, command in waiting if number not in answers]
        return [answers[number] for number in range(len(commands))]

    def _groups(self, numbered: list[Numbered]) -> Iterable[list[Numbered]]:
        """All that may share a transaction."""
        groups: dict[Hashable, list[Numbered]] = {}
        for number, command in numbered:
            groups.setdefault(self.store.group(command), []).append((number, command))
        return groups.values()

    def _together(self, commands: list[Command]) -> list[Answer | None]:
        """None for a command that has to wait for another one here. A batch that fails is run one by one."""
        for _ in range(TRIES):
            try:
                return self._transact(commands)
            except (Retryable, Repeated) as error:
                failure: Exception = error
            except Exception as error:
                failure = error
                break
        if len(commands) > 1:
            return [self._together([command])[0] for command in commands]
        log.error("command failed", command=type(commands[0]).__name__, exc_info=failure)
        return [failure]

    def _transact(self, commands: list[Command]) -> list[Answer | None]:
        with self.store.transaction() as tx:
            situations = tx.look(commands)  # seen before? else lock and load
            taken: set[Hashable] = set()
            pairs = zip(commands, situations, strict=True)
            steps = [self._step(c, s, tx) if _is_free(c, s, taken) else None for c, s in pairs]
            entries = [step for step in steps if isinstance(step, Entry)]
            positions = iter(tx.record(entries))
        return [Outcome(tuple(step.facts), next(positions)) if isinstance(step, Entry) else step for step in steps]

    def _step(self, command: Command, situation: Situation, tx: Transaction) -> Entry | Answer:
        """The straight line for one command: decide, advance, project. What it gives is written with its batch."""
        try:
            mac = fingerprint(command, self._key)
            if situation.earlier is not None:
                return _again(situation.earlier, mac)
            decision = self._decide(command, situation)
            moves = self._admitted(decision.moves, command, situation, tx)
            ran = self.runtime.advance(situation, moves, command.at) if moves else None
            facts = decision.facts + ran.facts if ran else decision.facts
            changes = [*project(facts, command.at), *decision.asides]
            return Entry(command, facts, changes, mac, ran)
        except Rejected as rejection:
            return rejection
        except Exception as error:
            log.error("command failed", command=type(command).__name__, exc_info=error)
            return error

    def _decide(self, command: Command, situation: Situation) -> Decision:
        if isinstance(command, DeployDefinition):
            return decide_deployment(command, situation, self.runtime)
        if isinstance(command, DeployDecision):
            return decide_decision_deployment(command, situation)
        if isinstance(command, SendMessage | SendSignal):
            check_plain(command.variables)  # through the outbox they pass no other gate
        return decide(command, situation)

    def _admitted(
        self, moves: tuple[Move, ...], command: Command, situation: Situation, tx: Transaction
    ) -> tuple[Move, ...]:
        if not moves:
            return ()
        own = self.runtime.program(_definition_of(situation)).definition
        today = in_city(command.at).date()
        return tuple(admit(move, situation, self._asking(own, move, situation), tx.seal, today) for move in moves)

    def _asking(self, own: Definition, move: Move, situation: Situation) -> Definition:
        """The process whose form and personal names count: of a token in a called process that process' own."""
        token, instance = getattr(move, "token", None), situation.instance
        if not own.calls or token is None or instance is None or instance.snapshot is None:
            return own
        inner = place(self.runtime, instance.definition, instance.snapshot, token).process
        return inner if inner is own else replace(inner, personal=inner.personal | own.personal)


def _definition_of(situation: Situation) -> int:
    if situation.instance is not None:
        return situation.instance.definition
    if situation.definition is None:
        raise NotFound("Expected a case, but there is none with this id")
    return situation.definition.id


def _again(earlier: Earlier, mac: bytes) -> Outcome:
    if earlier.mac != mac:
        raise WrongState("Expected the same request under this key, but its body differs from the first one")
    return Outcome(earlier.facts, earlier.position, repeated=True)


def _is_free(command: Command, situation: Situation, taken: set[Hashable]) -> bool:
    """May it go now? Not if this batch has a command about the same matter, or the same request, before it."""
    own = {(command.district, command.request_id), _matter(command, situation)}
    if own & taken:
        return False
    taken |= own
    return True


def _matter(command: Command, situation: Situation) -> Hashable:
    """What the command changes: an instance, a limit, a message; the city's own affairs go one at a time."""
    if situation.instance is not None:
        return situation.instance.id
    if situation.limit is not None:
        return situation.limit.id
    if situation.message is not None:
        return situation.message.id
    return "city" if command.district == 1 and situation.definition is None else command.request_id
