"""The demo district's officials whom nobody listed: who holds the posts that the processes name. Knows no account yet.

One post in all departments is one person's, and a second's where two must differ: who reviews never approves.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

GROUP = re.compile(r"\b[A-Za-z]+:(?:city|district|street|community):[a-z_]+\b")
TWO = ("甲", "乙")
LEVELS = {"city": "市级", "district": "区级", "street": "街道", "community": "社区"}


def named(files: Iterable[Path]) -> set[str]:
    """The groups that the files name, as `MZ:street:reviewer`."""
    return {group for path in files for group in GROUP.findall(path.read_text("utf-8"))}


def posts(groups: Iterable[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(account, name, groups) of the officials who hold these groups, two for each kind of post."""
    kinds: dict[str, list[str]] = {}
    for group in sorted(groups):
        kinds.setdefault(group.partition(":")[2], []).append(group)
    for kind, held in sorted(kinds.items()):
        level, post = kind.split(":")
        for order, mark in enumerate(TWO, 1):
            yield f"{level}-{post}-{order}", f"{LEVELS[level]}各部门 {post} {mark}", held
