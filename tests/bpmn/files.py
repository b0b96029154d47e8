"""Small BPMN files for tests: a frame around what a test is about, and where in it the fault was put."""

from itertools import pairwise

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' targetNamespace="http://tongban.org/tests">\n'
)
MARK = "@"
"""Stands at the end of the line that a finding should name."""


def file(body: str, declared: str = "") -> bytes:
    """A file with one process `p` around the body; `declared` stands beside the process."""
    return definitions(f'<process id="p" isExecutable="true">\n{body}\n</process>\n{declared}')


def definitions(body: str) -> bytes:
    return f"{HEAD}{body}\n</definitions>".replace(MARK, "").encode()


def marked_line(body: str, declared: str = "", before: str = '<process id="p" isExecutable="true">\n') -> int:
    """The line of the mark in the file that `file` makes of the same texts."""
    text = f"{HEAD}{before}{body}\n</process>\n{declared}"
    return text[: text.index(MARK)].count("\n") + 1


def extended(*words: str) -> str:
    return f"<extensionElements>{''.join(words)}</extensionElements>"


def flow(source: str, target: str, inside: str = "", id: str | None = None) -> str:
    name = id or f"{source}-{target}"
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def condition(text: str) -> str:
    return f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'


def chain(*nodes: str) -> str:
    """A start, the nodes in a row, an end. Each node is the XML of an element; its id is read from it."""
    ids = ["s", *(node.split('id="', 1)[1].split('"', 1)[0] for node in nodes), "e"]
    flows = [flow(one, other) for one, other in pairwise(ids)]
    return "\n".join(['<startEvent id="s"/>', *nodes, '<endEvent id="e"/>', *flows])
