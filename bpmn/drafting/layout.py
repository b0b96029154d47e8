"""Where the steps of a draft stand: columns by the longest way from a start, rows by lane, flows at right angles."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bpmn.drafting.draft import Draft, Flow, Step

COLUMN, ROW, MARGIN, LABEL = 160, 110, 40, 30
SIZES = {"event": (36, 36), "gateway": (50, 50), "activity": (110, 80)}
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> Point:
        return (self.x + self.width, self.y + self.height // 2)

    @property
    def left(self) -> Point:
        return (self.x, self.y + self.height // 2)

    @property
    def bottom(self) -> Point:
        return (self.x + self.width // 2, self.y + self.height)

    def moved(self, x: int, y: int) -> "Box":
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(slots=True)
class Page:
    """Boxes by the id of a step or lane, the ways of flows by their id; all of subprocesses too."""

    boxes: dict[str, Box] = field(default_factory=dict)
    ways: dict[str, list[Point]] = field(default_factory=dict)
    width: int = 0
    height: int = 0

    def take(self, inner: "Page", x: int, y: int) -> None:
        self.boxes |= {id: box.moved(x, y) for id, box in inner.boxes.items()}
        self.ways |= {id: [(left + x, top + y) for left, top in way] for id, way in inner.ways.items()}


@dataclass(frozen=True, slots=True)
class Grid:
    """What is known before a step is placed: its column, where columns begin, how large it is."""

    columns: Mapping[str, int]
    left: Mapping[int, int]
    sizes: Mapping[str, tuple[int, int]]


def laid_out(draft: Draft) -> Page:
    """Event subprocesses stand below, in a row of their own; the rest in lanes, or in one band where there is none."""
    page = Page()
    inner = {step.id: laid_out(step.inside) for step in draft.steps if step.inside is not None}
    sizes = {step.id: _size(step, inner) for step in draft.steps}
    columns = ranks(draft)
    grid = Grid(columns, _lefts(draft, columns, sizes), sizes)
    page.width = max(grid.left.values()) + MARGIN
    page.height = _reactions(draft, grid, page, _bands(draft, grid, page))
    _borders(draft, page)
    for id, drawn in inner.items():
        page.take(drawn, page.boxes[id].x, page.boxes[id].y)
    page.ways |= {flow.id: _way(draft, page, flow) for flow in draft.flows}
    return page


def ranks(draft: Draft) -> dict[str, int]:
    """Column of each step that stands in the flow: the longest way from a start, ways back left out."""
    after: dict[str, list[str]] = defaultdict(list)
    for flow in draft.flows:
        after[flow.source].append(flow.target)
    for step in draft.steps:
        if step.on:
            after[step.on] += [step.id, *after[step.id]]
    entered = {target for targets in after.values() for target in targets}
    found: dict[str, int] = {}
    for step in draft.steps:
        if step.id not in entered and not step.is_event_subprocess:
            _walk(step.id, after, found)
    return {step.id: found[step.id] for step in draft.steps if step.id in found}


def _walk(root: str, after: Mapping[str, list[str]], found: dict[str, int]) -> None:
    """Places what follows `root`; a flow back to a step that comes earlier in the order moves nothing."""
    order = list(reversed(_postorder(root, after)))
    place = {id: number for number, id in enumerate(order)}
    found.setdefault(root, 0)
    for id in order:
        for target in after.get(id, ()):
            if place[target] > place[id]:
                found[target] = max(found.get(target, 0), found[id] + 1)


def _postorder(root: str, after: Mapping[str, list[str]]) -> list[str]:
    """Each step after all that follow it, but for ways back."""
    order: list[str] = []
    seen, path = {root}, [(root, iter(after.get(root, ())))]
    while path:
        _, left = path[-1]
        following = next((each for each in left if each not in seen), None)
        if following is None:
            order.append(path.pop()[0])
        else:
            seen.add(following)
            path.append((following, iter(after.get(following, ()))))
    return order


def _size(step: Step, inner: Mapping[str, Page]) -> tuple[int, int]:
    if step.id in inner:
        return inner[step.id].width, inner[step.id].height
    kind = step.kind.lower()
    return SIZES["event" if kind.endswith("event") else "gateway" if kind.endswith("gateway") else "activity"]


def _lefts(draft: Draft, columns: Mapping[str, int], sizes: Mapping[str, tuple[int, int]]) -> dict[int, int]:
    """Where each column begins, and under the number after the last where all end; its widest step makes its width."""
    widths: dict[int, int] = defaultdict(lambda: COLUMN)
    for step in draft.steps:
        if step.id in columns and not step.on:
            column = columns[step.id]
            widths[column] = max(widths[column], sizes[step.id][0] + COLUMN - SIZES["activity"][0])
    lefts, x = {}, MARGIN + (LABEL if draft.lanes else 0)
    for column in range(max(columns.values(), default=0) + 1):
        lefts[column] = x
        x += widths[column]
    return {**lefts, len(lefts): x}


def _bands(draft: Draft, grid: Grid, page: Page) -> int:
    """Places the steps lane by lane; gives where the last lane ends."""
    top = 0
    for lane in [lane.id for lane in draft.lanes] or [""]:
        steps = [step for step in draft.steps if step.id in grid.columns and not step.on and step.lane == lane]
        bottom = _band(steps, grid, page, top)
        if lane:
            page.boxes[lane] = Box(0, top, page.width, bottom - top)
        top = bottom
    return top


def _band(steps: list[Step], grid: Grid, page: Page, top: int) -> int:
    """Steps of one column stand below each other, small ones in the middle of their row; gives the lower edge."""
    filled: dict[int, int] = defaultdict(lambda: top + MARGIN)
    for step in steps:
        column, (width, height) = grid.columns[step.id], grid.sizes[step.id]
        row = max(height, SIZES["activity"][1])
        page.boxes[step.id] = Box(grid.left[column], filled[column] + (row - height) // 2, width, height)
        filled[column] += row + MARGIN
    return max(filled.values(), default=top + ROW)


def _reactions(draft: Draft, grid: Grid, page: Page, top: int) -> int:
    """Event subprocesses, side by side below the lanes; gives the height of the page."""
    x, bottom = MARGIN, top
    for step in draft.steps:
        if step.is_event_subprocess:
            width, height = grid.sizes[step.id]
            page.boxes[step.id] = Box(x, top + MARGIN, width, height)
            x, bottom = x + width + MARGIN, max(bottom, top + MARGIN + height + MARGIN)
    page.width = max(page.width, x)
    return bottom


def _borders(draft: Draft, page: Page) -> None:
    """Boundary events stand along the lower edge of their host, from the right."""
    taken: dict[str, int] = defaultdict(int)
    width, height = SIZES["event"]
    for step in draft.steps:
        if step.on:
            host = page.boxes[step.on]
            taken[step.on] += 1
            x = host.x + host.width - taken[step.on] * (width + 4)
            page.boxes[step.id] = Box(x, host.y + host.height - height // 2, width, height)


def _way(draft: Draft, page: Page, flow: Flow) -> list[Point]:
    """From right to left with one bend, round what stands between; a way back goes round below; of all clear ones the
    first, and the plainest where none is clear."""
    source, target = page.boxes[flow.source], page.boxes[flow.target]
    others = [page.boxes[step.id] for step in draft.steps if {step.id, step.on}.isdisjoint((flow.source, flow.target))]
    if draft.step(flow.source).on:
        others.remove(page.boxes[draft.step(flow.source).on])
    heights = sorted({y for box in others for y in (box.y - MARGIN // 2, box.y + box.height + MARGIN // 2)})
    if target.x >= source.x + source.width:
        ways = _forwards(source, target, sorted(heights, key=lambda y: abs(y - source.right[1])))
    else:
        ways = _backwards(source, target, heights)
    return next((way for way in ways if not any(_crosses(way, box) for box in others)), ways[0])


def _forwards(source: Box, target: Box, heights: list[int]) -> list[list[Point]]:
    """Straight, with the bend before the target, with it behind the source, or along one of the heights."""
    start, end = source.right, target.left
    if start[1] == end[1]:
        direct = [[start, end]]
    else:
        direct = [[start, (x, start[1]), (x, end[1]), end] for x in (end[0] - MARGIN // 2, _behind(source))]
    rest = (start, end, _behind(source), end[0] - MARGIN // 2)
    return [*direct, *(_along(y, rest) for y in heights)]


def _along(y: int, between: tuple[Point, Point, int, int]) -> list[Point]:
    start, end, left, right = between
    return [start, (left, start[1]), (left, y), (right, y), (right, end[1]), end]


def _behind(source: Box) -> int:
    """Where a column of ordinary steps ends."""
    return source.x + max(source.width, SIZES["activity"][0]) + MARGIN // 4


def _backwards(source: Box, target: Box, heights: list[int]) -> list[list[Point]]:
    low = max(source.y + source.height, target.y + target.height) + MARGIN // 2
    (x, bottom), (to, end) = source.bottom, target.bottom
    return [[(x, bottom), (x, y), (to, y), (to, end)] for y in (low, *(each for each in heights if each > low))]


def _crosses(way: list[Point], box: Box) -> bool:
    """Does a stretch of it, each level or upright, run through the box?"""
    return any(
        min(a[0], b[0]) < box.x + box.width
        and max(a[0], b[0]) > box.x
        and min(a[1], b[1]) < box.y + box.height
        and max(a[1], b[1]) > box.y
        for a, b in pairwise(way)
    )
