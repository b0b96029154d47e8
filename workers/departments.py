"""Asks departments over HTTP, several at once: signed, three tries of three seconds, spared while they are down.

What comes is an answer, or a reason why none has come yet. Knows no case and keeps nothing.
"""

import os
import secrets
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Event
from typing import TypeAlias
from urllib.parse import urlsplit

import structlog

from registers.comparisons import Told
from registers.departments import questions, signing
from registers.departments.circuits import Circuits
from registers.departments.connectors import Connector, read, secrets_in
from registers.departments.questions import Answer, Expected, Failure, Nonsense, Question
from registers.departments.signing import ANSWER, Letter, Stamp, Unsigned
from workers import metrics

log = structlog.get_logger("workers")
TIMEOUT = 3.0  # seconds for a try (data standards, section 6)
TRIES, FIRST_PAUSE = 3, 0.2  # seconds before the second try, doubled before the third
AT_ONCE = 8
LARGEST = 100_000  # bytes of an answer
ANOTHER_TIME = {408, 425, 429}
ACCEPTED = 202
CIRCUITS = Circuits()  # of this process


@dataclass(frozen=True, slots=True)
class Departments:
    """Those that are asked themselves. `public_url`: where they reach the city, None where they cannot."""

    connectors: tuple[Connector, ...] = ()
    public_url: str | None = None
    circuits: Circuits = CIRCUITS


@dataclass(frozen=True, slots=True)
class Call:
    connector: Connector
    question: Question
    expected: Expected


@dataclass(frozen=True, slots=True)
class Silent:
    """No answer yet: why, and whether the department has taken the question and will call."""

    fault: str
    accepted: bool = False


Result: TypeAlias = Answer | Told | Silent
_known: dict[tuple[Path | None, Path], tuple[Connector, ...]] = {}


def known(file: Path | None, folder: Path) -> tuple[Connector, ...]:
    """The connectors of the installation, read once a process. Raises Misconfigured."""
    if (file, folder) not in _known:
        _known[file, folder] = read(file, secrets_in(folder, os.environ))
    return _known[file, folder]


def ask(departments: Departments, calls: Sequence[Call]) -> list[Result]:
    """All at once, in the order of the calls; takes about ten seconds at the most."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="department") as pool:
        return list(pool.map(lambda call: _asked(departments.circuits, call), calls))


def _asked(circuits: Circuits, call: Call) -> Result:
    provider = call.connector.provider
    if not circuits.allows(provider, time.monotonic()):
        _count(circuits, call, "spared")
        return Silent("部门接口连续失败,暂停询问")
    with metrics.DEPARTMENTS.labels(provider).time():
        result, is_well = _tried(call)
    changed = circuits.succeeded(provider) if is_well else circuits.failed(provider, time.monotonic())
    if changed:
        log.warning("circuit", department=provider, state=circuits.state(provider, time.monotonic()))
    _count(circuits, call, "silent" if isinstance(result, Silent) and not result.accepted else "told")
    return result


def _count(circuits: Circuits, call: Call, fate: str) -> None:
    provider = call.connector.provider
    metrics.ASKED.labels(provider, call.question.check, fate).inc()
    metrics.CIRCUIT.labels(provider).set(circuits.state(provider, time.monotonic()) != "closed")


def _tried(call: Call) -> tuple[Result, bool]:
    """What came, and whether the department is well."""
    fault = ""
    for number in range(TRIES):
        if number:
            Event().wait(FIRST_PAUSE * 2 ** (number - 1))
        try:
            return _once(call)
        except (OSError, HTTPException, Failure) as error:
            fault = str(error) or type(error).__name__
    log.warning("department silent", department=call.connector.provider, check=call.question.check, fault=fault)
    return Silent(fault[: questions.LONGEST]), False


def _once(call: Call) -> tuple[Result, bool]:
    body, stamp = questions.written(call.question), _stamp(call.connector)
    status, headers, content = _post(call.connector, body, stamp, call.question.request)
    if status == ACCEPTED:
        return Silent("部门已收下,等待答复", accepted=True), True
    if status >= 500 or status in ANOTHER_TIME:
        raise ConnectionError(f"部门接口答{status}")
    if status != 200:
        return _nothing(call, f"部门接口拒绝询问({status})"), False
    try:
        signing_nonce = signing.verify(
            call.connector.secret, Letter(ANSWER, call.connector.path, content), headers, int(time.time())
        ).nonce
        if signing_nonce != stamp.nonce:
            raise Unsigned("Expected an answer to this very request, but it is signed for another")
        return questions.read(content, call.expected), True
    except (Nonsense, Unsigned) as error:
        return _nothing(call, f"部门的答复不能用:{error}"), False


def _nothing(call: Call, words: str) -> Told:
    """An answer that is none: unknown, never clear."""
    log.warning("department not understood", department=call.connector.provider, reason=words)
    return Told(call.question.check, call.connector.provider, "unknown", words[: questions.LONGEST])


def _stamp(connector: Connector) -> Stamp:
    return Stamp(connector.key, int(time.time()), secrets.token_hex(16))


def _post(connector: Connector, body: bytes, stamp: Stamp, request: str) -> tuple[int, dict[str, str], bytes]:
    parts, deadline = urlsplit(connector.url), time.monotonic() + TIMEOUT
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": request}
    signed = signing.signed(connector.secret, Letter("POST", connector.path, body), stamp)
    try:
        connection.request("POST", connector.path, body, headers | signed)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return response.status, told, _content(response, deadline)
    finally:
        connection.close()


def _content(response: HTTPResponse, deadline: float) -> bytes:
    """Whole, or ConnectionError: too large, or dripping beyond the deadline."""
    content = b""
    while part := response.read1(65_536):
        content += part
        if len(content) > LARGEST:
            raise ConnectionError(f"答复超过{LARGEST}字节")
        if time.monotonic() > deadline:
            raise ConnectionError(f"{TIMEOUT:.0f}秒内没有答完")
    return content
