"""Sizes and names (HOUSE: habits): a file fits in the head, a function on the screen, a name says what a thing is."""

import ast
from pathlib import PurePosixPath

from tests.house.sources import PRODUCT, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 5

EMPTY_WORDS = ("Manager", "Helper", "Util", "Utils", "Service", "Handler")
EMPTY_MODULES = {"base", "common", "data", "helper", "helpers", "info", "manager", "misc", "service", "util", "utils"}


def test_no_file_is_longer_than_the_head_can_hold() -> None:
    lengths = {source.path: source.text.count("\n") for source in sources(*PRODUCT, "tests")}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        f"{source.path}:{function.lineno} {function.name} has {lines} lines"
        for source in sources(*PRODUCT, "tests")
        for function in source.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]
    assert found == []


def test_no_function_takes_more_than_five_things() -> None:
    found = [
        f"{source.path}:{function.lineno} {function.name} takes {len(names)}"
        for source in sources(*PRODUCT, "tests")
        for function in source.functions()
        if len(names := _parameters(source.path, function)) > MOST_PARAMETERS
    ]
    assert found == []


def test_no_name_is_an_empty_word() -> None:
    found = [
        f"{source.path}:{named.lineno} {named.name}"
        for source in sources(*PRODUCT, "tests")
        for named in source.classes()
        if named.name.endswith(EMPTY_WORDS) or named.name.startswith("Base")
        if not (named.name == "Handler" and source.path.startswith("workers/handlers/"))
    ]
    modules = [source.path for source in sources(*PRODUCT, "tests") if PurePosixPath(source.path).stem in EMPTY_MODULES]
    assert found + modules == []


def test_every_module_says_what_it_knows() -> None:
    silent = [
        source.path for source in sources(*PRODUCT, "tests") if source.tree.body and not ast.get_docstring(source.tree)
    ]
    assert silent == []


def _parameters(path: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    taken = function.args
    if function.name == "__init__" and path.startswith("engine/runtime/"):
        return []  # SpiffWorkflow's signatures, which our subclasses must keep
    names = [argument.arg for argument in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]
