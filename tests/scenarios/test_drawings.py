"""Every process file as a drawing: nothing is undrawn, no shape lies on another, lines are straight, lint is silent."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from bpmn.lint import lint
from bpmn.parse import Document
from bpmn.xml import Node, local, tag
from tongban.processes import PROCESSES, bpmn_files, read_file

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAY = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
AROUND = ("participant", "lane", "subProcess")
Box = tuple[float, float, float, float]


@pytest.fixture(params=bpmn_files([PROCESSES]), ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> Document:
    path: Path = request.param
    found = read_file(path).document
    assert found is not None
    return found


def test_lint_has_nothing_to_say(document: Document) -> None:
    assert [*document.findings, *lint(document)] == []


def test_all_is_drawn(document: Document) -> None:
    drawn = {shape.get("bpmnElement") for kind in ("BPMNShape", "BPMNEdge") for shape in document.tree.iter(DI + kind)}
    named = {
        node.get("id")
        for node in document.tree.iter("{*}*")
        if str(node.tag).startswith(tag("")) and (node.get("sourceRef") or node.find(tag("incoming")) is not None)
    }
    assert named - drawn == set()


def test_no_shape_lies_on_another(document: Document) -> None:
    elements = {node.get("id"): node for node in document.tree.iter("{*}*") if node.get("id")}
    shapes = {id: box for id, box in boxes(document).items() if local(elements[id]) not in AROUND}
    for (one, box), (other, second) in combinations(shapes.items(), 2):
        attached = {elements[one].get("attachedToRef"), elements[other].get("attachedToRef")}
        assert not attached.isdisjoint({one, other}) or not overlap(box, second), f"{one} lies on {other}"


def test_lines_run_straight(document: Document) -> None:
    for edge in document.tree.iter(f"{DI}BPMNEdge"):
        points = [(point.get("x"), point.get("y")) for point in edge.iter(WAY)]
        for (x, y), (next_x, next_y) in pairwise(points):
            assert x == next_x or y == next_y, f"{edge.get('bpmnElement')} slants"


def boxes(document: Document) -> dict[str, Box]:
    return {shape.get("bpmnElement", ""): _box(shape) for shape in document.tree.iter(f"{DI}BPMNShape")}


def _box(shape: Node) -> Box:
    bounds = shape.find(f"{DC}Bounds")
    assert bounds is not None
    x, y, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    return x, y, width, height


def overlap(one: Box, other: Box) -> bool:
    apart_across = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
    apart_down = one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
    return not (apart_across or apart_down)
