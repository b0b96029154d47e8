"""The figures of cases, metrics 1 and the two of metrics 3 that follow from cases. Names terms; counts nothing."""

from decimal import Decimal

from engine.figures.shape import Attributed, Figure, Part, Unit

CONCLUDED = Part(("concluded",))
ACCEPTED = Part()
DAYS: Unit = "工作日"


def _share(name: str, title: str, part: Part, whole: Part, words: tuple[str, str]) -> Figure:
    """Of what was ended in the period. `words`: the formula and the goal."""
    return Figure(name, title, "%", "ended", part, whole, *words)


def _of_accepted(name: str, title: str, part: Part, formula: str, goal: str = "") -> Figure:
    return Figure(name, f"{title}（按受理时间）", "%", "accepted", part, ACCEPTED, formula, goal)


def _count(name: str, title: str, attributed: Attributed, part: Part, formula: str) -> Figure:
    return Figure(name, title, "件", attributed, part, None, formula)


def _time(name: str, title: str, share: str) -> Figure:
    part = Part(("concluded", "timed"), "worked", Decimal(share))
    return Figure(name, title, DAYS, "ended", part, None, f"办结件工时的第 {int(Decimal(share) * 100)} 百分位")


IN_HAND = (
    _count("opening", "期初在办", "opening", Part(), "期初以前受理、期初还没有终态的件"),
    _count("accepted", "受理量（按受理时间）", "accepted", ACCEPTED, "本期受理的件"),
    _count("ended", "终态量", "ended", Part(), "本期到终态的件：办结、退件、撤回、终止"),
    _count("closing", "期末在办", "closing", Part(), "期初在办 + 受理量 − 终态量"),
    _count("concluded", "办结量", "ended", CONCLUDED, "本期办结的件：准予、不予、办毕"),
    _count("breached", "法定超期件", "ended", Part(("breached",)), "法定钟已超的终态件；目标 0"),
    _count("breached_open", "在办法定超期件", "closing", Part(("breached",)), "法定钟已超、期末还在办的件；目标 0"),
)
TIME = (
    _share(
        "on_time",
        "按时办结率",
        Part(("concluded", "!late")),
        CONCLUDED,
        ("承诺钟未超的办结件 ÷ 办结件；停钟时间已扣", ""),
    ),
    _share(
        "early",
        "提前办结率",
        Part(("concluded", "early")),
        CONCLUDED,
        ("实际用时少于承诺期的办结件 ÷ 办结件；即办件不算提前", ""),
    ),
    Figure(
        "mean_time",
        "平均办理时长",
        DAYS,
        "ended",
        Part(("concluded", "timed"), "worked"),
        Part(("concluded", "timed")),
        "办结件扣停钟后的工时之和 ÷ 办结件",
    ),
    _time("time_p50", "办理时长 P50", "0.5"),
    _time("time_p90", "办理时长 P90", "0.9"),
    _time("time_p95", "办理时长 P95", "0.95"),
    _share(
        "time_cut",
        "实际压缩率",
        Part(("concluded", "timed", "statutory"), "cut"),
        Part(("concluded", "timed", "statutory")),
        ("办结件的（1 − 实际用时 ÷ 法定期）的平均", ""),
    ),
)
EASE = (
    _share(
        "paperless",
        "免提交率",
        Part(("concluded", "papers"), "papers_spared"),
        Part(("concluded", "papers"), "papers_listed"),
        ("以电子证照、数据共享或免交替代的材料份数 ÷ 应提交份数", ""),
    ),
    _of_accepted("crossing", "跨区域通办率", Part(("crossing",)), "跨区件 ÷ 受理件"),
    _share(
        "first_time",
        "一次办成率",
        Part(("concluded", "!supplemented", "!returned", "once")),
        CONCLUDED,
        ("无补正、无退件、到场至多一次的办结件 ÷ 办结件", ""),
    ),
    _of_accepted("supplemented", "补正率", Part(("supplemented",)), "补正过的件 ÷ 受理件", "超过 15% 提示材料清单不清"),
    _of_accepted("returned", "退件率", Part(("returned",)), "退件 ÷ 受理件"),
    _of_accepted("provisional", "容缺率", Part(("provisional",)), "容缺受理的件 ÷ 受理件"),
    Figure(
        "provisional_kept",
        "容缺兑现率（按受理时间）",
        "%",
        "accepted",
        Part(("provisional", "completed")),
        Part(("provisional",)),
        "5 个工作日内补齐的件 ÷ 容缺受理的件",
    ),
    _of_accepted("online", "网办率", Part(("online",)), "网上和移动端的件 ÷ 受理件"),
    _of_accepted("kiosk", "自助率", Part(("kiosk",)), "自助端的件 ÷ 受理件"),
    _of_accepted("agent", "代办率", Part(("agent",)), "有代办人的件 ÷ 受理件"),
)
RATING = (
    _share(
        "good",
        "好评率",
        Part(("concluded", "rated", "good")),
        Part(("concluded", "rated")),
        ("非常满意、满意、基本满意 ÷ 评价数", ""),
    ),
    _share("rated", "参评率", Part(("concluded", "rated")), CONCLUDED, ("评价数 ÷ 办结件", "")),
    _share(
        "bad_answered",
        "差评整改率",
        Part(("concluded", "bad", "answered")),
        Part(("concluded", "bad")),
        ("15 个工作日内整改的差评 ÷ 差评", "100%"),
    ),
    Figure(
        "per_head",
        "人均效能",
        "件/人",
        "ended",
        Part(("concluded",), "weight"),
        Part(("concluded",), "persons"),
        "办结件按路由加权之和 ÷ 经办人；只看团队，不作个人唯一依据",
    ),
)
SUPERVISION = (
    _share(
        "agreed",
        "自动核算一致率",
        Part(("concluded", "calculated", "agreed")),
        Part(("concluded", "calculated")),
        ("系统金额等于最终金额的件 ÷ 核算件", "100%，人工改额须双人复核"),
    ),
    _share(
        "traced",
        "留痕完整率",
        Part(("concluded", "traced")),
        CONCLUDED,
        ("每个人办的环节都有操作人、时间、填写内容的件 ÷ 办结件", "100%"),
    ),
)
FIGURES = (*IN_HAND, *TIME, *EASE, *RATING, *SUPERVISION)
