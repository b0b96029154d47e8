"""Random processes full of events: how they should run nobody says, only that both ways of running them agree."""

from __future__ import annotations

from itertools import count, pairwise
from random import Random

from tests.engine.runtime.drawing import boundary, error, escalation, event, job, many, message, node, signal, user

DECLARED = (
    '<message id="m" name="m"/><signal id="g" name="g"/><error id="e" errorCode="E"/>'
    '<escalation id="u" name="overdue" escalationCode="overdue"/>'
)
CLOCK = "<timerEventDefinition><{0}>{1}</{0}></timerEventDefinition>"
LIMIT = '<city:timeLimit committed="P1WD"/>'
PAUSE = '<city:clock is="paused" reason="补正"/>'


class Maker:
    """Collects nodes and flows of one scope. A part is given as (first node, last node)."""

    def __init__(self, random: Random, names: count[int]):
        self.random, self.names = random, names
        self.nodes: list[str] = []
        self.flows: list[str] = []

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.names)}"

    def add(self, xml: str) -> None:
        self.nodes.append(xml)

    def flow(self, *path: str) -> None:
        for source, target in pairwise(path):
            id = self.name("f")
            self.flows.append(f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}"/>')

    def part(self, depth: int) -> tuple[str, str]:
        simple = (self.task, self.wait, self.work, self.race, self.throw)
        deep = (self.both, self.inside, self.row)
        return self.random.choice(simple + deep if depth else simple)(depth - 1)

    def task(self, depth: int) -> tuple[str, str]:
        name = self.name("t")
        loop = self.random.choice(["", "", many(cardinality="2"), many(cardinality="2", sequential=True)])
        self.add(user(name, loop, self.random.choice(["", LIMIT, PAUSE])))
        self.watch(name)
        return name, name

    def work(self, depth: int) -> tuple[str, str]:
        name = self.name("j")
        self.add(job(name))
        self.watch(name)
        return name, name

    def watch(self, host: str) -> None:
        """Boundary events, each with a task of its own behind it."""
        daily = CLOCK.format("timeCycle", "R2/P1D")
        some = [
            (message("m"), True),
            (message("m"), False),
            (signal("g"), False),
            (message("m") + signal("g"), self.random.random() < 0.5),
            (daily, False),
            (escalation("u"), False),
        ]
        for definition, interrupts in self.random.sample(some, self.random.randint(0, 2)):
            name, after = self.name("b"), self.name("a")
            self.add(boundary(host, name, definition, cancel=str(interrupts).lower()) + user(after))
            self.flow(name, after)

    def wait(self, depth: int) -> tuple[str, str]:
        """For one event, for any of several or for all of them."""
        name = self.name("w")
        some = [message("m"), signal("g"), CLOCK.format("timeDuration", "PT4WH")]
        awaited = "".join(self.random.sample(some, self.random.choice([1, 1, 2, 3])))
        is_parallel = str(self.random.random() < 0.5).lower()
        self.add(node("intermediateCatchEvent", name, awaited, parallelMultiple=is_parallel))
        return name, name

    def throw(self, depth: int) -> tuple[str, str]:
        name = self.name("h")
        self.add(event("intermediateThrow", name, self.random.choice([message("m"), signal("g"), escalation("u")])))
        return name, name

    def race(self, depth: int) -> tuple[str, str]:
        first, one, two, last = (self.name(kind) for kind in "rcco")
        self.add(f'<eventBasedGateway id="{first}"/><exclusiveGateway id="{last}"/>')
        self.add(event("intermediateCatch", one, message("m")))
        self.add(event("intermediateCatch", two, CLOCK.format("timeDuration", "P1D")))
        self.flow(first, one, last)
        self.flow(first, two, last)
        return first, last

    def both(self, depth: int) -> tuple[str, str]:
        split, join = self.name("p"), self.name("q")
        self.add(f'<parallelGateway id="{split}"/><parallelGateway id="{join}"/>')
        for _ in range(2):
            first, last = self.part(depth)
            self.flow(split, first)
            self.flow(last, join)
        return split, join

    def row(self, depth: int) -> tuple[str, str]:
        (first, end), (begin, last) = self.part(depth), self.part(depth)
        self.flow(end, begin)
        return first, last

    def inside(self, depth: int) -> tuple[str, str]:
        name = self.name("s")
        loop = self.random.choice(["", "", many(cardinality="2")])
        self.add(node("subProcess", name, loop + scope_of(self.random, self.names, depth)))
        if self.random.random() < 0.5:
            caught, after = self.name("b"), self.name("a")
            self.add(boundary(name, caught, error("e")) + user(after))
            self.flow(caught, after)
        self.watch(name)
        return name, name


def scope_of(random: Random, names: count[int], depth: int) -> str:
    """A scope with a start, one part, an end (at times an error) and at times an event subprocess."""
    maker = Maker(random, names)
    start, end = maker.name("start"), maker.name("end")
    fails = depth < 2 and random.random() < 0.15
    maker.add(f'<startEvent id="{start}"/>' + event("end", end, error("e") if fails else ""))
    first, last = maker.part(depth)
    maker.flow(start, first)
    maker.flow(last, end)
    if random.random() < 0.3:
        trigger, task, interrupts = maker.name("e"), maker.name("t"), random.random() < 0.5
        heard = random.choice([message("m"), signal("g"), CLOCK.format("timeDuration", "P2D")])
        begin = f'<startEvent id="{trigger}" isInterrupting="{str(interrupts).lower()}">{heard}</startEvent>'
        flow = f'<sequenceFlow id="{maker.name("f")}" sourceRef="{trigger}" targetRef="{task}"/>'
        maker.add(node("subProcess", maker.name("v"), begin + user(task) + flow, triggeredByEvent="true"))
    return "".join(maker.nodes + maker.flows)


def eventful(seed: int) -> str:
    return scope_of(Random(seed), count(), 3)
