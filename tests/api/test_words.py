"""What people read: due times in words, and a sentence for every kind of fact."""

from datetime import timedelta

import pytest

from api.words import due_words
from engine.domain.calendar import calendar
from engine.domain.facts import KINDS, InstanceEnded, InstanceStarted, LimitPassed, LimitSet, TaskClaimed, TaskOpened
from engine.store.reads.sentences import CATALOGUE, ENDS, MILESTONES, SILENT
from engine.store.reads.story import Names, sentence
from tests.api.server import BEGIN

CASES = [
    (None, "没有时限", "No limit"),
    (timedelta(minutes=40), "今天 09:40 到期，剩 40 分钟", "Due today 09:40, 40 min left"),
    (timedelta(hours=8), "今天 17:00 到期，剩 8 小时 0 分", "Due today 17:00, 8 h 0 min left"),
    (timedelta(days=2, hours=8), "剩 2 个工作日，11-26 17:00 到期", "2 working days left, due 11-26 17:00"),
    (timedelta(days=6, hours=8), "剩 4 个工作日，11-30 17:00 到期", "4 working days left, due 11-30 17:00"),
    (timedelta(minutes=-90), "超期 1 小时 30 分", "1 h 30 min overdue"),
    (timedelta(days=-4), "超期 2 个工作日", "2 working days overdue"),
]


@pytest.mark.parametrize(("left", "zh", "en"), CASES)
def test_due_times_in_words(left: timedelta | None, zh: str, en: str) -> None:
    due = due_words(None if left is None else BEGIN + left, BEGIN, calendar())
    assert (due.zh, due.en) == (zh, en)


def test_a_stopped_clock_says_why() -> None:
    assert due_words(BEGIN, BEGIN, calendar(), "等补正").zh == "停钟：等补正"


CITY = {
    "DefinitionDeployed",
    "DecisionDeployed",
    "CalendarPublished",
    "AreaDefined",
    "AccountCreated",
    "AccountDisabled",
    "AccountEnabled",
    "PasswordReset",
    "AccountLocked",
    "PostGranted",
    "PostRevoked",
}
"""The city's own affairs stand in no case's story."""


def test_every_kind_of_fact_has_a_sentence_or_is_left_out_on_purpose() -> None:
    told = {kind.__name__ for kind in CATALOGUE}
    silent = {kind.__name__ for kind in SILENT}
    assert told & silent == set()
    assert told | silent | CITY == set(KINDS)


def test_every_sentence_has_a_twin() -> None:
    for zh, en in (*CATALOGUE.values(), *MILESTONES.values(), *ENDS.values()):
        assert zh
        assert en
        assert en.isascii()


def test_names_stand_in_place_of_ids() -> None:
    names = Names({"li": "李"})
    names.learn(TaskOpened(7, 1, 1, "review", "审核"))
    assert sentence(TaskClaimed(7, 1, "li"), names) == ("李 领取“审核”", '李 took "审核"')
    started = InstanceStarted(1, 1, "k", 1, "许可", "case", "gone", title="许可：{开店}")
    assert sentence(started, names)[0] == "gone 发起：许可：{开店}"
    assert sentence(InstanceEnded(1, "cancelled", by="li", reason="撤回"), names)[0] == "李 撤销：撤回"


def test_a_late_step_is_called_by_its_name_and_only_the_case_is_the_whole() -> None:
    names = Names({})
    for limit in (
        LimitSet(1, 1, BEGIN, None, None, None),
        LimitSet(8, 1, BEGIN, None, None, None, token=2, name="受理"),
    ):
        names.learn(limit)
    said = [sentence(LimitPassed(limit, 1, "committed"), names)[0] for limit in (1, 8)]
    assert said == ["整件超过承诺时限", "“受理”超过承诺时限"]


def test_a_fact_that_the_catalogue_does_not_know_shows_its_name() -> None:
    class Unheard(TaskClaimed):
        pass

    assert sentence(Unheard(1, 1, "li"), Names({}))[0] == "Unheard"
