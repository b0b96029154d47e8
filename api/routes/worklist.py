"""The worklist over HTTP: pages by key, counts. What one may not see is neither listed nor counted."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from msgspec import Struct
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.asking import reader, reply, viewer
from api.desk import desk_of
from api.document import asks_for, gives
from api.queries import Asked
from engine.domain.rejections import Invalid
from engine.store.reads import worklist

router = APIRouter(tags=["tasks"])


class TaskRow(Struct, kw_only=True):
    """A line of the worklist. `assignee` holds it; `owner` has delegated it and gets it back."""

    id: int
    district: int
    instance: int
    element: str
    name: str
    key: str | None
    title: str | None
    groups: list[str]
    area: str | None
    assignee: str | None
    owner: str | None
    form: str | None
    light: str
    due_at: datetime | None
    opened_at: datetime
    claimed_at: datetime | None


SHOWN = TaskRow.__struct_fields__


class TaskPage(Struct, kw_only=True):
    """`after`: what to ask with for the next page, None at the end."""

    tasks: list[TaskRow]
    after: str | None


class Count(Struct):
    """Counted up to 10,000."""

    count: int


class WorklistQuery(BaseModel):
    """`scope` free: offered and nobody's; mine: held or delegated by me. `due_before`: with a zone."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["free", "mine", "all"] = "free"
    group: list[str] = []
    key: str | None = None
    light: Literal["none", "green", "yellow", "red", "dark_red", "stopped"] | None = None
    due_before: AwareDatetime | None = None
    text: str | None = None
    after: str | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def wanted(self) -> worklist.Wanted:
        return worklist.Wanted(
            scope=self.scope,
            groups=tuple(self.group),
            key=self.key,
            light=self.light,
            due_before=self.due_before,
            text=self.text,
            after=_place(self.after) if self.after else None,
            limit=self.limit,
        )


QUERY = Asked(WorklistQuery, lists=("group",))


@router.get("/tasks", **asks_for(QUERY, gives(TaskPage)))
async def tasks(request: Request) -> Response:
    """Open tasks that one may see, the most urgent first."""
    wanted = QUERY.read(request).wanted()
    page = await desk_of(request).reader.execute((await reader(request), wanted))
    rows = [_row(row) for row in page.rows]
    return reply({"tasks": rows, "after": _mark(*page.after) if page.after else None})


@router.get("/tasks/count", **asks_for(QUERY, gives(Count)))
def count(request: Request) -> Response:
    """How many there are: the same rule as the list."""
    wanted = QUERY.read(request).wanted()
    return reply({"count": worklist.count(desk_of(request).store, viewer(request), wanted)})


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in SHOWN}


def _mark(rank_at: datetime, id: int) -> str:
    return urlsafe_b64encode(f"{rank_at.isoformat()} {id}".encode()).decode()


def _place(after: str) -> tuple[datetime, int]:
    try:
        moment, _, id = urlsafe_b64decode(after).decode().partition(" ")
        place = datetime.fromisoformat(moment), int(id)
    except ValueError as error:
        raise Invalid(
            "Expected `after` as the page before gave it", (("after", "as given by the last page"),)
        ) from error
    if place[0].tzinfo is None or not 0 <= place[1] < 2**53:
        raise Invalid("Expected `after` as the page before gave it", (("after", "as given by the last page"),))
    return place
