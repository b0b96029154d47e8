"""Every item of the register has its stories: at least two, each with a title in Chinese."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bpmn.register import items

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def titles() -> dict[str, set[str]]:
    """The titles of the stories, by item."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in SCENARIOS.rglob("test_*.py"):
        for item, title in _marks(ast.parse(path.read_text("utf-8"))):
            found[item].add(title)
    return found


def _marks(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
            for call in calls:
                if isinstance(call.func, ast.Name) and call.func.id == "story":
                    item, title = (ast.literal_eval(argument) for argument in call.args)
                    yield item, title


def test_every_item_has_at_least_two_stories() -> None:
    assert {item: told for item in items() if len(told := titles().get(item, set())) < 2} == {}


def test_every_story_is_of_an_item_and_has_a_title_in_chinese() -> None:
    for item, told in titles().items():
        assert item in items(), f"Expected an item of the register, but {told} are of {item}"
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in title) for title in told), told
