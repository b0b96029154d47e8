"""Walks over one level of a process: what can be reached, where branches come from, the longest way. Judges nothing."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from bpmn.scopes import Scope, attached, event_definitions, event_kind, instantiates, is_event_subprocess
from bpmn.xml import Node, local, tag


def successors(scope: Scope) -> Mapping[str, list[str]]:
    """Node -> the nodes that a token can come to next: along flows, over boundary events, by links."""
    catchers = links(scope, "intermediateCatchEvent")
    found = {id: [flow.get("targetRef", "") for flow in scope.out_of(id)] for id in scope.nodes}
    for host, events in attached(scope).items():
        if host in found:
            found[host] += [event.get("id", "") for event in events]
    for name, throwers in links(scope, "intermediateThrowEvent").items():
        for thrower in throwers:
            found[thrower] += catchers.get(name, [])
    for source, target in handlers(scope).items():
        if source in found:
            found[source].append(target)
    return {id: [each for each in targets if each in scope.nodes] for id, targets in found.items()}


def links(scope: Scope, kind: str) -> dict[str, list[str]]:
    """Name of a link -> the events of this kind that throw or catch it."""
    found: dict[str, list[str]] = {}
    for node in scope.of_kind(kind):
        if event_kind(node) == "link":
            found.setdefault(event_definitions(node)[0].get("name", ""), []).append(node.get("id", ""))
    return found


def handlers(scope: Scope) -> dict[str, str]:
    """Compensation: boundary event -> the activity that undoes."""
    ties = scope.node.iterchildren(tag("association"))
    return {tie.get("sourceRef", ""): tie.get("targetRef", "") for tie in ties}


def entries(scope: Scope) -> list[str]:
    """Where a token can appear: start events, event subprocesses; without a start event, what no flow leads to."""
    begins = [id for id, node in scope.nodes.items() if local(node) == "startEvent" or instantiates(node)]
    starts = begins + [id for id, node in scope.nodes.items() if is_event_subprocess(node)]
    if begins:
        return starts
    return starts + [id for id, node in scope.nodes.items() if not scope.into(id) and local(node) != "boundaryEvent"]


def reached(scope: Scope) -> frozenset[str]:
    """All that a token can come to from the entries."""
    return frozenset(walked(entries(scope), successors(scope)))


def walked(roots: list[str], following: Mapping[str, list[str]], until: frozenset[str] = frozenset()) -> list[str]:
    """What can be come to from the roots, the nearest first; the walk stops before the nodes of `until`."""
    seen = dict.fromkeys(each for each in roots if each not in until)
    waiting = list(seen)
    for id in waiting:
        for each in following[id]:
            if each not in seen and each not in until:
                seen[each] = None
                waiting.append(each)
    return waiting


def origin(scope: Scope, flow: Node) -> Node | None:
    """The node where this branch begins: backwards along a chain to the first that splits or joins."""
    seen: set[str] = set()
    while (id := flow.get("sourceRef", "")) not in seen:
        seen.add(id)
        node = scope.nodes.get(id)
        if node is None or len(scope.out_of(id)) > 1 or len(scope.into(id)) != 1:
            return node
        flow = scope.into(id)[0]
    return None


def longest(scope: Scope, weight: Callable[[str], Decimal]) -> Decimal:
    """The greatest sum of weights along any way from an entry; the way back of a loop is not gone."""
    following = successors(scope)
    best: dict[str, Decimal] = {}
    for id in _postorder(following, entries(scope)):
        after = max((best[each] for each in following[id] if each in best), default=Decimal(0))
        best[id] = weight(id) + after
    return max(best.values(), default=Decimal(0))


def _postorder(following: Mapping[str, list[str]], roots: list[str]) -> Iterator[str]:
    """Each node after all that follow it, but for the ways back of loops. Without recursion: chains may be long."""
    seen: set[str] = set()
    for root in roots:
        stack = [(root, iter(following[root]))] if root not in seen else []
        seen.add(root)
        while stack:
            id, left = stack[-1]
            child = next((each for each in left if each not in seen), None)
            if child is None:
                stack.pop()
                yield id
            else:
                seen.add(child)
                stack.append((child, iter(following[child])))


def circles(following: Mapping[str, list[str]], members: frozenset[str]) -> Iterator[frozenset[str]]:
    """Groups of members from each of which every other can be come to over members: a way round. After Kosaraju."""
    inside = {id: [each for each in following[id] if each in members] for id in following if id in members}
    turned: dict[str, list[str]] = {id: [] for id in inside}
    for id, targets in inside.items():
        for target in targets:
            turned[target].append(id)
    left = set(inside)
    for root in reversed(list(_postorder(inside, list(inside)))):
        if root not in left:
            continue
        group, waiting = set[str](), [root]
        while waiting:
            id = waiting.pop()
            if id in left:
                left.discard(id)
                group.add(id)
                waiting += turned[id]
        if len(group) > 1 or root in inside[root]:
            yield frozenset(group)
