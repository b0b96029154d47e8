"""A department that is asked about persons, on a port of this machine: it answers as it is told to, well or badly.

`python -m tests.departments PORT KEY SECRET` runs one for a demo: it answers clear, and hit for numbers that end in 4.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from registers.departments import signing
from registers.departments.signing import ANSWER, Letter, Stamp, Unsigned

SECRET = "a secret that only the city and this department know"
Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Says:
    """One answer: what differs from a good `status`, or how it goes wrong."""

    status: str = "clear"
    code: int = 200
    as_of: str | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    raw: bytes | None = None
    secret: str | None = None
    delay: float = 0.0


@dataclass(slots=True)
class Department:
    """`script`: what it says to the next questions, the last for all that follow. `heard`: the questions it took."""

    provider: str = "GA"
    key: str = "ga-1"
    secret: str = SECRET
    today: date = date(2026, 11, 24)
    script: list[Says] = field(default_factory=lambda: [Says()])
    heard: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    port: int = 0
    choose: Callable[[Asked], Says] | None = None
    asleep: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/ask"

    def says(self, asked: Asked) -> Says:
        if self.choose is not None:
            return self.choose(asked)
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def answer(self, asked: Asked, says: Says) -> bytes:
        """The body of an answer to a question, as it would be sent or posted back."""
        if says.raw is not None:
            return says.raw
        told = {
            "request_id": asked["request_id"],
            "status": says.status,
            "as_of": says.as_of or self.today.isoformat(),
            "evidence_ref": "GA-2026-0001",
            "source_dept": self.provider,
            "ref": asked["subjects"][0]["ref"],
        }
        return json.dumps(told | dict(says.changed)).encode()

    def signed(self, letter: Letter, nonce: str, secret: str | None = None, at: int | None = None) -> dict[str, str]:
        stamp = Stamp(self.key, int(time.time()) if at is None else at, nonce)
        return signing.signed((secret or self.secret).encode(), letter, stamp)


class Line(BaseHTTPRequestHandler):
    """One question to a department: refused unless the city signed it."""

    department: Department

    def do_POST(self) -> None:
        body, department = self.rfile.read(int(self.headers["Content-Length"])), self.department
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            letter = Letter("POST", self.path, body)
            stamp = signing.verify(department.secret.encode(), letter, headers, int(time.time()))
        except Unsigned as error:
            department.refused.append(str(error))
            self._send(403, b"", {})
            return
        asked = json.loads(body)
        department.heard.append(asked)
        says = department.says(asked)
        department.asleep.wait(says.delay)
        content = department.answer(asked, says) if says.code == 200 else b""
        self._send(says.code, content, department.signed(Letter(ANSWER, self.path, content), stamp.nonce, says.secret))

    def _send(self, code: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def running(department: Department) -> Iterator[Department]:
    """The department answers until the block ends."""
    line = type("Line", (Line,), {"department": department})
    server = ThreadingHTTPServer(("127.0.0.1", department.port), line)
    department.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield department
    finally:
        department.asleep.set()
        server.shutdown()
        server.server_close()


def _shown(asked: Asked) -> Says:
    return Says("hit" if str(asked["subjects"][0]["id_no"]).endswith("4") else "clear")


def main(port: str, key: str, secret: str) -> None:
    shown = Department(key=key, secret=secret, port=int(port), today=datetime.now(UTC).date(), choose=_shown)
    with running(shown):
        print(f"asked at {shown.url}")
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
