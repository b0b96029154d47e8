"""The city's figures of a month, from what happened in it: every case is known, so is every figure and its cases."""

from api import counting
from engine.domain.commands import PublishCalendar
from engine.domain.ids import CITY
from engine.figures.periods import period
from engine.store.reads.figures import Page, Scope
from tests.city.calling import calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.opening import FOUNDER
from tests.city.people import Person
from tests.city.places import code_of
from tests.city.relief import office
from tests.scenarios.test_block_acceptance import INPUTS, MISSING, OUTPUTS
from tests.scenarios.test_block_rating import delivered
from tests.scenarios.test_done_at_once import SOMEBODY

PAPERS = [
    {"name": "申请书", "source": "uploaded", "ok": True},
    {"name": "户口簿", "source": "licence", "ok": True},
    {"name": "收入证明", "source": "shared", "ok": True},
]
AGENT = {"name": "李四", "relation": "邻居"}
BALANCE = ("opening", "accepted", "ended", "closing")


def scope(text: str, area: str | None = None, **more: str) -> Scope:
    within = period(text)
    return Scope(within.since, within.until, area, **more)  # type: ignore[arg-type]


def told(city: City, text: str, *names: str, area: str | None = None) -> dict[str, str]:
    """The figures of a period as people read them."""
    found = counting.read(city.engine.store, [counting.ALL[name] for name in names], scope(text, area))
    return {name: parts[""].shown for name, parts in found.items()}


def balance(*numbers: int) -> dict[str, str]:
    return {name: f"{number} 件" for name, number in zip(BALANCE, numbers, strict=True)}


def opened(city: City, name: str, text: str, part: counting.Part = "numerator") -> list[int]:
    """The cases to which a figure opens."""
    rows = counting.behind(city.engine.store, counting.ALL[name], part, scope(text), Page())
    return [row["id"] for row in rows]


def at_once(clerk: Person) -> Matter:
    case = clerk.applies("MZ-011", **SOMEBODY)
    clerk.does(case, "核验并决定", category="最低生活保障对象", issue="issue")
    clerk.does(case, "当场交付", handed_over=True)
    return case


def granted(city: City, days: int = 0) -> Matter:
    """`days`: working days after the public notice, before it is decided."""
    people = office(city)
    case = people.reviewed()
    city.days_pass(7)
    if days:
        city.working_days_pass(days)
    people.spot_checks(case)
    people.decides(case)
    people.delivers(case)
    return case


def asked_for_more(city: City, clerk: Person, **words: object) -> Matter:
    case = clerk.applies(calling(city, "acceptance", INPUTS, OUTPUTS, share=""), **{**SOMEBODY, **words})
    clerk.does(case, "受理审查", acceptance="supplement", acceptance_reason=MISSING)
    return case


def test_a_month_with_known_cases(city: City) -> None:
    clerk, other = city.clerk("Li", at="heping/nanhu/01"), city.clerk("Sun", at="shenhe/beishi/02")
    quick = [at_once(clerk), at_once(clerk), at_once(other)]
    waiting = office(city).accepted()
    lapsed = asked_for_more(city, clerk)
    late = asked_for_more(city, clerk, channel="online", agent=AGENT, papers=PAPERS, handling_area=code_of("shenhe"))
    allowed = granted(city)  # seven days of public notice: to the first of December
    city.resident("张三").says(late, "supplement.submitted")
    clerk.does(late, "受理审查", acceptance="accept")
    city.working_days_pass(12)

    assert told(city, "2026-11", *BALANCE) == balance(0, 5, 3, 2)
    assert told(city, "2026-12", *BALANCE) == balance(2, 1, 2, 1)
    assert opened(city, "closing", "2026-12") == [waiting.id]
    assert lapsed.id not in opened(city, "accepted", "2026-11") + opened(city, "accepted", "2026-12")
    assert opened(city, "concluded", "2026-11") == sorted(case.id for case in quick)
    assert set(opened(city, "concluded", "2026-12")) == {allowed.id, late.id}
    assert told(city, "2026-11", "concluded", area=code_of("shenhe")) == {"concluded": "1 件"}


def test_how_well_it_was_done(city: City) -> None:
    clerk = city.clerk("Li", at="heping/nanhu/01")
    at_once(clerk)
    asked = asked_for_more(city, clerk, channel="online", agent=AGENT, papers=PAPERS, handling_area=code_of("shenhe"))
    city.working_days_pass(2)
    city.resident("张三").says(asked, "supplement.submitted")
    clerk.does(asked, "受理审查", acceptance="accept")

    assert told(city, "2026-11", "on_time", "early", "first_time", "paperless", "crossing") == {
        "on_time": "100.00%",
        "early": "50.00%",
        "first_time": "50.00%",
        "paperless": "66.67%",
        "crossing": "50.00%",
    }
    assert told(city, "2026-11", "supplemented", "online", "agent", "kiosk", "good") == {
        "supplemented": "50.00%",
        "online": "50.00%",
        "agent": "50.00%",
        "kiosk": "0.00%",
        "good": "—",
    }
    assert opened(city, "early", "2026-11") == [asked.id]


def test_a_clock_that_stood_still_is_no_time_worked(city: City) -> None:
    case = granted(city, days=1)
    [row] = counting.behind(city.engine.store, counting.ALL["mean_time"], "numerator", scope("2026-12"), Page())
    assert (row["id"], row["how"], row["late"]) == (case.id, "granted", False)
    assert told(city, "2026-12", "mean_time", "time_p90") == {"mean_time": "1.93 工作日", "time_p90": "1.93 工作日"}
    assert told(city, "2026-12", "time_cut") == {"time_cut": "93.58%"}


def test_a_holiday_that_is_decreed_later_was_not_worked(city: City) -> None:
    granted(city, days=1)
    assert told(city, "2026-12", "mean_time") == {"mean_time": "1.93 工作日"}
    rest = (("2026-12-02", False, "补放一天"),)
    city.engine.execute(PublishCalendar(**city.stamp(FOUNDER, CITY), days=rest))
    city.settle()

    assert told(city, "2026-12", "mean_time") == {"mean_time": "0.93 工作日"}


def test_a_passed_limit_is_a_card_to_who_had_the_work(city: City) -> None:
    case = office(city).accepted()
    city.working_days_pass(11)
    assert told(city, "2026-12", "red_cards") == {"red_cards": "0 张"}
    city.working_days_pass(20)

    store = city.engine.store
    by = counting.read(store, [counting.ALL["yellow_cards"]], scope("2026-Q4"), "which")["yellow_cards"]
    assert {which: told.shown for which, told in by.items()} == {"committed": "1 张", "step": "1 张"}
    rows = list(counting.behind(store, counting.ALL["yellow_cards"], "numerator", scope("2026-Q4"), Page()))
    assert {(row["id"], row["step"], row["responsible"]) for row in rows} == {
        (case.id, "入户调查", "MZ:street:visitor"),
        (case.id, None, "MZ:street:visitor"),
    }
    assert told(city, "2027-01", "red_cards", "breached_open") == {"red_cards": "1 张", "breached_open": "1 件"}


def test_ratings_are_counted_and_the_bad_ones_that_were_answered(city: City) -> None:
    cases = [delivered(city) for _ in range(3)]
    for case, rating in zip(cases, (5, 1, None), strict=True):
        if rating:
            city.resident("张三").says(case, "rating.given", rating=rating, rating_comment="跑了三趟")
    supervisor = city.person("Tao", ("window:street:supervisor", "heping/nanhu"))
    supervisor.does(cases[1], "差评核实整改", rating_answer="已致歉并改为一次告知，材料由系统调取")
    city.working_days_pass(5)

    assert told(city, "2026", "rated", "good", "bad_answered") == {
        "rated": "66.67%",
        "good": "50.00%",
        "bad_answered": "100.00%",
    }
    assert opened(city, "bad_answered", "2026") == [cases[1].id]


def test_a_case_for_trying_is_in_no_figure(city: City) -> None:
    clerk = city.clerk("Li", at="heping/nanhu/01")
    key = calling(city, "acceptance", INPUTS, OUTPUTS, share="")
    for words in ({}, {"test_case": True}):
        clerk.does(clerk.applies(key, **{**SOMEBODY, **words}), "受理审查", acceptance="accept")

    assert told(city, "2026", *BALANCE) == balance(0, 1, 1, 0)


def test_areas_are_those_of_the_window_or_of_who_handles_it(city: City) -> None:
    clerk = city.clerk("Li", at="heping/nanhu/01")
    key = calling(city, "acceptance", INPUTS, OUTPUTS, share="")
    case = clerk.applies(key, **SOMEBODY, handling_area=code_of("shenhe/beishi/02"))
    clerk.does(case, "受理审查", acceptance="accept")

    figure = [counting.ALL["concluded"]]
    for side, place in (("received", "heping"), ("handling", "shenhe")):
        found = counting.read(city.engine.store, figure, scope("2026", side=side), "district")["concluded"]
        assert {key: one.shown for key, one in found.items()} == {code_of(place): "1 件"}
