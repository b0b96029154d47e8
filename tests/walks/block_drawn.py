"""How blocks are drawn: a block becomes nodes and flows, with one node to come in at and one to leave from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tests.engine.runtime.drawing import boundary, event, node, said
from tests.walks.blocks import Block, Guard, passed
from tests.walks.sketch import File, Sketch, loop_of, receive_task, trigger_of, undoing

XML = {"sub": "subProcess", "call": "callActivity", "transaction": "transaction", "hoc": "adHocSubProcess"}
GATEWAYS = {"choice": "exclusive", "parallel": "parallel", "several": "inclusive"}


def drawn(process: Block) -> tuple[list[str], str]:
    """The processes of the file, the given one first, and its declarations."""
    file = File()
    inside = scope(Sketch(file), process)
    return [inside, *file.processes], file.declared()


def scope(sketch: Sketch, block: Block) -> str:
    """The inside of a scope."""
    if block.kind == "hoc":
        for part in block.parts:
            draw(sketch, part)
        return "".join(sketch.nodes) + f"<completionCondition>h_{block.name} &gt; 0</completionCondition>"
    begin = f"s_{block.name}"
    _line(sketch, block.parts[0], begin, f'<startEvent id="{begin}"/>')
    for guard in block.events:
        inner = Sketch(sketch.file, sketch.items)
        interrupts = str(guard.interrupts).lower()
        start = f'<startEvent id="{guard.name}" isInterrupting="{interrupts}">{trigger_of(sketch, guard)}</startEvent>'
        _line(inner, guard.body, guard.name, start)
        sketch.nodes.append(node("subProcess", f"v_{guard.name}", "".join(inner.nodes), triggeredByEvent="true"))
    return "".join(sketch.nodes)


def _line(sketch: Sketch, block: Block, begin: str, start: str) -> None:
    """From the start event `start`, whose id is `begin`, to an end."""
    first, last = draw(sketch, block)
    sketch.nodes.extend((start, f'<endEvent id="e_{begin}"/>'))
    sketch.flow(begin, first)
    sketch.flow(last, f"e_{begin}")


def draw(to: Sketch, block: Block) -> tuple[str, str]:
    """Gives the first and the last node."""
    name = block.name
    match block.kind:
        case "sequence":
            ends = [draw(to, part) for part in block.parts]
            for (_, last), (first, _) in pairwise(ends):
                to.flow(last, first)
            return ends[0][0], ends[-1][1]
        case "choice" | "parallel" | "several":
            return _branches(to, block)
        case "again":
            return _again(to, block)
        case "race":
            return _race(to, block)
        case "fail" | "stop" | "cancel":
            return _way_out(to, block)
        case "script":
            to.nodes.append(node("scriptTask", name, f"<script>n_{name} = n_{name} + 1</script>"))
        case "receive":
            to.nodes.append(receive_task(to, block))
        case "jump":
            link = f'<linkEventDefinition name="{name}"/>'
            to.nodes.extend((event("intermediateThrow", name, link), event("intermediateCatch", f"{name}_there", link)))
            return name, f"{name}_there"
        case "message" | "timer" | "signal":
            to.nodes.append(
                event("intermediateCatch", name, trigger_of(to, Guard(name, block.kind, block, code=block.code)))
            )
        case "shout":
            to.nodes.append(event("intermediateThrow", name, f'<signalEventDefinition signalRef="{block.code}"/>'))
        case "escalate":
            thrown = f'<escalationEventDefinition escalationRef="u_{block.code}"/>'
            to.nodes.append(event("intermediateThrow", name, thrown))
        case "undo":
            of = f' activityRef="{block.code}"' if block.code else ""
            to.nodes.append(event("intermediateThrow", name, f"<compensateEventDefinition{of}/>"))
        case _:
            return _activity(to, block)
    return name, name


def _branches(to: Sketch, block: Block) -> tuple[str, str]:
    """The last branch of a choice is its default; of an inclusive one too, or else a flow around all."""
    kind, split, join = f"{GATEWAYS[block.kind]}Gateway", f"{block.name}_split", f"{block.name}_join"
    default = ""
    for place, part in enumerate(block.parts):
        first, last = draw(to, part)
        condition = {
            "choice": f"d_{block.name} > {place} and d_{block.name} < {place + 2}"
            if place + 1 < len(block.parts)
            else "",
            "several": f"d_{block.name}_{place} > 0" if place + block.number < len(block.parts) else "",
        }.get(block.kind, "")
        default = to.flow(split, first, condition)
        to.flow(last, join)
    if block.kind == "several" and not block.number:
        default = to.flow(split, join)
    to.nodes.append(node(kind, split, **({} if block.kind == "parallel" else {"default": default})))
    to.nodes.append(node(kind, join))
    return split, join


def _again(to: Sketch, block: Block) -> tuple[str, str]:
    merge, more, out = (f"{block.name}_{part}" for part in ("merge", "more", "out"))
    first, last = draw(to, block.parts[0])
    to.flow(merge, first)
    to.flow(last, more)
    to.flow(more, merge, f"d_{block.name} > 0")
    to.xor(merge)
    to.xor(more, to.flow(more, out))
    to.nodes.append(node("task", out))
    return merge, out


def _race(to: Sketch, block: Block) -> tuple[str, str]:
    """Each part is a sequence that begins with an event to wait for."""
    first, last = f"{block.name}_race", f"{block.name}_won"
    to.nodes.append(node("eventBasedGateway", first))
    to.xor(last)
    for part in block.parts:
        begin, end = draw(to, part)
        to.flow(first, begin)
        to.flow(end, last)
    return first, last


def _way_out(to: Sketch, block: Block) -> tuple[str, str]:
    name, end = block.name, f"{block.name}_end"
    thrown = {
        "fail": f'<errorEventDefinition errorRef="e_{block.code}"/>',
        "stop": "<terminateEventDefinition/>",
        "cancel": "<cancelEventDefinition/>",
    }
    to.nodes.extend((event("end", end, thrown[block.kind]), node("task", f"{name}_on")))
    to.flow(name, end, f"d_{name} > 0")
    to.xor(name, to.flow(name, f"{name}_on"))
    return name, f"{name}_on"


def _activity(to: Sketch, block: Block) -> tuple[str, str]:
    name = block.name
    inner = replace(to, items=(*to.items, block.item)) if block.is_many else to
    to.nodes.append(_activity_node(inner, block) + undoing(inner, block))
    ways = [name]
    for guard in block.guards:
        to.nodes.append(boundary(name, guard.name, trigger_of(to, guard), cancel=str(guard.interrupts).lower()))
        first, last = draw(to, guard.body)
        to.flow(guard.name, first)
        if guard.interrupts:
            ways.append(last)
        else:
            to.nodes.append(node("endEvent", f"e_{guard.name}"))
            to.flow(last, f"e_{guard.name}")
    if len(ways) == 1:
        return name, name
    to.xor(f"{name}_after")
    for way in ways:
        to.flow(way, f"{name}_after")
    return name, f"{name}_after"


def _activity_node(to: Sketch, block: Block) -> str:
    name, loop = block.name, loop_of(block)
    match block.kind:
        case "task":
            who = f"<city:assignment candidateUsers='={to.place}'/>" if to.items else ""
            return node("userTask", name, (said(who) if who else "") + loop)
        case "job":
            words = f"<city:input source='{to.place}' target='place'/>"
            return node("serviceTask", name, said(f'<city:job kind="compare">{words}</city:job>') + loop)
        case "call":
            there = [*passed(block), *to.items]
            back = [each for each in there if each.startswith("n_")]
            words = "".join(f'<city:input source="{each}" target="{each}"/>' for each in there)
            words += "".join(f'<city:output source="{each}" target="{each}"/>' for each in back)
            inside = scope(Sketch(to.file, to.items), block)
            to.file.processes.append(f'<process id="p_{name}" isExecutable="true">{inside}</process>')
            return node("callActivity", name, (said(words) if words else "") + loop, calledElement=f"p_{name}")
    inside = scope(Sketch(to.file, to.items), block)
    attributes = {"ordering": "Sequential"} if block.code == "sequential" else {}
    return node(XML[block.kind], name, loop + inside, **attributes)
