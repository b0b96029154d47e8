"""Errors as problem+json (RFC 9457): a status, a code, one sentence, and findings. Tells nothing of our insides."""

from collections.abc import Mapping

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from engine.domain.rejections import Invalid, NotFound, Rejected

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "请求读不懂",
    401: "请先登录",
    403: "没有这项权限",
    404: "没有找到",
    405: "不能这样用",
    409: "现在不能这样做",
    413: "太大了",
    415: "这种文件不能收",
    422: "填写不符合要求",
    429: "请稍后再试",
    500: "我们这边出错了，您的内容没丢",
    503: "暂时忙不过来，请稍后再试",
}
log = structlog.get_logger("api")


class Finding(msgspec.Struct, omit_defaults=True):
    """`where`: the field or element that is meant; `expected`: what was expected of it.

    Of a file that is refused also what each rule says of it: `severity` (error, warning, hint), `rule` (a code),
    `element`, `line`, `message`, `remedy`, and `file` where a form or decision beside it is meant.
    """

    where: str
    expected: str
    severity: str | None = None
    rule: str | None = None
    element: str | None = None
    line: int | None = None
    message: str | None = None
    remedy: str | None = None
    file: str | None = None


class Problem(msgspec.Struct, kw_only=True):
    """What is so, what was expected, what to do. `title` is for people, `code` for programs."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    findings: list[Finding] = []


class Malformed(Rejected):
    """What was sent cannot be read at all."""

    status, code = 400, "malformed"


class Unauthenticated(Rejected):
    status, code = 401, "unauthenticated"


class Locked(Rejected):
    """Too many failed log-ins."""

    status, code = 403, "locked"


class TooLarge(Rejected):
    status, code = 413, "too-large"


class Unsupported(Rejected):
    """A media type that is not taken."""

    status, code = 415, "unsupported"


class TooMany(Rejected):
    """More than one address may ask in a minute."""

    status, code = 429, "too-many"


class Busy(Rejected):
    status, code = 503, "busy"


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(problem), problem.status, headers, MEDIA_TYPE)


def rejected(rejection: Rejected) -> Response:
    return answer(problem_of(rejection), _headers(rejection))


def problem_of(rejection: Rejected) -> Problem:
    told = getattr(rejection, "told", None)
    findings = [Finding(*pair) for pair in getattr(rejection, "findings", ())] if told is None else [*told]
    return problem(rejection.status, rejection.code, str(rejection), findings)


def problem(status: int, code: str, detail: str, findings: list[Finding] | None = None) -> Problem:
    return Problem(title=TITLES.get(status, "出错了"), status=status, code=code, detail=detail, findings=findings or [])


def _headers(rejection: Rejected) -> dict[str, str]:
    match rejection:
        case Unauthenticated():
            return {"WWW-Authenticate": "Bearer"}
        case Busy():
            return {"Retry-After": "5"}
        case TooMany():
            return {"Retry-After": "60"}
        case _:
            return {}


def install(app: FastAPI) -> None:
    """Every error that leaves this application is a problem."""

    @app.exception_handler(Rejected)
    async def on_rejected(request: Request, error: Rejected) -> Response:
        return rejected(error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        if any(each["loc"][0] == "path" for each in error.errors()):
            return rejected(NotFound(f"Expected something at {request.url.path}, but there is nothing"))
        pairs = tuple((".".join(map(str, each["loc"][1:])), str(each["msg"])) for each in error.errors())
        words = "; ".join(f"{where}: {what}" for where, what in pairs)
        return rejected(Invalid(f"Expected another request: {words}", pairs))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        code = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}.get(error.status_code, "refused")
        said = problem(error.status_code, code, f"{request.method} {request.url.path}: {error.detail}")
        return answer(said, error.headers)

    @app.exception_handler(Exception)
    async def on_fault(request: Request, error: Exception) -> Response:
        """Logged by the server; the caller learns that it is not to blame."""
        return answer(problem(500, "fault", "The request failed by a fault of ours; nothing of it was carried out"))
