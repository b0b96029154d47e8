"""From an element with its `<city:...>` words to the model. Skips what `vocabulary` would not accept."""

from collections.abc import Mapping
from decimal import Decimal

from bpmn.items import Items, item_of, read_data
from bpmn.model import (
    Assignment,
    Binding,
    Calculation,
    Check,
    ClockPause,
    Correlation,
    DecisionRef,
    Element,
    Job,
    TimeLimit,
)
from bpmn.owners import owners
from bpmn.vocabulary import read_share
from bpmn.xml import Node, extension, extensions, line_of, local, tag, words

NOBODY = Assignment()


def read_element(node: Node, lanes: Mapping[str, Assignment], known: Items, overdue_drawn: bool) -> Element:
    """`lanes`: node id -> the assignment of its lane, the default of the node's own."""
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    return Element(
        id=node.get("id", ""),
        kind=local(node),
        name=node.get("name", "").strip(),
        line=line_of(node),
        assignment=read_assignment(node) or lanes.get(node.get("id", "")),
        limit=read_limit(node),
        pause=_pause(node),
        checks=_checks(node),
        milestones=tuple(each.get("is", "") for each in extensions(node) if local(each) == "milestone"),
        form=_attribute(node, "form", "key"),
        job=_job(node),
        decision=_decision(node),
        calculation=_calculation(node),
        correlation=_correlation(node),
        initiator=_attribute(node, "initiator", "variable"),
        initiator_area=_attribute(node, "initiator", "area"),
        calls=node.get("calledElement"),
        binding=_binding(node),
        inputs=_pairs(node, "input"),
        outputs=_pairs(node, "output"),
        data=read_data(node, known),
        collection=None if many is None else item_of(many, "loopDataInputRef", known),
        gathers=None if many is None else item_of(many, "loopDataOutputRef", known),
        overdue_drawn=overdue_drawn,
    )


def read_assignment(node: Node) -> Assignment | None:
    """`city:assignment`, else BPMN's own potentialOwner and humanPerformer, else None."""
    word = extension(node, "assignment")
    if word is None:
        return owners(node)
    return Assignment(
        groups=names(word.get("candidateGroups")),
        users=names(word.get("candidateUsers")),
        assignee=(word.get("assignee") or "").strip() or None,
        area=area(word.get("area")),
        differs_from=words(word.get("differsFrom")),
        excludes=names(word.get("excludes")),
        performer=(word.get("performer") or "").strip() or None,
    )


def names(text: str | None) -> tuple[str, ...]:
    """Names in a list, or the one expression that gives them."""
    return (text.strip(),) if text and text.strip().startswith("=") else words(text)


def area(text: str | None) -> str | None:
    """A code stays as it is, whatever else is a path or an expression."""
    text = (text or "").strip()
    if not text:
        return None
    return text if text.isdecimal() else formula(text)


def formula(text: str) -> str:
    """With the sign that it is an expression."""
    return text.strip() if text.strip().startswith("=") else f"={text.strip()}"


def read_limit(node: Node) -> TimeLimit | None:
    word = extension(node, "timeLimit")
    if word is None:
        return None
    return TimeLimit(
        committed=word.get("committed"),
        statutory=word.get("statutory"),
        share=_share(word.get("share")),
        warn_share=_share(word.get("warnAt")) or TimeLimit().warn_share,
    )


def _share(text: str | None) -> Decimal | None:
    try:
        return read_share(text.strip()) if text else None
    except ValueError:
        return None


def _pause(node: Node) -> ClockPause | None:
    word = extension(node, "clock")
    return None if word is None else ClockPause(word.get("reason", ""), word.get("clocks", "both"))


def _checks(node: Node) -> tuple[Check, ...]:
    return tuple(
        Check(word.get("name", ""), tuple((each.get("name", ""), each.get("value", "")) for each in word))
        for word in extensions(node)
        if local(word) == "check"
    )


def _job(node: Node) -> Job | None:
    word = extension(node, "job")
    if word is None:
        return None
    retries = word.get("retries", "")
    return Job(
        kind=word.get("kind", ""),
        inputs=_pairs_in(list(word), "input"),
        outputs=_pairs_in(list(word), "output"),
        retries=int(retries) if retries.isdecimal() else Job("").retries,
        backoff=word.get("backoff", Job("").backoff),
    )


def _decision(node: Node) -> DecisionRef | None:
    word = extension(node, "decision")
    if word is None:
        return None
    return DecisionRef(word.get("decision", ""), word.get("result", ""), word.get("resource"), Binding(*_version(word)))


def _calculation(node: Node) -> Calculation | None:
    word = extension(node, "calculation")
    return None if word is None else Calculation(formula(word.get("expression", "")), word.get("result"))


def _correlation(node: Node) -> Correlation | None:
    word = extension(node, "correlation")
    if word is None:
        return None
    return Correlation(formula(word.get("key", "")) if word.get("key") else None, word.get("ttl"))


def _binding(node: Node) -> Binding:
    word = extension(node, "call")
    if word is None:
        return Binding()
    return Binding(*_version(word), gives_all=word.get("inputs") == "all", takes_all=word.get("outputs") == "all")


def _version(word: Node) -> tuple[str, int | None]:
    """How the version is chosen, and which one it is if it is written."""
    version = word.get("version", "").strip()
    return word.get("binding", "").strip() or Binding().by, int(version) if version.isdecimal() else None


def _pairs(node: Node, name: str) -> tuple[tuple[str, str], ...]:
    return _pairs_in(list(extensions(node)), name)


def _pairs_in(found: list[Node], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((formula(each.get("source", "")), each.get("target", "")) for each in found if local(each) == name)


def _attribute(node: Node, name: str, attribute: str) -> str | None:
    word = extension(node, name)
    return None if word is None else word.get(attribute)
