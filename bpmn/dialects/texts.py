"""Translates, in the tree, the texts that BPMN itself has a place for: conditions, counts, times, scripts."""

from collections.abc import Iterator

from bpmn import feel
from bpmn.dialects.juel import JuelError, is_juel, text_to_feel
from bpmn.dialects.vendors import word
from bpmn.findings import Finding, finding
from bpmn.texts import CONDITIONS, TIMES, bare
from bpmn.xml import Node, local, tag, text_of

FORMULAS = {**CONDITIONS, "loopDataInputRef": "列表"}


def translate_texts(process: Node) -> Iterator[Finding]:
    for node in process.iter(*map(tag, FORMULAS)):
        yield from _formula(node)
    for node in process.iter(*map(tag, TIMES)):
        yield from _time(node)
    for node in process.iter(tag("scriptTask")):
        _script(node)


def _formula(node: Node) -> Iterator[Finding]:
    text = text_of(node)
    if not is_juel(text):
        _put(node, bare(text))
        return
    node.attrib.pop("language", "")
    feel_text, found = translated(node, FORMULAS[local(node)], text)
    _put(node, feel_text.removeprefix("="))
    yield from found


def _time(node: Node) -> Iterator[Finding]:
    text = text_of(node)
    if is_juel(text):
        text, found = translated(node, "时间", text)
        yield from found
    _put(node, text)


def _put(node: Node, text: str) -> None:
    for child in list(node):
        node.remove(child)
    node.text = text


def translated(node: Node, where: str, text: str) -> tuple[str, list[Finding]]:
    """The text with `=` and FEEL for `${...}`; where it cannot be said, `=null` and why. Other texts stay."""
    if not is_juel(text):
        return text, []
    try:
        return f"={text_to_feel(text)}", []
    except JuelError as error:
        return "=null", [finding("foreign-expression", node, where=where, text=text, why=error)]


def _script(task: Node) -> None:
    """A script that is one expression with a result variable becomes the assignment that it means."""
    script, result = task.find(tag("script")), word(task, "resultVariable", "resultVariableName")
    if script is None:
        return
    text = text_of(script)
    if is_juel(text):
        try:
            text = text_to_feel(text)
        except JuelError:
            return
    if result and _is_expression(text):
        script.text = f"{result} = {text}"


def _is_expression(text: str) -> bool:
    try:
        feel.compile(text)
    except feel.FeelSyntaxError:
        return False
    return True
