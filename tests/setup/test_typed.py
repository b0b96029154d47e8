"""What is typed after --var and as a post, and what is refused with what was expected."""

from decimal import Decimal
from typing import Any

import pytest

from engine.domain.commands import Post
from tongban.terminal import WrongUse
from tongban.typed import post, variables

READ: list[tuple[str, dict[str, Any]]] = [
    ("name=测试甲", {"name": "测试甲"}),
    ("people=3", {"people": 3}),
    ("income=812.50", {"income": Decimal("812.50")}),
    ("urgent=true", {"urgent": True}),
    ("phone=10000000002", {"phone": "10000000002"}),
    ('phone="12"', {"phone": "12"}),
    ("note=a=b", {"note": "a=b"}),
    ("note=", {"note": ""}),
    ('members=[{"name": "乙"}]', {"members": [{"name": "乙"}]}),
    ('{"a": 1, "b": null}', {"a": 1, "b": None}),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_variable_is_read_as_it_is_meant(text: str, expected: dict[str, Any]) -> None:
    assert variables([text]) == expected


def test_later_ones_win() -> None:
    assert variables(['{"a": 1, "b": 2}', "a=3"]) == {"a": 3, "b": 2}


@pytest.mark.parametrize("text", ["name", "=1", "{broken", ""])
def test_what_is_no_variable_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="Expected"):
        variables([text])


def test_posts_have_an_area_or_the_whole_city() -> None:
    assert post("MZ:street:reviewer@210102001") == Post("MZ:street:reviewer", "210102001")
    assert post("platform:city:operator") == Post("platform:city:operator")


@pytest.mark.parametrize("text", ["", "@210102", "MZ:street:reviewer@21", "MZ street", "a:b:c:d:e"])
def test_what_is_no_post_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="MZ:street:reviewer@210102001"):
        post(text)
