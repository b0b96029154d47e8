"""Activities that take in and give out anything under any name, beside a few lines that know two scopes only."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from engine.domain import facts, moves
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import END, START, scope, user
from tests.engine.runtime.story import Story
from tests.engine.runtime.test_data import reads, spec, writes

OBJECTS = ("a", "b", "c")
INPUTS, OUTPUTS = ("a", "b", "p"), ("c", "r", "s")
Values = dict[str, Any]  # numbers and null


@dataclass(frozen=True)
class Item:
    """An input or output: of this name, moved from or to that data object, and must it have a value?"""

    name: str
    end: str | None
    required: bool


def items(names: tuple[str, ...]) -> st.SearchStrategy[list[Item]]:
    one = st.builds(Item, st.sampled_from(names), st.none() | st.sampled_from(OBJECTS), st.booleans())
    return st.lists(one, max_size=3, unique_by=lambda item: item.name)


def values(*names: str) -> st.SearchStrategy[Values]:
    return st.dictionaries(st.sampled_from(names), st.none() | st.integers(0, 9))


def drawn(inputs: list[Item], outputs: list[Item]) -> str:
    declared = "".join(f'<dataInput id="i_{item.name}" name="{item.name}"/>' for item in inputs)
    declared += "".join(f'<dataOutput id="o_{item.name}" name="{item.name}"/>' for item in outputs)
    asked = "".join(f"<dataInputRefs>i_{item.name}</dataInputRefs>" for item in inputs if item.required)
    given_out = "".join(f"<dataOutputRefs>o_{item.name}</dataOutputRefs>" for item in outputs if item.required)
    sets = f"<inputSet>{asked}</inputSet><outputSet>{given_out}</outputSet>"
    arrows = "".join(reads(f"d_{item.end}", f"i_{item.name}") for item in inputs if item.end)
    arrows += "".join(writes(f"d_{item.end}", f"o_{item.name}") for item in outputs if item.end)
    objects = "".join(f'<dataObject id="d_{name}" name="{name}"/>' for name in OBJECTS)
    return scope(objects + START + END + user("t", spec(declared, "", sets) + arrows), "start > t > end")


@given(items(INPUTS), items(OUTPUTS), values(*OBJECTS, "p"), values(*OBJECTS, *INPUTS, *OUTPUTS, "z"))
def test_what_goes_in_and_comes_out_is_what_two_scopes_say(
    inputs: list[Item], outputs: list[Item], around: Values, filled: Values
) -> None:
    outer, own = dict(around), {item.name: around.get(item.end) for item in inputs if item.end}
    own |= {item.name: None for item in outputs if item.end}
    story = Story(drawn(inputs, outputs), **around)
    if any({**outer, **own}.get(item.name) is None for item in inputs if item.required):
        event("an input is missing")
        assert len(story.incidents) == 1
        assert story.variables == outer
        return
    for name, value in filled.items():
        (own if name in own else outer)[name] = value
    if any({**outer, **own}.get(item.name) is None for item in outputs if item.required):
        event("an output is missing")
        refused(story, filled)
        return
    story.completes("t", **filled)
    for item in outputs:
        if item.end:
            outer[item.end] = own[item.name]
    assert story.over
    assert story.variables == outer


def refused(story: Story, filled: Values) -> None:
    task = story.one(facts.TaskOpened)
    with pytest.raises(Invalid):
        story.runtime.advance(story.situation(), [moves.Complete(task.token, task.task, "li", filled)], story.at)
