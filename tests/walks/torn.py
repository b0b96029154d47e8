"""Random processes in which much is undone, cancelled, repeated and torn: what they should do nobody says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from random import Random

from tests.engine.runtime.drawing import (
    boundary,
    compensate,
    error,
    escalation,
    event,
    many,
    message,
    node,
    signal,
    user,
)
from tests.engine.runtime.drawing import undone as with_handler
from tests.engine.runtime.eventful import CLOCK, Maker

ROUNDS = '<standardLoopCharacteristics loopMaximum="2"/>'
LOOPS = ("", "", "", many(cardinality="2"), many(cardinality="2", sequential=True), ROUNDS)
TORN = "<conditionalEventDefinition><condition>bad</condition></conditionalEventDefinition>"
CANCEL = "<cancelEventDefinition/>"
TRIGGERS = (message("m"), signal("g"), CLOCK.format("timeDuration", "P2D"), escalation("u"), error("e"), TORN)


class Torn(Maker):
    """Adds what can be undone, what undoes, and what waits for the others."""

    def part(self, depth: int) -> tuple[str, str]:
        simple = (
            self.task,
            self.wait,
            self.work,
            self.race,
            self.throw,
            self.undoable,
            self.undo,
            self.back,
            self.back,
        )
        deep = (self.both, self.row, self.round, self.deal, self.hoc, self.several, self.some, self.again)
        parts: tuple[Callable[[int], tuple[str, str]], ...] = simple + deep + deep if depth > 0 else simple
        return self.random.choice(parts)(depth - 1)

    def undoable(self, depth: int) -> tuple[str, str]:
        name = self.name("u")
        inside = (
            f'<subProcess id="undo_{name}" isForCompensation="true">{scope_of(self.random, self.names, 0)}</subProcess>'
        )
        handlers = (
            "",
            f'<scriptTask id="undo_{name}" isForCompensation="true"><script>x_{name} = 1</script></scriptTask>',
            node("userTask", f"undo_{name}", many(cardinality="2"), isForCompensation="true"),
            inside,
        )
        self.add(with_handler(name, user(name, self.random.choice(LOOPS)), self.random.choice(handlers)))
        if self.random.random() < 0.3:
            self.watch(name)
        return name, name

    def undo(self, depth: int) -> tuple[str, str]:
        name = self.name("c")
        self.add(event("intermediateThrow", name, compensate(waits=self.random.random() < 0.6)))
        return name, name

    def back(self, depth: int) -> tuple[str, str]:
        """Done, and undone, and once more, when there may be nothing left."""
        done, undone, again = (do(depth)[0] for do in (self.undoable, self.undo, self.undo))
        self.flow(done, undone, again)
        return done, again

    def choice(self, name: str, target: str, condition: str) -> None:
        written = f"<conditionExpression>{condition}</conditionExpression>"
        id = self.name("f")
        self.flows.append(f'<sequenceFlow id="{id}" sourceRef="{name}" targetRef="{target}">{written}</sequenceFlow>')

    def deal(self, depth: int) -> tuple[str, str]:
        """A transaction that ends well or is cancelled."""
        name, inner = self.name("deal"), Torn(self.random, self.names)
        start, asks, stop, fine = (inner.name(kind) for kind in ("start", "x", "stop", "fine"))
        inner.add(f'<startEvent id="{start}"/><exclusiveGateway id="{asks}"/><endEvent id="{fine}"/>')
        inner.add(event("end", stop, CANCEL))
        first, last = inner.part(depth)
        inner.flow(start, first)
        inner.flow(last, asks)
        inner.choice(asks, stop, "bad")
        inner.choice(asks, fine, "not(bad)")
        if self.random.random() < 0.3:
            inner.react(compensate(), True)
        self.add(node("transaction", name, self.random.choice(LOOPS) + inner.drawn()))
        caught, after = self.name("b"), self.name("a")
        self.add(boundary(name, caught, CANCEL) + user(after))
        self.flow(caught, after)
        return name, name

    def hoc(self, depth: int) -> tuple[str, str]:
        name, inner = self.name("h"), Torn(self.random, self.names)
        for _ in range(2):
            inner.part(depth - 1)
        condition = self.random.choice(["", "<completionCondition>bad</completionCondition>"])
        ordering = self.random.choice(["Parallel", "Sequential"])
        cancels = self.random.choice(["true", "false"])
        self.add(
            node(
                "adHocSubProcess",
                name,
                inner.drawn() + condition,
                ordering=ordering,
                cancelRemainingInstances=cancels,
            )
        )
        self.watch(name)
        return name, name

    def several(self, depth: int) -> tuple[str, str]:
        return self.branches(depth, "inclusive", 2)

    def some(self, depth: int) -> tuple[str, str]:
        return self.branches(depth, "complex", 3)

    def branches(self, depth: int, kind: str, number: int) -> tuple[str, str]:
        split, join = self.name("p"), self.name("j")
        active = "<activationCondition>activationCount &gt;= 2</activationCondition>" if kind == "complex" else ""
        self.add(f'<parallelGateway id="{split}"/><{kind}Gateway id="{join}">{active}</{kind}Gateway>')
        for _ in range(number):
            first, last = self.part(depth)
            self.flow(split, first)
            self.flow(last, join)
        return split, join

    def round(self, depth: int) -> tuple[str, str]:
        name = self.name("s")
        self.add(node("subProcess", name, self.random.choice(LOOPS) + scope_of(self.random, self.names, depth)))
        self.watch(name)
        return name, name

    def again(self, depth: int) -> tuple[str, str]:
        """Three times through a part, by gateways."""
        begin, head, counts, asks, out = (self.name(kind) for kind in ("o", "m", "i", "x", "o"))
        first, last = self.part(depth)
        script = f"n_{head} = if n_{head} = null then 1 else n_{head} + 1"
        self.add(f'<exclusiveGateway id="{head}"/><exclusiveGateway id="{asks}"/><task id="{out}"/>')
        self.add(f'<task id="{begin}"/>')
        self.add(f'<scriptTask id="{counts}"><script>{script}</script></scriptTask>')
        self.flow(begin, head, first)
        self.flow(last, counts, asks)
        self.choice(asks, head, f"n_{head} &lt; 3")
        self.choice(asks, out, f"n_{head} &gt;= 3")
        return begin, out

    def react(self, trigger: str, interrupts: bool) -> None:
        name, start, task, end = (self.name(kind) for kind in ("v", "e", "t", "end"))
        inner = Torn(self.random, self.names)
        inner.add(node("startEvent", start, trigger, isInterrupting=str(interrupts).lower()) + user(task))
        inner.add(event("end", end, self.random.choice(["", compensate(), error("e")])))
        inner.flow(start, task, end)
        self.add(node("subProcess", name, inner.drawn(), triggeredByEvent="true"))

    def drawn(self) -> str:
        return "".join(self.nodes + self.flows)


def scope_of(random: Random, names: count[int], depth: int) -> str:
    maker = Torn(random, names)
    start, end = maker.name("start"), maker.name("end")
    ends = [error("e") if depth < 2 else "", escalation("u"), compensate(), "<terminateEventDefinition/>"]
    maker.add(f'<startEvent id="{start}"/>' + event("end", end, random.choice(ends) if random.random() < 0.4 else ""))
    first, last = maker.part(depth)
    maker.flow(start, first)
    maker.flow(last, end)
    if random.random() < 0.35:
        trigger = random.choice(TRIGGERS)
        maker.react(trigger, trigger == error("e") or random.random() < 0.5)
    return maker.drawn()


def torn(seed: int) -> str:
    random = Random(seed)
    return scope_of(random, count(), random.choice([2, 3]))
