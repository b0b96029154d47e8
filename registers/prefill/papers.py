"""Which papers of an item nobody has to bring, and why: from facts and the ladders of sources. Pure."""

from dataclasses import dataclass
from datetime import date

from registers import catalogue
from registers.prefill.facts import OWN, Facts
from registers.prefill.sources import Source, ladder

OWN_TITLES = {"household": "人口库", "benefit": "待遇库"}
STRUCK = ("licence", "shared", "struck")


@dataclass(frozen=True, slots=True)
class Evidence:
    """On what a struck paper rests; of what, but not what it says."""

    register: str
    title: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Paper:
    """`ok`: nobody has to bring it. `reason` is what a clerk reads."""

    name: str
    source: str
    ok: bool
    reason: str
    evidence: Evidence | None = None


def datasets(item: str, papers: tuple[str, ...]) -> set[str]:
    """All that has to be read to judge these papers."""
    return {source.dataset for paper in papers for source in ladder(item, paper) if source.dataset}


def judged(item: str, name: str, facts: Facts) -> Paper:
    """The first source of its ladder that is there. KeyError for a paper without a ladder."""
    steps = ladder(item, name)
    if not steps:
        raise KeyError(f"Expected a source for {name!r} of {item} in paper_sources.csv, but there is none")
    for source in steps:
        if source.kind in ("uploaded", "paper"):
            return Paper(name, source.kind, False, source.note or "请申请人提供")
        if source.kind == "struck":
            return Paper(name, "struck", True, source.note)
        evidence = _evidence(source, facts)
        if evidence is not None:
            words = "有效电子证照" if source.kind == "licence" else "部门共享数据"
            return Paper(name, source.kind, True, f"{evidence.title}：{words}，免交", evidence)
    return Paper(name, "uploaded", False, _why_not(steps, facts))


def _evidence(source: Source, facts: Facts) -> Evidence | None:
    if source.dataset.startswith(OWN):
        return _own(source.dataset.removeprefix(OWN), facts)
    for record in facts.valid(source.dataset):
        if all(str(record.payload.get(name)) == value for name, value in source.where):
            title = dict(source.where).get("kind") or catalogue.datasets()[source.dataset].title
            return Evidence(source.dataset, title, record.as_of)
    return None


def _own(register: str, facts: Facts) -> Evidence | None:
    there = {"household": facts.members, "benefit": facts.benefits}[register]
    if not there:
        return None
    as_of = facts.person.as_of if register == "household" and facts.person else facts.today
    return Evidence(f"{OWN}{register}", OWN_TITLES[register], as_of)


def _why_not(steps: tuple[Source, ...], facts: Facts) -> str:
    known = catalogue.datasets()
    late = [known[step.dataset].title for step in steps if step.dataset in known and facts.late(step.dataset)]
    words = f"数据未到或已过时：{'、'.join(dict.fromkeys(late))}" if late else "没有查到有效的证照或共享数据"
    return f"{words}，请申请人提供"
