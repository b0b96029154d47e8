"""What stands beside the code: no address of a registry, no path of a machine, every dependency decided, docs hold."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, files

REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
        ("tuna", "tsinghua"),
        ("aliyun", "com"),
    )
)
MACHINE_PATHS = tuple(
    re.compile(rf"(?<![\w./~-])/{'/'.join(parts)}\b")
    for parts in (("work", "main"), ("work", "shared"), ("root",), ("tmp", "brief"))
)
REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
MAKE = re.compile(r"`make ([a-z-]+)")
TEST = re.compile(r"\b(tests/[\w/]+\.py)::(\w+)")


def lines() -> Iterator[tuple[str, str]]:
    """(place, line) of every text in the project."""
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def papers() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def test_no_address_of_a_package_registry_is_written_down() -> None:
    assert [place for place, line in lines() if any(host in line for host in REGISTRIES)] == []


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9._-]+==[^\s;]+.*\\\n\s+--hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE)) > 50
    assert "://" not in lock


def test_no_path_of_a_machine_is_written_down() -> None:
    assert [place for place, line in lines() if any(path.search(line) for path in MACHINE_PATHS)] == []


def test_every_dependency_is_a_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {match[0] for line in wanted if (match := REQUIREMENT.match(line))}
    decided = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert sorted(name for name in names if f"`{name}`" not in decided) == []


def test_the_links_in_the_docs_lead_somewhere() -> None:
    dead = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in papers()
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert dead == []


def test_the_make_targets_in_the_docs_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    missing = [
        f"{path.relative_to(ROOT)}: make {target}"
        for path in papers()
        for target in MAKE.findall(path.read_text(encoding="utf-8"))
        if not re.search(rf"^{target}:", makefile, re.MULTILINE)
    ]
    assert missing == []


def test_the_tests_that_the_docs_name_are_there() -> None:
    """As `tests/...py::test_name`; the values of a table may stand behind it."""
    missing = [
        f"{path.relative_to(ROOT)}: {file}::{name}"
        for path in papers()
        for file, name in TEST.findall(path.read_text(encoding="utf-8"))
        if not _defines(ROOT / file, name)
    ]
    assert missing == []


def _defines(file: Path, name: str) -> bool:
    return file.is_file() and bool(re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE))
