"""Where the two do not agree, each with an example and the reason. Random expressions keep off these."""

from typing import NamedTuple


class Difference(NamedTuple):
    """`ours` and `theirs` as `comparing.tagged` writes values; `why` paraphrases the standard where it decides."""

    text: str
    ours: object
    theirs: object
    why: str


def number(value: float) -> dict[str, float]:
    return {"number": value}


DIFFERENCES = [
    Difference('@"P1D" * 2', {"duration": "P2D"}, None, "a duration times a number is a duration"),
    Difference('@"P1Y" / 2', {"months": "P6M"}, None, "a duration divided by a number is a duration"),
    Difference(
        '@"2026-01-31" + @"PT36H"',
        {"date": "2026-02-01"},
        {"moment": "2026-02-01T12:00:00Z"},
        "a date and a days and time duration add up to a date",
    ),
    Difference(
        "[1] = [1, 2]", False, None, "lists are equal or not by length and elements; none is taken for its element"
    ),
    Difference("3 between 5 and 1", False, True, "between is >= the first and <= the second, whichever is larger"),
    Difference("3 in [5..1]", False, True, "a value is in a range if it is not below its start nor above its end"),
    Difference(
        "[1..null]", None, {"range": [True, {"number": 1}, None, False]}, "both ends of a range have to be values"
    ),
    Difference(
        "1 in (missing, 2)", None, False, "ours: what is missing leaves the question open, so not(...) does not pass"
    ),
    Difference("5 in null", False, None, "null, where it is written as a test, asks whether the value is null"),
    Difference("every x in [null] satisfies x > 0", None, False, "every is a conjunction: null and true is null"),
    Difference("some x in [null] satisfies x > 0", None, False, "some is a disjunction: null or false is null"),
    Difference("is(0, true)", False, None, "elements of two kinds are not the same element"),
    Difference("concatenate(null, [1])", None, [None, number(1)], "null is no list, and no list is made of it"),
    Difference("before(null, [1..5])", None, True, "an argument outside the function's domain makes the call null"),
    Difference("median([1, 12, 3])", number(3), number(12), "the middle of the numbers in their order as numbers"),
    Difference("decimal(2.345, 2)", number(2.34), number(2.35), "rounds half to the even digit"),
    Difference('("b" < 1)', None, False, "values of two kinds have no order"),
    Difference('if "yes" then 1 else 2', number(2), number(1), "only true takes the first branch"),
    Difference("for x in 1 return x", [number(1)], None, "a value where a list is wanted is the list of it"),
    Difference("string([1..3])", "[1..3]", "<range>", "a value as text is written as in the language"),
    Difference(
        'years and months duration(@"1966-02-01", @"2026-01-31")',
        {"months": "P59Y11M"},
        {"months": "P59Y11M30D"},
        "whole months between two days; a years and months duration has no days",
    ),
    Difference(
        '@"2026-07-01T12:00:00@Europe/Paris" - @"2026-01-31T00:30:00Z"',
        {"duration": "P151DT9H30M"},
        {"duration": "P151DT11H30M"},
        "moments in two zones are apart by what lies between them on one clock",
    ),
    Difference(
        '@"08:30:00+08:00" = @"08:30:00"', True, False, "ours: a time without a zone is read in the zone of the other"
    ),
    Difference(
        '@"08:30:00" - @"00:00:00Z"',
        None,
        {"duration": "PT8H30M"},
        "where only one knows its zone nothing lies between",
    ),
    Difference("coincides([1..5], [1..5])", True, None, "the relations of ranges are all there"),
    Difference('trim(" a ")', "a", None, "a function beyond the standard, which others have too"),
    Difference("0.1 + 0.2 = 0.3", True, False, "numbers are decimals of 34 digits"),
    Difference(
        "[null, 1][item != 2]", [None, number(1)], [number(1)], "null is not equal to 2, so the filter keeps it"
    ),
    Difference("list contains([{}], {})", True, False, "two contexts are equal if their entries are"),
]
