"""The blocks of the library: each says in words what it takes and gives, as it declares it, and has a story."""

import re
from pathlib import Path

import pytest

from bpmn.parse import read

ROOT = Path(__file__).parents[2]
BLOCKS = sorted((ROOT / "bpmn" / "processes" / "blocks").glob("*.bpmn"))
PAGE = (ROOT / "docs" / "blocks.md").read_text("utf-8")


@pytest.mark.parametrize("path", BLOCKS, ids=lambda path: path.stem)
def test_what_a_block_declares_is_what_it_says(path: Path) -> None:
    source = path.read_text("utf-8")
    definition = read(source.encode(), {}).definitions[0]
    said = re.findall(r"^- (\w+)：", source.partition("<bpmn:documentation>")[2].partition("</bpmn:doc")[0], re.M)

    assert definition.key == f"block_{path.stem}"
    assert definition.data is not None
    assert said == [*definition.data.inputs, *definition.data.outputs]


@pytest.mark.parametrize("path", BLOCKS, ids=lambda path: path.stem)
def test_a_block_is_on_the_page_with_all_that_it_takes_and_gives(path: Path) -> None:
    part = PAGE.partition(f"## block_{path.stem} ")[2].partition("\n## ")[0]
    definition = read(path.read_bytes(), {}).definitions[0]

    assert definition.data is not None
    assert [name for name in (*definition.data.inputs, *definition.data.outputs) if f"| `{name}` |" not in part] == []


@pytest.mark.parametrize("path", BLOCKS, ids=lambda path: path.stem)
def test_a_block_is_told_as_a_story(path: Path) -> None:
    assert (ROOT / "tests" / "scenarios" / f"test_block_{path.stem}.py").exists()
