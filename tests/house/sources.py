"""The project's own files and syntax trees, read once, for the tests that hold them to the rules of the house."""

import ast
import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("api", "bpmn", "engine", "registers", "tongban", "workers")
NOT_OURS = {"__pycache__", "node_modules", "build", "dist"}
HIDDEN_BUT_OURS = {".ci", ".gitignore", ".npmrc", ".github"}


@dataclass(frozen=True, slots=True)
class Source:
    path: str
    """From the root, with slashes."""
    text: str
    tree: ast.Module

    def imports(self) -> Iterator[tuple[int, str]]:
        """(line, full name) of all that is imported, wherever the statement stands in the file."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Import():
                    yield from ((node.lineno, alias.name) for alias in node.names)
                case ast.ImportFrom():
                    yield from ((node.lineno, f"{self._origin(node)}.{alias.name}") for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        folders = self.path.split("/")[: -node.level] if node.level else []
        return ".".join([*folders, *filter(None, [node.module])])

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def classes(self) -> Iterator[ast.ClassDef]:
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def calls(self) -> Iterator[tuple[int, str]]:
        """(line, dotted name) of what is called; calls of computed things are left out."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and (name := _dotted(node.func)):
                yield node.lineno, name

    def own_names(self) -> set[str]:
        """Functions and imports: names that are not the built-in ones here, whatever they are called."""
        return {function.name for function in self.functions()} | {name.split(".")[-1] for _, name in self.imports()}


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file of the project, without environments, caches and what was built."""
    found = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if _is_ours(name)]
        found += [Path(folder) / name for name in names if _is_ours(name)]
    return tuple(sorted(found))


@functools.cache
def sources(*tops: str) -> tuple[Source, ...]:
    """The Python files below these top folders."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), text := path.read_text(encoding="utf-8"), ast.parse(text))
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops
    )


def _is_ours(name: str) -> bool:
    return name in HIDDEN_BUT_OURS or not (name.startswith(".") or name in NOT_OURS or name.endswith(".egg-info"))


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            above = _dotted(value)
            return f"{above}.{attr}" if above else ""
    return ""
