"""`tongban items`: the register of service items with limits and papers, and which processes are deployed."""

from typing import TYPE_CHECKING, Annotated

import typer

from tongban.terminal import WrongUse, out, pairs, show

if TYPE_CHECKING:
    from bpmn.register import Item

Code = Annotated[str | None, typer.Argument(help="The code of one item, such as MZ-001; all without.")]
Department = Annotated[str | None, typer.Option(help="The code of a department, such as MZ.")]
COLUMNS = ("code", "name", "department", "category", "statutory", "promised", "papers", "process")


def items(code: Code = None, department: Department = None) -> None:
    """The service items of the city: limits in working days, papers before and now, and the process that runs each."""
    from bpmn.register import items as known
    from engine.store.reads import definitions
    from tongban.console import console

    if code is not None and code not in known():
        raise WrongUse(f"Expected the code of a service item, but there is no {code!r}.", "tongban items lists them.")
    with console() as desk:
        deployed = {row["item"]: f"version {row['version']}" for row in definitions.latest(desk.store) if row["item"]}
    if code is not None:
        pairs(_told(known()[code], deployed.get(code)))
        return
    found = [item for item in known().values() if department in (None, item.department)]
    show(COLUMNS, (_row(item, deployed.get(item.code)) for item in found))
    out.print(f"{len(found)} items, {sum(item.code in deployed for item in found)} with a process")


def _row(item: "Item", process: str | None) -> tuple[object, ...]:
    papers = f"{item.materials_before} → {len(item.materials)}"
    limits = (f"{item.statutory_days} d", _promised(item))
    return (item.code, item.name, item.department, item.category, *limits, papers, process)


def _promised(item: "Item") -> str:
    return f"{item.promised_days} d" if item.promised_days else "at once"


def _told(item: "Item", process: str | None) -> list[tuple[str, object]]:
    cells = zip(COLUMNS, _row(item, process), strict=True)
    more = (("type", item.item_type), ("applicant", item.applicant), ("rule", item.subsidy_rule))
    return [*cells, *more, *(("paper", name) for name in item.materials)]
