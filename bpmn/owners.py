"""BPMN's own words for who does a task (BPMN 2.0.2, 10.3.1): resource roles, and resources that a file declares.

A resource is a group of its name. `city:assignment`, where it is written, goes before all of this.
"""

import re
from collections.abc import Iterator

from bpmn.findings import Finding, finding
from bpmn.model import Assignment
from bpmn.texts import check_expression, is_feel
from bpmn.xml import Node, extension, is_bpmn, local, tag, text_of

ROLES = ("potentialOwner", "resourceRole", "humanPerformer", "performer")
OFFERED = ("potentialOwner", "resourceRole")  # to all who are named; the others name one person
HUMAN = ("userTask", "manualTask")
PARTS = re.compile(r"(?:[^,(]|\((?:[^()]|\([^()]*\))*\))+")
"""Of a list, without looking into brackets."""
EXPRESSIONS = tuple(map(tag, ("formalExpression", "expression")))


def owners(node: Node) -> Assignment | None:
    """Who may do it (potential owners) and who does it (performers); None where nobody is named."""
    named: dict[str, list[str]] = {"group": [], "user": [], "assignee": []}
    for role in node.iterchildren(*map(tag, ROLES)):
        for kind, name in _named(role):
            named[kind].append(name)
    if not any(named.values()):
        return None
    return Assignment(tuple(named["group"]), tuple(named["user"]), next(iter(named["assignee"]), None))


def _named(role: Node) -> Iterator[tuple[str, str]]:
    is_offered = local(role) in OFFERED
    for reference in role.iterchildren(tag("resourceRef")):
        resource = _resource(reference)
        if resource is not None:
            yield "group", str(resource.get("name") or resource.get("id"))
    for written in role.iter(*EXPRESSIONS):
        text = expression_of(written)
        if text.startswith("="):
            yield "group" if is_offered else "assignee", text
        else:
            yield from (_plain(part.strip(), is_offered) for part in PARTS.findall(text) if part.strip())


def _plain(text: str, is_offered: bool) -> tuple[str, str]:
    """`user(li.ming)` is a user, `group(=office)` the group that comes out; a bare name is what the role is about."""
    kind, bracket, rest = text.partition("(")
    if not bracket or not rest.endswith(")") or kind not in ("user", "group"):
        return "group" if is_offered else "assignee", text
    return "assignee" if kind == "user" and not is_offered else kind, rest[:-1].strip()


def expression_of(written: Node) -> str:
    """Names, or with `=` an expression: one in FEEL need not begin with the sign."""
    text = text_of(written)
    return f"={text}" if text and written.get("language") and not text.startswith("=") else text


def lane_group(lane: Node) -> Assignment | None:
    """The resource that a lane stands for, as the group of its name."""
    ref = (lane.get("partitionElementRef") or "").rpartition(":")[2]
    resource = _declared(lane, ref) if ref else None
    return None if resource is None else Assignment(groups=(resource.get("name") or ref,))


def _resource(reference: Node) -> Node | None:
    return _declared(reference, text_of(reference).rpartition(":")[2])


def _declared(node: Node, id: str) -> Node | None:
    root = node.getroottree().getroot()
    return next((each for each in root.iterchildren(tag("resource")) if each.get("id") == id), None)


def bad_owners(process: Node) -> Iterator[Finding]:
    for role in process.iter(*map(tag, ROLES)):
        holder = role.getparent()
        if holder is None or not is_bpmn(holder):
            continue
        if local(holder) not in HUMAN:
            yield finding("owner-of-nothing", role, role=local(role))
        elif extension(holder, "assignment") is not None:
            yield finding("foreign-both", role, name=local(role), city="assignment")
        else:
            yield from _bad_role(role)


def _bad_role(role: Node) -> Iterator[Finding]:
    for reference in role.iterchildren(tag("resourceRef")):
        if _resource(reference) is None:
            yield finding("owner-unknown", role, ref=text_of(reference))
    if role.find(tag("resourceParameterBinding")) is not None:
        yield finding("owner-query", role)
    for written in role.iter(*EXPRESSIONS):
        language = written.get("language")
        if language and not is_feel(language):
            yield finding("foreign-language", written, where="办理人", language=language)
        else:
            yield from _bad_names(role, written)


def _bad_names(role: Node, written: Node) -> Iterator[Finding]:
    try:
        for _, name in _named(role):
            if name.startswith("="):
                check_expression(name)
    except ValueError as error:
        yield finding("bad-expression", written, where="办理人", why=error)
