"""Random blocks of tasks, branches and loops, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from random import Random

ALL = ("task", "script", "sequence", "choice", "parallel", "several", "inside", "loop", "many")


@dataclass
class Block:
    """`kind`, the blocks in it, and a number that decides: of a choice, which; of several, which (bits); how many."""

    kind: str
    name: str
    parts: list[Block] = field(default_factory=list)
    number: int = 0


def random_block(random: Random, kinds: tuple[str, ...], depth: int, names: Iterator[int]) -> Block:
    kind = random.choice(kinds) if depth else random.choice(("task", "script"))
    name = f"{kind[0]}{next(names)}"
    if kind in ("task", "script", "many"):
        return Block(kind, name, number=random.randint(1, 3))
    size = 1 if kind in ("loop", "inside") else random.randint(2, 3)
    parts = [random_block(random, kinds, depth - 1, names) for _ in range(size)]
    return Block(kind, name, parts, random.randint(1, 2**size - 1))


def random_process(seed: int, kinds: tuple[str, ...] = ALL, depth: int = 3) -> Block:
    random, names = Random(seed), count()
    return Block("sequence", "root", [random_block(random, kinds, depth, names) for _ in range(3)])


@dataclass
class Drawing:
    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    def flow(self, source: str, target: str, condition: str = "") -> str:
        id = f"f{len(self.flows)}_{source}_{target}"
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.flows.append(f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
        return id

    def xml(self) -> str:
        return "".join(self.nodes) + "".join(self.flows)


def drawn(block: Block, before: str = "s") -> str:
    """A scope of its own, with start and end."""
    drawing = Drawing([f'<startEvent id="{before}_{block.name}"/>', f'<endEvent id="e_{block.name}"/>'])
    first, last = draw(drawing, block)
    drawing.flow(f"{before}_{block.name}", first)
    drawing.flow(last, f"e_{block.name}")
    return drawing.xml()


def draw(to: Drawing, block: Block) -> tuple[str, str]:
    """Adds the block; gives its first and last node."""
    match block.kind:
        case "task":
            to.nodes.append(f'<userTask id="{block.name}"/>')
        case "script":
            to.nodes.append(
                f'<scriptTask id="{block.name}"><script>v_{block.name} = {block.number}</script></scriptTask>'
            )
        case "many":
            loop = f"<loopCardinality>{block.number}</loopCardinality>"
            inner = f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>"
            to.nodes.append(f'<userTask id="{block.name}">{inner}</userTask>')
        case "inside":
            to.nodes.append(f'<subProcess id="{block.name}">{drawn(block.parts[0], "is")}</subProcess>')
        case "sequence":
            return draw_sequence(to, block)
        case "loop":
            return draw_loop(to, block)
        case _:
            return draw_branches(to, block)
    return block.name, block.name


def draw_sequence(to: Drawing, block: Block) -> tuple[str, str]:
    ends = [draw(to, part) for part in block.parts]
    for (_, last), (first, _) in pairwise(ends):
        to.flow(last, first)
    return ends[0][0], ends[-1][1]


def draw_branches(to: Drawing, block: Block) -> tuple[str, str]:
    """Conditions are over the number that the block was given, which a script writes before it."""
    kind = {"choice": "exclusive", "parallel": "parallel", "several": "inclusive"}[block.kind]
    split, join, decide = f"{block.name}_split", f"{block.name}_join", f"{block.name}_decide"
    to.nodes.append(f'<scriptTask id="{decide}"><script>{decide} = {block.number}</script></scriptTask>')
    to.flow(decide, split)
    for place, part in enumerate(block.parts):
        first, last = draw(to, part)
        chosen = place in chosen_parts(block)
        mark = ">" if chosen else "<"
        condition = "" if kind == "parallel" else f"{decide} {mark} 0".replace("<", "&lt;").replace(">", "&gt;")
        to.flow(split, first, condition)
        to.flow(last, join)
    to.nodes.append(f'<{kind}Gateway id="{split}"/><{kind}Gateway id="{join}"/>')
    return decide, join


def draw_loop(to: Drawing, block: Block) -> tuple[str, str]:
    """Twice through the inside: a counter is set, counted, and asked."""
    init, step, merge, again = (f"{block.name}_{part}" for part in ("init", "step", "merge", "again"))
    to.nodes.append(f'<scriptTask id="{init}"><script>{init} = 0</script></scriptTask>')
    to.nodes.append(f'<scriptTask id="{step}"><script>{init} = {init} + 1</script></scriptTask>')
    first, last = draw(to, block.parts[0])
    to.flow(init, merge)
    to.flow(merge, first)
    to.flow(last, step)
    to.flow(step, again)
    default = to.flow(again, f"{block.name}_out")
    to.flow(again, merge, f"{init} &lt; 2")
    to.nodes.append(f'<exclusiveGateway id="{merge}"/><exclusiveGateway id="{again}" default="{default}"/>')
    to.nodes.append(f'<task id="{block.name}_out"/>')
    return init, f"{block.name}_out"


def chosen_parts(block: Block) -> list[int]:
    size = len(block.parts)
    if block.kind == "parallel":
        return list(range(size))
    bits = [place for place in range(size) if block.number >> place & 1]
    return bits[:1] if block.kind == "choice" else bits
