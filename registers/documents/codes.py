"""Codes by which anybody may ask whether a document is real: 12 signs, none that looks like another.

Two signs say the district, nine are chance (45 bits), the last one checks the others.
"""

import secrets

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O
LENGTH, CHANCE = 12, 9
MOST_DISTRICT = len(SIGNS) ** 2


def new(district: int) -> str:
    """ValueError for a district that two signs do not hold."""
    if not 0 <= district < MOST_DISTRICT:
        raise ValueError(f"Expected a district below {MOST_DISTRICT}, but got {district}")
    body = SIGNS[district // 32] + SIGNS[district % 32] + "".join(secrets.choice(SIGNS) for _ in range(CHANCE))
    return body + _check(body)


def read(text: str) -> str | None:
    """The code as it is kept, from what a person typed; None where it is none, or a sign is wrong."""
    code = "".join(sign for sign in text.upper() if sign not in " -–—")
    if len(code) != LENGTH or not set(code) <= set(SIGNS) or _check(code[:-1]) != code[-1]:
        return None
    return code


def district_of(code: str) -> int:
    return SIGNS.index(code[0]) * 32 + SIGNS.index(code[1])


def _check(body: str) -> str:
    """Odd weights modulo 32 find every single wrong sign, and nearly all that were swapped with a neighbour."""
    total = sum((2 * place + 1) * SIGNS.index(sign) for place, sign in enumerate(body))
    return SIGNS[-total % 32]
