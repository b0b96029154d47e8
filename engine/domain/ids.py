"""Ids carry their district: `district << 40 | n`, below 2**53, so that a browser's numbers hold them."""

SHIFT = 40
CITY = 1  # district 1 is the city itself: definitions, calendars, accounts are its affairs
MAX_DISTRICT = 8191


def district_of(id: int) -> int:
    return id >> SHIFT


def make_id(district: int, number: int) -> int:
    if not (0 < district <= MAX_DISTRICT and 0 < number < 1 << SHIFT):
        raise ValueError(f"Expected a district of 1..{MAX_DISTRICT} and a number below 2**40: {district}, {number}")
    return district << SHIFT | number
