"""People at counters, over HTTP: each asks again under the same Idempotency-Key until answered, and keeps that."""

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.kills.town import AREA, PASSWORD

TIMEOUT = 10.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: to what path, under which request_id as the journal knows it, and its body to the letter."""

    path: str
    request_id: str
    body: bytes

    @property
    def position(self) -> int:
        return int(json.loads(self.body)["position"])


@dataclass(slots=True)
class Clerk:
    """`replayed`: answers that were given to a request sent again after its first answer was lost."""

    port: int
    account: str
    stop: threading.Event
    give_up: threading.Event
    kept: list[Kept] = field(default_factory=list)
    asked_again: int = 0
    replayed: int = 0
    fault: BaseException | None = None
    token: str = ""
    connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        try:
            login = json.loads(self._answer("/login", {"account": self.account, "password": PASSWORD}, {}))
            self.token = login["access_token"]
            while not self.stop.is_set():
                self._case()
        except BaseException as error:
            self.fault = error
        finally:
            self._hang_up()

    def _case(self) -> None:
        variables = {"number": str(uuid4())}
        tasks = self._opened(self._ask("/cases", {"key": "filed", "area": AREA, "variables": variables}))
        while tasks:
            task = tasks.pop()
            self._ask(f"/tasks/{task}/claim", {})
            tasks += self._opened(self._ask(f"/tasks/{task}/complete", {"variables": {"checked": True}}))

    @staticmethod
    def _opened(body: bytes) -> list[int]:
        return [task["id"] for task in json.loads(body)["opened"]]

    def _ask(self, path: str, body: Mapping[str, Any]) -> bytes:
        key = str(uuid4())
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        answer = self._answer(path, body, headers)
        self.kept.append(Kept(path, f"{self.account}:{key}", answer))
        return answer

    def _answer(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
        """Until there is one: a process that dies, or says that it is not well, is asked again."""
        while not self.give_up.is_set():
            try:
                status, answer, replayed = self._once(path, json.dumps(body), headers)
            except (OSError, http.client.HTTPException):
                self._hang_up()
                self.asked_again += 1
                continue
            if status < 500:
                assert status in (200, 201), f"{path}: {status} {answer.decode()}"
                self.replayed += replayed
                return answer
            self.asked_again += 1
        raise TimeoutError(f"{path}: given up")

    def _once(self, path: str, body: str, headers: Mapping[str, str]) -> tuple[int, bytes, bool]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        self.connection.request("POST", path, body, {**headers, "Content-Type": "application/json"})
        response = self.connection.getresponse()
        return response.status, response.read(), response.headers.get("Idempotent-Replay") == "true"

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


@contextmanager
def at_counters(port: int, accounts: list[str]) -> Iterator[list[Clerk]]:
    """Clerks at work; at the end each finishes the case in hand. Raises what went wrong, here or at a counter."""
    stop, give_up = threading.Event(), threading.Event()
    clerks = [Clerk(port, account, stop, give_up) for account in accounts]
    threads = [threading.Thread(target=clerk.run, name=clerk.account, daemon=True) for clerk in clerks]
    for thread in threads:
        thread.start()
    try:
        yield clerks
    except BaseException:
        give_up.set()
        raise
    finally:
        stop.set()
        for thread in threads:
            thread.join(2 * TIMEOUT)
        give_up.set()
    assert not any(thread.is_alive() for thread in threads), "a clerk is still waiting for an answer"
    for clerk in clerks:
        if clerk.fault is not None:
            raise clerk.fault
