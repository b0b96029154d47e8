"""Which files on disk have to be deployed: told by digests alone from those that are deployed as they are.

A file with the forms and decisions that were deployed with it is one; it is stale too where what it calls has a newer
version, or is about to have one. What is told here only saves work: the engine says what becomes a new version.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.deploy import digest_of
from engine.deploy_decision import digest_of as digest_of_decisions
from engine.store.reads import decisions, definitions
from engine.store.reads.definitions import Row
from engine.store.store import Store
from tongban.processes import ProcessFile, read_file

Digest = Callable[[bytes, Mapping[str, bytes], Mapping[str, int]], str]


@dataclass(frozen=True, slots=True)
class Deployed:
    """One file as the latest version of all that is in it. `called`: key -> definition, as it was bound."""

    digest: str
    resources: tuple[str, ...]
    called: Mapping[str, int]


def stale_files(store: Store, paths: Sequence[Path]) -> list[ProcessFile]:
    """Those that are new or changed, read; and those that call one of them, or have called an older version."""
    known = {path: _found(path, deployed, digest_of) for path, deployed in _by_path(paths, _deployed(store))}
    stale = [read_file(path, alone=False) for path, found in known.items() if found is None]
    left = {path: found for path, found in known.items() if found is not None}
    fresh = {key for file in stale for key in file.keys}
    while calling := [path for path, found in left.items() if fresh & found.called.keys()]:
        files = [read_file(path, alone=False) for path in calling]
        stale += files
        fresh |= {key for file in files for key in file.keys}
        left = {path: found for path, found in left.items() if path not in calling}
    return stale


def stale_decisions(store: Store, paths: Sequence[Path]) -> list[Path]:
    """Decision files that are new or changed."""
    known = _by_path(paths, _whole(decisions.deployed(store)))
    return [path for path, deployed in known if _found(path, deployed, _digest_of_decisions) is None]


def _digest_of_decisions(source: bytes, resources: Mapping[str, bytes], called: Mapping[str, int]) -> str:
    return digest_of_decisions(source, resources)


def _deployed(store: Store) -> dict[str, list[Deployed]]:
    """By the name of the file; without what calls a version that is not the latest any more."""
    rows = definitions.deployed(store)
    latest = {row["key"]: row["id"] for row in rows}
    current = [row for row in rows if all(latest.get(key) == id for key, id in row["called"].items())]
    return _whole(current)


def _whole(rows: Iterable[Row]) -> dict[str, list[Deployed]]:
    """A file of several processes counts where the latest version of each of them is from it."""
    files: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        files.setdefault((row["file"], row["digest"]), []).append(row)
    found: dict[str, list[Deployed]] = {}
    for (name, digest), of_file in files.items():
        first = of_file[0]
        if len(of_file) == first["many"]:
            found.setdefault(name, []).append(Deployed(digest, tuple(first["resources"]), first.get("called", {})))
    return found


def _by_path(paths: Sequence[Path], deployed: Mapping[str, list[Deployed]]) -> list[tuple[Path, list[Deployed]]]:
    return [(path, deployed.get(path.name, [])) for path in paths]


def _found(path: Path, deployed: Iterable[Deployed], digest: Digest) -> Deployed | None:
    """The one that has the bytes of this file, and of all that lay beside it."""
    source = path.read_bytes()
    for one in deployed:
        beside = {name: path.with_name(name) for name in one.resources}
        if all(near.is_file() for near in beside.values()):
            resources = {name: near.read_bytes() for name, near in beside.items()}
            if digest(source, resources, one.called) == one.digest:
                return one
    return None
