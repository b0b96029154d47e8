"""The figures of comparison and of the supervision of payments, metrics 3, over benefits, rolls, doubts and recoveries.

What was stopped and what came back are two figures, and nothing adds them.
"""

from collections.abc import Mapping

from registers.figures.shape import Part, RegisterFigure

DOUBTS = Part()
FIGURES = (
    RegisterFigure(
        "coverage",
        "比对覆盖率",
        "%",
        "holder",
        Part(("compared",)),
        Part(),
        "各月发放前复核比对过的在享人次 ÷ 在享人次",
        "每月 100%",
    ),
    RegisterFigure("doubts", "疑点数", "件", "doubt", DOUBTS, None, "本期各月比对出的疑点"),
    RegisterFigure("verified", "疑点核实率", "%", "doubt", Part(("settled",)), DOUBTS, "已核实的疑点 ÷ 疑点"),
    RegisterFigure(
        "verified_in_time",
        "核实及时率",
        "%",
        "doubt",
        Part(("settled", "in_time")),
        DOUBTS,
        "3 个工作日内核实的疑点 ÷ 疑点",
    ),
    RegisterFigure(
        "ineligible",
        "发现不符合人数",
        "人",
        "doubt",
        Part(("confirmed",), "persons"),
        None,
        "核实属实的人，去重；按原因分时，一人多因按主因计一次",
    ),
    RegisterFigure(
        "false_alarm",
        "误报率",
        "%",
        "doubt",
        Part(("overruled",)),
        Part(("settled",)),
        "核实为误报的 ÷ 已核实的",
        "超过 20% 调阈值",
    ),
    RegisterFigure(
        "blocked_amount",
        "阻止金额",
        "元",
        "line",
        Part(("held",), "due"),
        None,
        "发放前拦下的当期金额之和",
    ),
    RegisterFigure(
        "recovered_amount",
        "挽回金额：已追缴到账",
        "元",
        "entry",
        Part(("came_back",), "amount"),
        None,
        "本期扣回和退回的金额之和；不与预计额相加",
    ),
    RegisterFigure(
        "spared_amount",
        "挽回金额：停发后 12 个月预计",
        "元",
        "act",
        Part(("stopped",), "year"),
        None,
        "本期停发的待遇 12 个月的金额之和；不与已追缴相加",
    ),
    RegisterFigure(
        "mean_delay",
        "平均滞后",
        "天",
        "doubt",
        Part(("confirmed", "delayed"), "delay"),
        Part(("confirmed", "delayed")),
        "不符合的事实发生日到停发日的天数的平均",
        "死亡保不超过 31 天",
    ),
)
REGISTERS: Mapping[str, RegisterFigure] = {figure.name: figure for figure in FIGURES}
