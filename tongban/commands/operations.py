"""Commands of those who keep the city running: areas, incidents, day seals."""

from contextlib import suppress
from datetime import timedelta
from typing import Annotated

import typer

from tongban.home import home
from tongban.terminal import out, show, step

incidents = typer.Typer(no_args_is_help=True, help="What stopped: list, retry.")

Within = Annotated[str, typer.Argument(help="Only areas within this code.")]
Vars = Annotated[list[str] | None, typer.Option("--var", help="A corrected variable: name=value, or a JSON object.")]


def areas(within: Within = "") -> None:
    """The areas of the city, with the number of the district each belongs to."""
    from engine.store.reads import areas
    from tongban.console import console

    with console() as desk:
        rows = areas.within(desk.store, within)
    show(("code", "name", "level", "district"), [tuple(row[name] for name in row) for row in rows])


def seal() -> None:
    """Sign yesterday's last hash of each district, as the clock worker does every night."""
    from engine.domain.durations import in_city
    from engine.keys import load_keys
    from engine.store.seals import seal_day, seal_key
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection, step("Sealing"):
        yesterday = in_city(desk.now()).date() - timedelta(days=1)
        sealed = seal_day(connection, yesterday, seal_key(load_keys(home() / "keys").seal))
    for one in sealed:
        out.print(f"district {one.district}: rows up to {one.position} are sealed for {one.day}")
    if not sealed:
        out.print(f"Nothing was written up to {yesterday} that is not sealed.")


def erase(
    reason: Annotated[str, typer.Option(help="Why; it is journalled.")],
    number: Annotated[str | None, typer.Option(help="The identity number of the person.")] = None,
    case: Annotated[int | None, typer.Option(help="A case of the person, by its id.")] = None,
) -> None:
    """Destroy the personal values of a person, in every district and for good. The journal holds without them."""
    from engine.domain.commands import ErasePerson
    from engine.domain.rejections import NotFound
    from engine.store.reads import persons
    from registers import erasing
    from tongban.console import console

    erased = 0
    with console() as desk:
        for person in persons.indexes(desk.store, number, case):
            for district in desk.store.districts():
                with suppress(NotFound):
                    desk.carry_out(ErasePerson(person=person, reason=reason, **desk.stamp(district)))
                    erased += 1
                    out.print(f"Erased in district {district}.")
            with desk.store.writing() as connection:
                erased += erasing.erase(connection, person, desk.store.districts())
    if not erased:
        raise NotFound("Expected a person with sealed values, but there are none in any district")


@incidents.command("list")
def listed(key: Annotated[str | None, typer.Option(help="Only of this process.")] = None) -> None:
    """Open incidents, oldest first."""
    from engine.store.reads import incidents
    from tongban.console import console
    from tongban.lights import moment

    with console() as desk:
        rows = incidents.page(desk.store, incidents.Wanted(key=key, limit=500))
    shown = [
        (row["id"], row["instance"], row["key"], row["element"], moment(row["raised_at"]), row["message"])
        for row in rows
    ]
    show(("incident", "case", "process", "element", "raised", "message"), shown)


@incidents.command()
def retry(incident: int, var: Vars = None) -> None:
    """Try the failed step again, with corrected variables where that helps."""
    from engine.domain.commands import RetryIncident
    from engine.domain.facts import IncidentRaised
    from engine.domain.rejections import NotFound
    from engine.store.reads.incidents import instance_of
    from tongban.console import console
    from tongban.typed import variables

    given = variables(var or [])
    with console() as desk:
        instance = instance_of(desk.store, incident)
        if instance is None:
            raise NotFound(f"Expected an open incident, but {incident} is resolved or was never there")
        command = RetryIncident(incident=incident, instance=instance, variables=given, **desk.stamp_of(incident))
        again = desk.carry_out(command).of(IncidentRaised)
    for raised in again:
        out.print(f"It stopped again, incident {raised.incident}: {raised.message}", markup=False, soft_wrap=True)
    if not again:
        out.print(f"Case {instance} goes on.")
    raise typer.Exit(1 if again else 0)
