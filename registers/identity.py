"""Identity numbers: are they well formed, and in which bucket lie the records of a person.

A person is named by a blind index of the number, made by whoever holds the installation's pepper: here nobody does.
"""

from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LAST = "10X98765432"
BUCKETS = 1024


def is_identity_number(text: str) -> bool:
    """18 characters by GB 11643-1999: a birthday that exists and a right check character."""
    if len(text) != 18 or not (text[:17].isascii() and text[:17].isdigit()):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text[:17], strict=True))
    return text[17] == LAST[total % 11]


def bucket_of(index: str) -> int:
    """0..1023, a pure function of the blind index (hexadecimal): it spreads persons over shards."""
    return int(index[:8], 16) % BUCKETS
