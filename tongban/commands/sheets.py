"""Commands on calculation sheets: make them again and compare, read them, and correct an amount, which takes two."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from tongban.terminal import WrongUse, out, show

if TYPE_CHECKING:
    from registers.corrections import Correction

Found = TypeVar("Found")

app = typer.Typer(no_args_is_help=True, help="Calculation sheets of cases, and corrections of amounts.")
Case = Annotated[int, typer.Argument(help="The case's number.")]
SheetId = Annotated[int, typer.Argument(help="The sheet's number, as `tongban sheet list` shows it.")]
As = Annotated[str, typer.Option("--by", help="Who says so.")]


def recompute(case: Case) -> None:
    """Make the sheets of a case again, from the rule and the parameters of then: the same bytes, or exit code 1."""
    from tongban.console import console
    from tongban.recomputing import recompute as again

    with console() as desk:
        found = again(desk.engine, case)
    if not found:
        raise WrongUse(f"Expected a case that was calculated, but {case} has no sheet.", "See `tongban case`.")
    words = {each.kept.id: each.difference or "same" for each in found}
    show(
        ("sheet", "rule", "version", "amount", "hash", "again"),
        [
            (each.kept.id, each.kept.rule, each.kept.version, each.kept.amount, each.kept.sha256, words[each.kept.id])
            for each in found
        ],
    )
    if any(each.difference for each in found):
        raise typer.Exit(1)


@app.command("list")
def of_case(case: Case) -> None:
    """The sheets of a case, and the amount that holds after corrections."""
    from registers import corrections, sheets
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        found = sheets.of_case(connection, case)
        holds = [corrections.amount_of(connection, each.id) for each in found]
    rows = [
        (each.id, each.rule, f"{each.month:%Y-%m}", each.amount, amount)
        for each, amount in zip(found, holds, strict=True)
    ]
    show(("sheet", "rule", "month", "calculated", "holds"), rows)


@app.command("show")
def tell(sheet: SheetId) -> None:
    """A sheet in plain words, as the resident reads it."""
    from engine import sheet_words, sheets
    from registers.sheets import get
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        kept = _found(lambda: get(connection, sheet))
    told = sheet_words.told(sheets.read(kept.content))
    for each in told["inputs"]:
        out.print(f"{each['name']}：{each['value']}（{each['source']}，{each['at']}）", markup=False, soft_wrap=True)
    for each in told["versions"]:
        words = f"{each['label']}：{each['value']} {each['unit']}（第 {each['version']} 版，自 {each['since']}）"
        out.print(words, markup=False, soft_wrap=True)
    for each in told["steps"]:
        out.print(f"{each['name']}：{each['how']}，得 {each['result']}", markup=False, soft_wrap=True)
    out.print(f"结果：{told['amount']} 元。{told['reason']}", markup=False, soft_wrap=True)
    out.print(f"校验值：{told['hash']}", markup=False, soft_wrap=True)


@app.command("correct")
def propose(
    sheet: SheetId,
    amount: Annotated[str, typer.Option(help="What it should be, in yuan.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    by: As,
) -> None:
    """Propose another amount; the sheet stays, and nothing changes until another person confirms."""
    from registers import corrections
    from registers.benefits import Signed
    from tongban.console import console, signing

    with console() as desk, desk.store.writing() as connection:
        signing(desk, by)
        yuan, district = _yuan(amount), desk.stamp_of(sheet)["district"]
        signed = Signed(desk.store.ids.take(district), 0, by, desk.now())
        found = _found(lambda: corrections.propose(connection, sheet, yuan, reason, signed))
    _tell(found)


@app.command("decide")
def decide(
    correction: Annotated[int, typer.Argument(help="The correction's number.")],
    by: As,
    refuse: Annotated[bool, typer.Option("--refuse", help="It does not hold.")] = False,
) -> None:
    """Confirm a correction, or refuse it, as another person than who proposed it."""
    from registers import corrections
    from registers.rolls import By
    from tongban.console import console, signing

    with console() as desk, desk.store.writing() as connection:
        signing(desk, by)
        found = _found(lambda: corrections.decide(connection, correction, not refuse, By(by, desk.now())))
    _tell(found)


def _found(ask: Callable[[], Found]) -> Found:
    from registers.benefits import Refused

    try:
        return ask()
    except (LookupError, Refused) as error:
        raise WrongUse(str(error), "`tongban sheet list CASE` shows what is there.") from error


def _yuan(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise WrongUse(f"Expected an amount in yuan, but got {text!r}.", "Such as --amount 1380.00") from error


def _tell(correction: "Correction") -> None:
    state = {None: "proposed", True: "confirmed", False: "refused"}[correction.confirmed]
    words = f"Correction {correction.id} is {state}: {correction.kept} -> {correction.amount}. {correction.reason}"
    out.print(words, markup=False, soft_wrap=True)
