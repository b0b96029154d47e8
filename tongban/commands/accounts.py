"""Commands on accounts and their posts: create, disable, enable, reset, grant, revoke, list."""

from typing import Annotated

import typer

from tongban.terminal import WrongUse, out, show

app = typer.Typer(no_args_is_help=True, help="Accounts and posts: create, disable, enable, reset, grant, revoke, list.")

Account = Annotated[str, typer.Argument(help="The name to log in with.")]
Posts = Annotated[list[str], typer.Argument(help="department:level:post, or department:level:post@area.")]
Given = Annotated[list[str] | None, typer.Option("--post", help="department:level:post@area; may be repeated.")]
Password = Annotated[
    str,
    typer.Option(
        prompt=True, confirmation_prompt=True, hide_input=True, envvar="TONGBAN_PASSWORD", help="8 to 200 characters."
    ),
]


@app.command()
def create(
    account: Account,
    name: Annotated[str, typer.Option(help="What the person is called.")],
    password: Password,
    post: Given = None,
) -> None:
    """Make an account, with posts where some are given."""
    from engine.domain.commands import CreateAccount
    from tongban.console import console
    from tongban.typed import post as read_post

    posts = tuple(read_post(text) for text in post or ())
    secret = _secret(password)
    _check_name(account)
    with console() as desk:
        desk.carry_out(CreateAccount(account=account, name=name, secret=secret, posts=posts, **desk.stamp()))
    out.print(f"{account} can log in, and holds {', '.join(post or ['no post'])}.", markup=False)


@app.command()
def disable(account: Account, reason: Annotated[str, typer.Option(help="Why; it is journalled.")]) -> None:
    """Refuse an account from now on, whatever tokens it has."""
    from engine.domain.commands import DisableAccount
    from tongban.console import console

    with console() as desk:
        desk.carry_out(DisableAccount(account=account, reason=reason, **desk.stamp()))
    out.print(f"{account} is disabled.", markup=False)


@app.command()
def enable(account: Account) -> None:
    """Let an account in again; a lock after failures ends too."""
    from engine.domain.commands import EnableAccount
    from tongban.console import console

    with console() as desk:
        desk.carry_out(EnableAccount(account=account, **desk.stamp()))
    out.print(f"{account} is in use.", markup=False)


@app.command()
def reset(account: Account, password: Password) -> None:
    """Give an account another password; its tokens end."""
    from engine.domain.commands import ResetPassword
    from tongban.console import console

    secret = _secret(password)
    with console() as desk:
        desk.carry_out(ResetPassword(account=account, secret=secret, **desk.stamp()))
    out.print(f"{account} has another password.", markup=False)


@app.command()
def grant(account: Account, posts: Posts) -> None:
    """Give posts to an account."""
    from engine.domain.commands import GrantPost
    from tongban.console import console
    from tongban.typed import post

    read = [post(text) for text in posts]
    with console() as desk:
        for each in read:
            desk.carry_out(GrantPost(account=account, post=each, **desk.stamp()))
    out.print(f"{account} holds {', '.join(posts)}.", markup=False)


@app.command()
def revoke(account: Account, posts: Posts) -> None:
    """Take posts from an account."""
    from engine.domain.commands import RevokePost
    from tongban.console import console
    from tongban.typed import post

    read = [post(text) for text in posts]
    with console() as desk:
        for each in read:
            desk.carry_out(RevokePost(account=account, post=each, **desk.stamp()))
    out.print(f"{account} no longer holds {', '.join(posts)}.", markup=False)


@app.command("list")
def listed(
    text: Annotated[str | None, typer.Argument(help="Part of the account or the name.")] = None,
    group: Annotated[str | None, typer.Option(help="Only who holds this group.")] = None,
) -> None:
    """Accounts with their posts."""
    from engine.store.reads import people
    from tongban.console import console

    with console() as desk:
        rows = people.listed(desk.store, people.Wanted(group=group, text=text, limit=500))
    shown = [
        (
            row["account"],
            row["name"],
            "in use" if row["enabled"] else "disabled",
            " ".join(f"{post['group']}@{post['area']}".rstrip("@") for post in row["posts"]),
        )
        for row in rows
    ]
    show(("account", "name", "state", "posts"), shown)


def _secret(password: str) -> str:
    from api.passwords import HASHER, LONGEST, SHORTEST

    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongUse(f"Expected a password of {SHORTEST} to {LONGEST} characters, but it has {len(password)}.")
    return HASHER.hash(password)


def _check_name(account: str) -> None:
    from api.routes.accounts import NAME

    if not NAME.fullmatch(account):
        raise WrongUse(f"Expected an account of letters, digits, dots and dashes, but got {account!r}.")
