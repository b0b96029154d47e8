"""The officials of a simulation: whoever holds a post at a place. Made when they are wanted, by name alone."""

from engine.domain.commands import Actor, Post

SEVERAL = 3  # people to a post: who acted before is not asked again
CLERK = "window:community:clerk"
LENGTHS = {"city": 4, "district": 6, "street": 9, "community": 12, "cell": 15}


def official(group: str, area: str | None, number: int = 0) -> Actor:
    """The `number`th of those who hold the post of the group where the area lies, at the group's own level."""
    level = group.split(":")[1] if group.count(":") == 2 else "city"
    place = (area or "2101")[: LENGTHS.get(level, 12)]
    return named(f"{group}@{place}#{number % SEVERAL}")


def named(account: str) -> Actor:
    """Read back from the account, which says all."""
    group, _, rest = account.partition("@")
    place = rest.partition("#")[0]
    return Actor(account, account, (Post(group, place),))
