"""The documents on rules, made of the rules and their examples: docs/rules/, a page a subject."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bpmn import parse
from bpmn.findings import Finding
from bpmn.lint import lint
from bpmn.model import Definition
from bpmn.register import disagreements, missing
from bpmn.rules import RULES, SUBJECTS
from bpmn.xml import Node, local, read_xml, text_of
from tests.bpmn.examples import EXAMPLES
from tests.bpmn.examples.example import Drawing, Example
from tests.bpmn.examples.mermaid import flowchart

FOLDER = Path(__file__).parents[3] / "docs" / "rules"
SEVERITIES = {"error": "拒绝", "warning": "提醒", "hint": "建议"}
LONGEST_LINE = 400
HOLE = re.compile(r"\{\w+\}")
INDEX = """# 规则

`tongban lint` 和部署时查的每一条规则，一条一节：说的是什么，怎么改，一幅不好的图，一幅改好的图。
这些页面由 `tests/bpmn/examples/` 里的例子生成（`make rules`）。测试保证每条规则都有例子，不好的图只触发这一条，
改好的图不触发。

三种轻重：

- **拒绝**：照这样画跑不了，或者引擎只能装作没看见。不能部署。
- **提醒**：照画的跑，但多半不是本意。可以部署。
- **建议**：不影响办理，只是看图的人会少知道些什么。

"""


def pages() -> dict[str, str]:
    """File name -> its text."""
    found = {
        f"{name}.md": re.sub(r"\n{3,}", "\n\n", "".join(_page(title, rules)))
        for name, (title, rules) in SUBJECTS.items()
    }
    return found | {"README.md": INDEX + "".join(_index())}


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _index() -> Iterator[str]:
    for name, (title, rules) in SUBJECTS.items():
        yield f"## [{title}]({name}.md)\n\n| 规则 | | 说的是 |\n|---|---|---|\n"
        for rule in rules:
            severity, message, _ = RULES[rule]
            yield f"| [`{rule}`]({name}.md#{rule}) | {SEVERITIES[severity]} | {_open(message)} |\n"
        yield "\n"


def _page(title: str, rules: Mapping[str, object]) -> Iterator[str]:
    yield f"# {title}\n\n[全部规则](README.md)\n"
    for rule in rules:
        severity, message, remedy = RULES[rule]
        yield f"\n## {rule}\n\n**{SEVERITIES[severity]}** {_open(message)}。怎么改：{_open(remedy)}。\n"
        if rule in EXAMPLES:
            yield from _example(rule, EXAMPLES[rule])


def _open(text: str) -> str:
    """A sentence with an ellipsis where a finding puts in what it met."""
    return HOLE.sub("…", text).replace("|", "\\|")


def _example(rule: str, example: Example) -> Iterator[str]:
    found = next(each for each in told(example.bad, example) if each.rule == rule)
    bad, good = _shown(example.bad), _shown(example.good)
    said = f"“{found.message}。”" if HOLE.search(RULES[rule][1]) else ""
    is_same = flowchart(example.bad.source, None) == flowchart(example.good.source, None)
    yield f"\n不好：{said}\n\n"
    yield "" if found.file else _drawn(example.bad, found.element)
    yield _tables(example.bad) + _lines(bad, good)
    yield f"\n改好：{'图不变。' if is_same and not found.file else ''}\n\n"
    yield "" if is_same else _drawn(example.good, None)
    yield _tables(example.good) + _lines(good, bad)


def told(drawing: Drawing, example: Example) -> list[Finding]:
    """All that is found in a drawing."""
    document = parse.read(drawing.source, drawing.resources)
    advice = () if document.errors else lint(document, known=example.known)
    register = list(_registered(document.definitions)) if example.is_registered else []
    return [*document.findings, *advice, *register]


def _registered(definitions: Sequence[Definition]) -> Iterator[Finding]:
    """What the register of items says; of items without a process only the first."""
    for definition in definitions:
        yield from disagreements(definition)
    if not any(definition.item for definition in definitions):
        yield from list(missing(definitions))[:1]


def _drawn(drawing: Drawing, marked: str | None) -> str:
    return f"```mermaid\n{flowchart(drawing.source, marked)}\n```\n"


def _tables(drawing: Drawing) -> str:
    return "".join(f"\n{_table(text)}" for name, text in drawing.beside.items() if name.endswith(".dmn"))


def _shown(drawing: Drawing) -> list[str]:
    texts = [drawing.body, drawing.declared, *(f"<!-- {name} -->\n{text}" for name, text in drawing.beside.items())]
    return [line for text in texts for line in text.split("\n") if line]


def _lines(one: list[str], other: list[str]) -> str:
    """The lines in which the two differ."""
    changed = [line[2:] for line in difflib.ndiff(other, one) if line.startswith("+ ")]
    return "\n```xml\n" + "\n".join(line[:LONGEST_LINE] for line in changed) + "\n```\n" if changed else ""


def _table(source: str) -> str:
    try:
        root = read_xml(source.encode())
    except ValueError:
        return ""
    return "".join(_rows(node) for node in root.iter("{*}*") if local(node) == "decisionTable")


def _rows(table: Node) -> str:
    heads = [text_of(node) for node in table if local(node) == "input"]
    heads += [f"→ {node.get('name')}" for node in table if local(node) == "output"]
    lines = [heads, ["---"] * len(heads)]
    for rule in (node for node in table if local(node) == "rule"):
        lines.append([text_of(cell) or "-" for cell in rule if local(cell).endswith("putEntry")])
    body = "\n".join(
        "| " + " | ".join([first, *line]) + " |" for first, line in zip(_numbers(len(lines)), lines, strict=True)
    )
    return f"{body}\n"


def _numbers(count: int) -> list[str]:
    return ["", "---", *(str(n) for n in range(1, count - 1))]
