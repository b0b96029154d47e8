"""Compiles the texts of a file, so that a bad one is found at deployment: expressions, scripts, times."""

from collections.abc import Iterator

from bpmn import feel
from bpmn.findings import Finding, finding
from bpmn.times import check_time
from bpmn.xml import Node, is_bpmn, local, tag, text_of

CONDITIONS = {
    "conditionExpression": "条件",
    "completionCondition": "完成条件",
    "loopCardinality": "次数",
    "loopCondition": "循环条件",
    "activationCondition": "激活条件",
    "condition": "条件",
    "transformation": "数据变换",
    "from": "赋值",
}
TIMES = ("timeDate", "timeDuration", "timeCycle")
FEEL_LANGUAGES = ("", "feel", "text/feel", "application/feel", "http://www.omg.org/spec/feel/20140401")


def check_expression(text: str) -> feel.Expression:
    """The compiled expression, with or without the leading `=`; ValueError says where it is wrong."""
    return feel.compile(bare(text))


def bare(text: str) -> str:
    """The expression without the sign that says that it is one."""
    return text.strip().removeprefix("=").strip()


def is_feel(language: str | None) -> bool:
    name = (language or "").strip().lower()
    return name in FEEL_LANGUAGES or "/spec/feel/" in name or "/spec/dmn/" in name


def bad_texts(process: Node) -> Iterator[Finding]:
    """Everything in the process that should be an expression, a script or a time and is none."""
    for node in process.iter(*map(tag, CONDITIONS)):
        yield from _bad_expression(node, CONDITIONS[local(node)])
    for node in process.iter(tag("loopDataInputRef")):
        yield from _bad_expression(node, "列表")
    for node in process.iter(tag("script")):
        yield from _bad_script(node)
    for node in process.iter(*map(tag, TIMES)):
        yield from _bad_time(node)


def _bad_expression(node: Node, where: str) -> Iterator[Finding]:
    language = node.get("language")
    if not is_feel(language):
        yield finding("foreign-language", node, where=where, language=language)
        return
    try:
        check_expression(text_of(node))
    except ValueError as error:
        yield finding("bad-expression", node, where=where, why=error)


def _bad_script(node: Node) -> Iterator[Finding]:
    task = node.getparent()
    if task is None or not is_bpmn(task) or not text_of(node):
        return
    language = task.get("scriptFormat")
    if not is_feel(language):
        yield finding("foreign-script", node, language=language)
        return
    try:
        feel.compile_script(text_of(node))
    except ValueError as error:
        yield finding("bad-script", node, why=error)


def _bad_time(node: Node) -> Iterator[Finding]:
    text = text_of(node)
    try:
        if text.startswith("="):
            check_expression(text)
        elif text:
            check_time(local(node), text)
    except ValueError as error:
        yield finding("bad-time", node, text=text, why=error)
