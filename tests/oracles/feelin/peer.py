"""feelin, as one long-living process of node that is asked line by line. Knows its answers' form, not what is asked."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

FOLDER = Path(__file__).parent
HEAP = "--max-old-space-size=256"
"""feelin has no bounds of its own: an expression that it cannot end shall end here."""
MISSING = (
    "The oracle of the expression language is not set up. It needs node (18 or newer) and npm "
    "(Debian, Ubuntu: apt-get install nodejs npm; macOS: brew install node), then: sh run.sh oracle"
)


@dataclass(frozen=True, slots=True)
class Peer:
    into: IO[str]
    out_of: IO[str]

    def ask(self, text: str, variables: dict[str, Any]) -> Any:
        """The value as `comparing.tagged` writes ours; {"error": ...} where it cannot read the text."""
        return self.ask_all([text], variables)[0]

    def ask_all(self, texts: list[str], variables: dict[str, Any]) -> list[Any]:
        """One answer a text; few enough that the pipe holds them."""
        for text in texts:
            self.into.write(json.dumps({"text": text, "variables": variables}) + "\n")
        self.into.flush()
        answers = [json.loads(self.out_of.readline()) for _ in texts]
        return [answer.get("value", {"error": answer["error"]} if "error" in answer else None) for answer in answers]


@contextmanager
def peer() -> Iterator[Peer]:
    """The process, running; fails the test with what to install where it cannot."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "feelin").is_dir():
        pytest.fail(MISSING)
    with subprocess.Popen(
        [node, HEAP, "evaluate.mjs"],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Peer(process.stdin, process.stdout)
        process.stdin.close()
