"""Several API processes behind one address: one may die, and nobody who asks is turned away."""

import http.client
import os
import signal
import time
from pathlib import Path

import pytest

from tongban import serving
from tongban.supervise import Group, Patience, SupervisionError
from workers.__main__ import STOP_WITHIN


def ask(port: int) -> int:
    """The pid of the process that answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/health")
    body = connection.getresponse().read()
    connection.close()
    return int(body)


def who_answers(port: int, within: float) -> set[int]:
    """Asks until two processes have answered, or for so many seconds."""
    seen: set[int] = set()
    end = time.monotonic() + within
    while len(seen) < 2 and time.monotonic() < end:
        seen.add(ask(port))
    return seen


def test_a_process_that_dies_is_replaced_and_no_caller_notices(tmp_path: Path) -> None:
    with serving.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        plan = serving.Plan("127.0.0.1", port, 2, {}, app="tests.setup.tiny:create_app")
        first: set[int] = set()
        second: set[int] = set()

        def kill_one() -> None:
            first.update(who_answers(port, 20))
            os.kill(min(first), signal.SIGKILL)

        def until_two_answer_again() -> None:
            second.update(who_answers(port, 0.2) - {min(first)})
            if len(second) == 2:
                os.kill(os.getpid(), signal.SIGTERM)

        group = Group(tmp_path, print, Patience(first_back_off=0.1))
        group.run(serving.apis(plan, listener), kill_one, until_two_answer_again)
    assert len(first) == 2
    assert len(first & second) == 1


def test_a_port_that_is_taken_is_named_and_another_proposed(tmp_path: Path) -> None:
    with serving.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SupervisionError, match=f"Port {port} .* --port {port + 1}"):
            serving.listen("127.0.0.1", port)


def test_workers_are_done_before_the_group_loses_patience() -> None:
    assert Patience().stop_within > STOP_WITHIN
    assert float(serving.GRACE) < Patience().stop_within
