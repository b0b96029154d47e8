"""归档: a list of what is in the file."""

from tests.city.calling import APPLICANT, calling
from tests.city.city import City

INPUTS = {"item_name": '"最低生活保障"', "result_text": '"准予"', "papers": "papers", "documents": "documents"}


def test_the_list_is_kept_with_the_case(city: City) -> None:
    key = calling(city, "archive", INPUTS, ("archive",))
    papers = [{"name": "申请书", "source": "paper"}, {"name": "核对授权书", "source": "uploaded"}]
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, papers=papers)

    assert (case.outcome, case.papers) == ("办结", ["归档目录.txt"])
    assert case.value("archive")["name"] == "归档目录.txt"
    assert case.story() == ["archived"]
