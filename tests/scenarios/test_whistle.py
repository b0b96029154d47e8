"""whistle, 网格吹哨、部门报到: a grid officer reports, the street whistles, departments report in and handle."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.city import City
from tests.city.matters import Matter

CARRYING = "挂账，受条件限制暂不能解决"
CAUSE = "须更换整段主管，待年度改造资金批复后施工"


def test_a_street_whistles_and_the_water_department_comes_late(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("爆管", cell="heping/nanhu/03")
    city.street("nanhu").whistles(ticket, for_=["water", "power"], report_in_within="PT2H")
    city.department("power").reports_in(ticket)
    city.department("power").handles(ticket)
    city.hours_pass(3)

    assert ticket.light == "red"
    assert ticket.waits_for == ["water"]
    assert city.leader("heping").supervises == [ticket]
    assert ticket.story() == [
        "reported",
        "filed",
        "whistled",
        "power reported in",
        "power handled",
        "limit passed: water",
        "supervision opened",
    ]


def test_the_lead_and_all_assisting_must_have_reported(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("路面塌陷", cell="heping/nanhu/03")
    city.street("nanhu").whistles(ticket, for_=["water", "power", "gas"])
    city.department("water").does_it_all(ticket)
    assert ticket.waits_for == ["gas", "power"]
    city.department("power").does_it_all(ticket)
    city.department("gas").does_it_all(ticket)
    assert ticket.open_tasks == ["现场核查"]
    city.grid_officer("Wang").verifies(ticket)

    assert ticket.outcome == "结案"
    assert ticket.story()[-2:] == ["gas handled", "closed"]


def test_the_street_solves_what_it_can_by_itself(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("楼道堆物", cell="heping/nanhu/03", level="Ⅲ")
    nanhu = city.street("nanhu")
    nanhu.does(ticket, "立案定级", level="Ⅲ", way="own")
    nanhu.does(ticket, "街道社区自办", own_result="已清走")
    city.grid_officer("Wang").verifies(ticket, well=False, note="三楼拐角处还有一堆旧家具没有清")
    assert ticket.open_tasks == ["街道社区自办"]
    nanhu.does(ticket, "街道社区自办", own_result="旧家具也清走了")
    city.grid_officer("Wang").verifies(ticket)

    assert ticket.outcome == "结案"


def test_the_leader_of_the_street_holds_back_a_whistle(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("路灯不亮", cell="heping/nanhu/03", level="Ⅲ")
    nanhu = city.street("nanhu")
    nanhu.does(ticket, "立案定级", level="Ⅲ", way="whistle", lead="CG")
    nanhu.does(ticket, "批准吹哨", whistle_approved=False)
    assert ticket.open_tasks == ["立案定级"]
    nanhu.does(ticket, "立案定级", level="Ⅲ", way="invalid")

    assert ticket.outcome == "不予立案"


def test_a_whistle_that_names_nobody_to_assist_calls_the_lead_alone(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("跑水", cell="heping/nanhu/03", level="Ⅲ")
    nanhu = city.street("nanhu")
    nanhu.does(ticket, "立案定级", level="Ⅲ", way="whistle", lead="CG")
    nanhu.does(ticket, "批准吹哨", whistle_approved=True)

    assert ticket.waits_for == ["enforcement"]


def test_the_third_time_it_is_sent_back_goes_to_the_district(city: City) -> None:
    officer, water = city.grid_officer("Wang"), city.department("water")
    ticket = officer.reports("跑水", cell="heping/nanhu/03")
    city.street("nanhu").whistles(ticket, for_=["water"])
    for _ in range(3):
        water.does_it_all(ticket)
        officer.verifies(ticket, well=False, note="路面仍有积水，管口仍在渗漏")
    assert ticket.open_tasks == ["区级提级处置"]
    city.leader("heping").does(
        ticket,
        "区级提级处置",
        raised_lead="SL",
        raised_departments=["SH"],
        raised_order="水务局牵头，两日内更换整段管线",
    )
    assert ticket.waits_for == ["SL", "water"]
    assert ticket.story().count("sent back") == 3
    assert "raised" in ticket.story()


def test_what_cannot_be_solved_now_is_carried_until_it_is_cleared(city: City) -> None:
    ticket = _carried(city, review_on="2026-12-24")
    assert (ticket.milestone, ticket.own_light) == ("carried", "stopped")
    city.days_pass(29)
    assert ticket.open_tasks == []
    city.hours_pass(25)
    leader = city.leader("heping")
    leader.does(ticket, "挂账复查", cleared=False, review_on="2027-01-25", review_note="资金尚未批复")
    city.days_pass(32)
    leader.does(ticket, "挂账复查", cleared=True, review_on="2027-01-26")
    city.grid_officer("Wang").verifies(ticket)

    assert ticket.own_light == "green"
    assert ticket.story()[-5:] == ["carried", f"clock stopped: {CARRYING}", "cleared", "clock runs", "closed"]


def test_the_department_says_itself_that_a_carried_matter_is_cleared(city: City) -> None:
    ticket = _carried(city, review_on="2026-12-24")
    city.leader("heping").says(ticket, "carry.cleared")

    assert ticket.open_tasks == ["现场核查"]


def test_a_matter_is_carried_only_with_its_cause(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("老旧管线渗漏", cell="heping/nanhu/03", level="Ⅳ")
    city.street("nanhu").whistles(ticket, for_=["water"], level="Ⅳ")
    water = city.department("water")
    water.reports_in(ticket)
    task = water.claims(ticket, "处置并反馈")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        water.completes(ticket, task, result="carry", result_note="没钱")


def test_a_whistle_is_no_business_of_a_department_that_is_not_called(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("跑水", cell="heping/nanhu/03")
    city.street("nanhu").whistles(ticket, for_=["water"])

    assert city.department("gas").sees() == []
    with pytest.raises(Forbidden, match="is not"):
        city.department("gas").takes(ticket)


@pytest.mark.parametrize(("level", "minutes"), [("Ⅰ", 5), ("Ⅱ", 15), ("Ⅲ", 60)])
def test_the_time_to_take_hangs_on_the_level(city: City, level: str, minutes: int) -> None:
    ticket = city.grid_officer("Wang").reports("险情", cell="heping/nanhu/03", level=level)
    city.street("nanhu").whistles(ticket, for_=["water"], level=level)
    city.minutes_pass(minutes - 1)
    assert ticket.light == "yellow"
    city.minutes_pass(2)
    assert ticket.light == "red"


def test_a_supervision_ends_when_the_leader_is_content(city: City) -> None:
    ticket = city.grid_officer("Wang").reports("爆管", cell="heping/nanhu/03")
    city.street("nanhu").whistles(ticket, for_=["water"])
    city.hours_pass(1)
    leader, water = city.leader("heping"), city.department("water")
    matter = leader.supervision(ticket)
    assert [row["title"] for row in city.seen.worklist(leader.actor)] == ["督办：爆管"]
    leader.does(matter, "督办批示", instruction="一小时内到场并说明原因")
    assert matter.notices == ["督办通知"]
    water.does(matter, "书面说明", explanation="值班电话故障未接到派单，已恢复并增设备用电话")
    leader.does(matter, "督办核销", settled=True)

    assert matter.outcome == "督办销号"
    assert ticket.story()[-2:] == ["supervision opened", "supervision closed"]


def _carried(city: City, review_on: str) -> Matter:
    ticket = city.grid_officer("Wang").reports("老旧管线渗漏", cell="heping/nanhu/03", level="Ⅳ")
    nanhu, water = city.street("nanhu"), city.department("water")
    nanhu.whistles(ticket, for_=["water"], level="Ⅳ")
    water.reports_in(ticket)
    water.handles(ticket, result="carry", note=CAUSE)
    nanhu.does(ticket, "核实挂账", carry_checked=True)
    city.leader("heping").does(ticket, "批准挂账", carry_approved=True, review_on=review_on)
    return ticket
