"""Who stands behind sealed values: the blind indexes of an identity number, or of a case. Opens nothing."""

from engine.domain.rejections import Invalid, NotFound
from engine.store.sealed import people
from engine.store.store import Store


def indexes(store: Store, number: str | None = None, case: int | None = None) -> list[str]:
    """Of one of the two. Invalid for none or both, NotFound for a case in which nothing personal was sealed."""
    if (number is None) == (case is None):
        raise Invalid("Expected either the identity number of a person or the id of a case")
    if number is not None:
        return [store.vault.person(number, 0)]
    with store.writing() as connection:
        found = people(connection, case or 0)
    if not found:
        raise NotFound(f"Expected a case with personal values, but {case} has none")
    return found
