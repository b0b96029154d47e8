"""Drives a workload over HTTP: the API in processes of its own, each client on a connection of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from api.tokens import Tokens
from engine.domain.commands import SYSTEM, CreateAccount, DefineAreas, Post
from engine.engine import Engine
from engine.keys import load_keys
from tongban.bench.workloads import STEPS, Taken

AREA, DISTRICT = "210102", 2
SECRET = "no password fits"  # what stands in place of a hash: nobody logs in with a password here
OPENS_WITHIN = 30.0


@dataclass(slots=True)
class Line:
    """One HTTP/1.1 connection, kept open; one request at a time."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, head: bytes, body: bytes = b"") -> tuple[int, bytes]:
        self.writer.write(b"%s\r\ncontent-length: %d\r\n\r\n%s" % (head, len(body), body))
        answer = await self.reader.readuntil(b"\r\n\r\n")
        lines = answer.lower().split(b"\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        return int(answer[9:12]), await self.reader.readexactly(length)


@dataclass(slots=True)
class OverHttp:
    """A desk at the other end of the line."""

    line: Line
    token: str

    async def _send(self, method: str, path: str, body: Any = None) -> Any:
        head = f"{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {self.token}"
        sent = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            head += "\r\ncontent-type: application/json"
        status, answer = await self.line.ask(head.encode(), sent)
        if status == 409 or status == 404:
            raise Taken
        if status >= 400:
            raise RuntimeError(f"Expected {method} {path} to succeed, but got {status}: {answer[:300]!r}")
        return json.loads(answer)

    async def start(self, key: str, variables: Mapping[str, Any]) -> None:
        await self._send("POST", "/cases", {"key": key, "area": AREA, "variables": variables})

    async def page(self, group: str) -> list[int]:
        answer = await self._send("GET", f"/tasks?scope=free&group={group}&limit=50")
        return [row["id"] for row in answer["tasks"]]

    async def claim(self, task: int) -> None:
        await self._send("POST", f"/tasks/{task}/claim", {})

    async def complete(self, task: int, variables: Mapping[str, Any]) -> None:
        await self._send("POST", f"/tasks/{task}/complete", {"variables": variables})


def staff(engine: Engine, home: Path, count: int) -> list[str]:
    """Tokens of `count` clerks with all posts of the workload, made for the purpose."""
    at, tokens = datetime.now(UTC), Tokens(load_keys(home / "keys").token)
    asked: list[dict[str, Any]] = [
        {"request_id": uuid4().hex, "at": at, "actor": SYSTEM, "district": 1} for _ in range(count + 1)
    ]
    posts = tuple(Post(group) for group in STEPS)
    engine.execute(DefineAreas(areas=((AREA, "和平区", "district", DISTRICT),), **asked[0]))
    for number in range(count):
        engine.execute(
            CreateAccount(account=f"u{number}", name=f"u{number}", secret=SECRET, posts=posts, **asked[number + 1])
        )
    return [tokens.issue(f"u{number}", SECRET)[0] for number in range(count)]


@contextmanager
def served(dsn: str, home: Path, processes: int) -> Iterator[tuple[int, Sequence[int]]]:
    """The API on a free port: the port, and the pids of its processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--port", str(port)]
    command += ["--workers", str(processes), "--log-level", "warning", "--no-access-log"]
    environment = {**os.environ, "DATABASE_URL": dsn, "TONGBAN_HOME": str(home)}
    with subprocess.Popen(command, env=environment) as api:
        try:
            _await_open(port, api)
            yield port, [api.pid, *_children(api.pid)]
        finally:
            api.terminate()


def _await_open(port: int, api: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + OPENS_WITHIN
    while monotonic() < until and api.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise RuntimeError("Expected the API to open, but it did not: see what it printed above")


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


async def connect(port: int, token: str) -> OverHttp:
    return OverHttp(Line(*await asyncio.open_connection("127.0.0.1", port)), token)
