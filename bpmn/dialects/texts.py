"""Translates, in the tree, the texts that BPMN itself has a place for: conditions, counts, times, scripts."""

import re
from collections.abc import Iterator

from bpmn import feel
from bpmn.dialects.cron import NoCycle, is_cron, to_cycle
from bpmn.dialects.juel import is_juel, text_to_feel
from bpmn.dialects.tokens import JuelError
from bpmn.dialects.vendors import word
from bpmn.findings import Finding, finding
from bpmn.texts import CONDITIONS, TIMES, bare, is_feel
from bpmn.xml import Node, local, tag, text_of

FORMULAS = {**CONDITIONS, "loopDataInputRef": "列表"}
NAMED = ("message", "signal")


def translate_texts(process: Node) -> Iterator[Finding]:
    for node in process.iter(*map(tag, FORMULAS)):
        yield from _formula(node)
    for node in process.iter(*map(tag, TIMES)):
        yield from _time(node)
    for node in process.iter(tag("scriptTask")):
        _script(node)


def translate_names(root: Node) -> Iterator[Finding]:
    """Who waits and who sends find each other by name, so it must be fixed."""
    for node in root.iterchildren(*map(tag, NAMED)):
        name = node.get("name", "")
        if is_juel(name):
            why = "名字要写死；要分开收的人，用 city:correlation 的键"
            yield finding("foreign-expression", node, where=f"{local(node)} 的名字", text=name, why=why)


def _formula(node: Node) -> Iterator[Finding]:
    text = text_of(node)
    if not is_juel(text):
        _put(node, bare(text))
        return
    said, found = translated(node, FORMULAS[local(node)], text)
    yield from found
    if said is not None:
        node.attrib.pop("language", "")
        _put(node, said.removeprefix("="))


def _time(node: Node) -> Iterator[Finding]:
    text: str | None = text_of(node)
    if text and is_juel(text):
        text, found = translated(node, "时间", text)
        yield from found
    elif text and local(node) == "timeCycle" and is_cron(text):
        try:
            cycle = to_cycle(text)
        except NoCycle as why:
            yield finding("foreign-cron", node, text=text, why=why)
        else:
            yield finding("foreign-cycle", node, text=text, cycle=cycle)
            text = cycle
    if text is not None:
        _put(node, text)


def _put(node: Node, text: str) -> None:
    """Leaves what says the same already, with the spaces that the designer wrote."""
    if text_of(node) == text and not len(node):
        return
    for child in list(node):
        node.remove(child)
    node.text = text


def translated(node: Node, where: str, text: str) -> tuple[str | None, list[Finding]]:
    """The text with `=` and FEEL for `${...}`; None, and why, where that cannot be said. Other texts stay."""
    if not is_juel(text):
        return text, []
    try:
        return f"={text_to_feel(text)}", []
    except JuelError as error:
        return None, [finding("foreign-expression", node, where=where, text=text, why=error)]


def _script(task: Node) -> None:
    """A script that is one expression with a result variable becomes the assignment that it means."""
    script, result = task.find(tag("script")), word(task, "resultVariable", "resultVariableName")
    language = (task.get("scriptFormat") or "").strip().lower()
    if script is None or not (is_feel(language) or language == "juel"):
        return
    text = text_of(script)
    if is_juel(text):
        try:
            text = text_to_feel(text)
        except JuelError:
            return
    if result and not re.match(rf"{re.escape(result)}\s*=", text) and _is_expression(text):
        script.text = f"{result} = {text}"
        task.attrib.pop("scriptFormat", "")


def _is_expression(text: str) -> bool:
    try:
        feel.compile(text)
    except feel.FeelSyntaxError:
        return False
    return True
