"""Commands on cases: start one, look at one, and the worklist of somebody."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tongban.terminal import out, show

if TYPE_CHECKING:
    from engine.domain.commands import Actor
    from engine.outcome import Outcome
    from tongban.console import Console

As = Annotated[str | None, typer.Option("--as", help="In the name of this account; never in production.")]
Vars = Annotated[list[str] | None, typer.Option("--var", help="name=value, value text or JSON; or a JSON object.")]
Area = Annotated[str | None, typer.Option(help="Code of the area where it is received.")]
Group = Annotated[str | None, typer.Option(help="Only tasks of this group, department:level:post.")]
Mine = Annotated[bool, typer.Option("--mine", help="What the account holds, not what it may take.")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="At most so many, the most urgent.")]


def start(key: str, area: Area = None, var: Vars = None, as_: As = None) -> None:
    """Start the latest version of a process."""
    from engine.domain.commands import StartInstance
    from tongban.console import console
    from tongban.typed import variables

    given = variables(var or [])
    with console(as_) as desk:
        command = StartInstance(key=key, area=area, variables=given, **desk.stamp(desk.district(area)))
        _tell(desk.carry_out(command))


def worklist(as_: As = None, group: Group = None, mine: Mine = False, limit: Limit = 50) -> None:
    """Open tasks, the most urgent first: of an account, or without one all that nobody has taken."""
    from engine.store.reads import worklist
    from tongban.console import console

    with console(as_) as desk:
        groups = (group,) if group else ()
        wanted = worklist.Wanted(scope="mine" if mine else "free", groups=groups, limit=limit)
        viewer = desk.actor if as_ else _anybody(desk, group)
        rows = worklist.page(desk.store, viewer, wanted).rows
        _tasks(desk, rows)
        more = worklist.count(desk.store, viewer, wanted)
    out.print(f"{len(rows)} of {more} open tasks" if rows else "No open tasks.")


def case(id: Annotated[int, typer.Argument(help="The case's number.")], as_: As = None) -> None:
    """Where a case stands: its state, open tasks, limits, incidents, and its story."""
    from engine.domain.rejections import NotFound
    from engine.store.reads import cases, matters
    from tongban.console import console
    from tongban.telling import tell

    with console(as_) as desk:
        row = cases.find(desk.store, desk.actor, id)
        if row is None:
            raise NotFound(f"Expected a case that you may see, but there is none with the id {id}")
        tell(desk, row, matters.parts(desk.store, id))


def _tell(outcome: "Outcome") -> None:
    """What the start brought about."""
    from engine.domain import facts

    for begun in outcome.of(facts.InstanceStarted):
        name = " ".join(filter(None, (begun.code, begun.title or begun.name)))
        out.print(f"[bold]{begun.instance}[/bold]", name, soft_wrap=True)
    for task in outcome.of(facts.TaskOpened):
        out.print(f"  task {task.task}", task.name, ", ".join(task.groups), markup=False, soft_wrap=True)
    for incident in outcome.of(facts.IncidentRaised):
        out.print(f"  incident {incident.incident}: {incident.message}", markup=False, soft_wrap=True)
    for end in outcome.of(facts.InstanceEnded):
        out.print(f"  {end.how}: {end.outcome or '-'}", markup=False, soft_wrap=True)


def _tasks(desk: "Console", rows: list[dict[str, Any]]) -> None:
    from api.words import due_words
    from tongban.lights import light

    now = desk.now()
    shown = [
        (
            row["id"],
            light(row["light"]),
            due_words(row["due_at"], now, desk.store.calendar(row["district"])).zh,
            row["name"],
            row["title"],
            row["assignee"] or " ".join(row["groups"]),
            row["area"],
        )
        for row in rows
    ]
    if shown:
        show(("task", "light", "due", "step", "matter", "whose", "area"), shown)


def _anybody(desk: "Console", group: str | None) -> "Actor":
    """Somebody with every post that an open task waits for, in the whole city."""
    from engine.domain.commands import Actor, Post
    from engine.store.reads.groups import waited_for

    names = (group,) if group else waited_for(desk.store)
    return Actor(desk.actor.id, desk.actor.name, tuple(Post(name) for name in names))
