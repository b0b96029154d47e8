"""Reduces a net where that cannot change whether it is sound: chains, blocks, loops. Tells what is plainly wrong.

After the reduction rules for workflow nets; a well-structured drawing of any size vanishes in linear time.
"""

from collections.abc import Iterator

from bpmn.soundness.net import Edge, Gate, Net
from bpmn.soundness.trouble import Trouble

TAKING = ("end", "stop")
CLASHES = {("xor", "and"): "never", ("and", "xor"): "doubled", ("or", "xor"): "doubled", ("or", "and"): "stuck"}
"""(kind of the split, kind of the join) that two edges lead from and to -> what is wrong."""


def reduced(net: Net) -> list[Trouble]:
    """Reduces the net in place; gives what is wrong where a split leads straight into a join of another kind."""
    found: list[Trouble] = []
    waiting = dict.fromkeys(net.gates)
    while waiting:
        number, _ = waiting.popitem()
        gate = net.gates.get(number)
        if gate is not None:
            changed = list(_step(net, gate, found))
            waiting |= {each.number: None for each in changed if each.number in net.gates}
    return found


def _step(net: Net, gate: Gate, found: list[Trouble]) -> Iterator[Gate]:
    """Applies what can be applied at this gate; gives the gates whose surroundings have changed."""
    if gate.kind in TAKING:
        return
    if len(gate.ins) == 1 and len(gate.outs) == 1:
        yield from _spliced(net, gate)
    elif len(gate.outs) > 1:
        yield from _merged(gate, found)
        yield from _dropped(gate)
        yield from _unlooped(gate)
        if len(gate.outs) > 1 and gate.ins:
            yield from _fused_split(net, gate)
    elif len(gate.ins) > 1 and gate.outs:
        yield from _fused_join(net, gate)


def _cut(edge: Edge) -> None:
    edge.source.outs.remove(edge)
    edge.target.ins.remove(edge)


def _spliced(net: Net, gate: Gate) -> Iterator[Gate]:
    into, out = gate.ins[0], gate.outs[0]
    if into is out:
        return
    _cut(into)
    gate.outs.remove(out)
    out.source = into.source
    into.source.outs.append(out)
    del net.gates[gate.number]
    yield from (out.source, out.target)


def _merged(split: Gate, found: list[Trouble]) -> Iterator[Gate]:
    """Of several edges to one gate, one is left."""
    seen: dict[int, Edge] = {}
    for edge in list(split.outs):
        first = seen.setdefault(edge.target.number, edge)
        if first is edge:
            continue
        kind = CLASHES.get((split.kind, edge.target.kind))
        if kind and (kind != "doubled" or edge.target.works):
            found.append(Trouble(kind, edge.target.element, split.element, edge.label))
        _cut(edge)
        yield from (split, edge.target)


def _dropped(split: Gate) -> Iterator[Gate]:
    """A branch of a parallel split that only ends is none."""
    for edge in list(split.outs):
        if split.kind == "and" and edge.target.kind == "end" and len(split.outs) > 1:
            _cut(edge)
            yield split


def _unlooped(split: Gate) -> Iterator[Gate]:
    """The way back of a loop: from a choice to the merge just before it."""
    if split.kind != "xor" or not split.ins:
        return
    merge = split.ins[0].source
    for edge in list(split.outs):
        is_back = edge.target is merge and merge.kind == "xor" and len(merge.ins) > 1
        if is_back and len(split.outs) > 1:
            _cut(edge)
            yield from (split, merge)


def _fused_split(net: Net, gate: Gate) -> Iterator[Gate]:
    before = gate.ins[0].source
    if before is gate or before.kind != gate.kind or len(gate.ins) > 1 or (len(before.outs) < 2 and before.ins):
        return
    _cut(gate.ins[0])
    for edge in gate.outs:
        edge.source = before
        before.outs.append(edge)
    del net.gates[gate.number]
    yield before


def _fused_join(net: Net, gate: Gate) -> Iterator[Gate]:
    after = gate.outs[0].target
    is_like = after.kind == gate.kind and (gate.kind != "xor" or gate.works == after.works)
    is_like = is_like or (gate.kind == "xor" and after.kind in TAKING and not gate.works)
    if after is gate or not is_like or (len(after.ins) < 2 and after.kind not in TAKING):
        return
    _cut(gate.outs[0])
    for edge in gate.ins:
        edge.target = after
        after.ins.append(edge)
    del net.gates[gate.number]
    yield after
    yield from (edge.source for edge in gate.ins)
