"""FC-001, 公共租赁住房保障资格审核: six departments side by side, one veto, the notice, the queue."""

from tests.city.city import City
from tests.city.housing import OPINIONS, housing, tenants
from tests.city.stories import story


@story("FC-001", "会审都同意，进入轮候")
def test_all_agree_and_the_family_waits_in_the_queue(city: City) -> None:
    people = housing(city)
    case = people.in_joint_review()
    assert len(case.open_tasks) == 6
    people.all_agree(case)
    assert case.stopped_for == "公示"
    city.working_days_pass(5)
    people.decides(case, "grant")
    assert (case.own_light, case.stopped_for) == ("stopped", "轮候，不计时")
    due = case.due
    city.days_pass(90)
    assert case.due == due
    people.clerk.says(case, "queue.reached")
    people.delivers(case)

    assert case.outcome == "办结，配租"
    assert case.papers == ["公租房保障资格确认书.pdf"]
    assert [line for line in case.story() if not line.startswith("clock")] == [
        "accepted",
        "joint review over",
        "public notice over",
        "granted",
        "left the queue",
        "delivered",
    ]


@story("FC-001", "一个部门否决，会审结束")
def test_one_veto_ends_the_joint_review(city: City) -> None:
    people = housing(city)
    case = people.in_joint_review()
    people.opines(case, "police")
    people.opines(case, "land", "veto")
    assert case.open_tasks == ["房产部门决定"]
    people.decides(case, "grant")
    people.delivers(case)

    assert case.value("vetoes") == 1
    assert case.outcome == "不予确认"


@story("FC-001", "部门逾期只催办，不视为同意")
def test_a_late_department_is_reminded_and_has_not_agreed(city: City) -> None:
    people = housing(city)
    case = people.in_joint_review()
    people.all_agree(case, but=("traffic police",))
    city.working_days_pass(7)

    assert case.waits_for == ["traffic police"]
    assert case.light == "red"
    assert case.own_light == "green"
    assert "limit passed: traffic police" in case.story()
    assert case.notices == ["会审逾期"]
    people.opines(case, "traffic police")
    assert case.stopped_for == "公示"


@story("FC-001", "各部门只看自己的一项")
def test_every_department_sees_its_own_matter_alone(city: City) -> None:
    people = housing(city)
    people.in_joint_review()

    for department, (task, _) in OPINIONS.items():
        assert people.checkers[department].sees() == [task]


@story("FC-001", "街道初审不符，不必会审")
def test_a_family_that_the_street_finds_unfit_is_decided_without_the_departments(city: City) -> None:
    people = housing(city)
    case = people.clerk.applies("FC-001", **tenants())
    people.clerk.does(case, "申请受理", acceptance="accept")
    people.reviewer.does(case, "街道初审", first_opinion="unfit", first_reason="已享受公租房租赁补贴，不得重复享受")
    assert case.open_tasks == ["房产部门决定"]
    people.decides(case, "refuse")
    people.delivers(case)

    assert case.outcome == "不予确认"


@story("FC-001", "异议成立，部门重新会审")
def test_an_objection_that_is_upheld_asks_the_departments_again(city: City) -> None:
    people = housing(city)
    case = people.in_joint_review()
    people.all_agree(case)
    city.resident("邻居").says(case, "objection.raised")
    people.rechecker.does(case, "异议复核", objection_upheld=True, objection_finding="邻居所说第二套住房经查属实")

    assert len(case.open_tasks) == 6
