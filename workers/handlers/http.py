"""Posts a job's inputs as JSON to another system, if the settings allow its address, and gives its JSON answer."""

import http.client
import json
import re
import urllib.error
import urllib.request
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

TIMEOUT = 10.0  # seconds for each wait on the connection
LARGEST = 1_000_000  # bytes of an answer
CLIMBS = re.compile(r"\.\.|\\|%2e|%2f|%5c", re.IGNORECASE)  # a path that may leave the one that is allowed


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer must not lead to an address that nobody allowed."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `url`, and `body` (any JSON). Output: `status`, `answer`.

    4xx with `{"code": ...}` is a BPMN error of that code; any other refusal is hopeless; 5xx and timeouts are failures.
    """
    url = _allowed(inputs.get("url"), context.allowed_urls)
    body = json.dumps(inputs.get("body"), ensure_ascii=False, default=_plain).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": f"job-{context.job}"}
    request = urllib.request.Request(url, body, headers, method="POST")
    try:
        with OPENER.open(request, timeout=TIMEOUT) as response:
            return {"status": response.status, "answer": _answer(response)}
    except urllib.error.HTTPError as error:
        raise _refusal(url, error) from error


def _allowed(url: object, prefixes: tuple[str, ...]) -> str:
    """The address itself. A prefix allows its own host and port, and the paths below its path."""
    if isinstance(url, str) and any(_below(url, prefix) for prefix in prefixes):
        return url
    raise Hopeless(f"Expected a url that the settings allow, but got {url!r}")


def _below(url: str, prefix: str) -> bool:
    asked, allowed = urlsplit(url), urlsplit(prefix)
    same = (asked.scheme, asked.netloc.lower()) == (allowed.scheme, allowed.netloc.lower())
    clean = asked.scheme in ("http", "https") and "@" not in asked.netloc and not CLIMBS.search(asked.path)
    return same and clean and f"{asked.path}/".startswith(f"{allowed.path.rstrip('/')}/")


def _answer(response: http.client.HTTPResponse) -> Any:
    """The body as plain data; None where there is none."""
    content = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Hopeless(f"Expected an answer of at most {LARGEST} bytes, but it is larger")
    if not content.strip():
        return None
    try:
        return json.loads(content, parse_float=Decimal)
    except ValueError as error:
        raise Hopeless(f"Expected an answer in JSON, but {error}") from error


def _refusal(url: str, error: urllib.error.HTTPError) -> Exception:
    if error.code >= 500 or error.code in (408, 425, 429):
        return ConnectionError(f"{url} answered {error.code}")
    try:
        told = json.loads(error.read(LARGEST))
    except ValueError:
        told = None
    if isinstance(told, dict) and isinstance(told.get("code"), str):
        return BpmnError(told["code"], str(told.get("detail", f"{url} answered {error.code}")))
    return Hopeless(f"{url} answered {error.code}")


def _plain(value: object) -> Any:
    """Whole numbers as numbers, money and moments as text: a receiver must not round."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
