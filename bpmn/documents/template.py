"""A template as an official writes it: a head that says what it is and knows, then lines. Knows no values."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpmn.documents.faults import Fault, Faulty
from bpmn.documents.lines import Line, read

LARGEST = 100_000  # characters
ALWAYS = ("number", "code", "today", "title", "kind")  # what every document knows of itself
KEYS = {"种类": "kind", "标题": "title", "字号": "series"}
NEEDED = tuple(KEYS)


@dataclass(frozen=True, slots=True)
class Known:
    """A value that the template may write. `path`: where else it may come from, such as `applicant.name`."""

    name: str
    label: str
    personal: bool = False
    optional: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """`public`: everybody reads it, so personal values are written under a mask only."""

    kind: str
    title: str
    series: str
    public: bool
    known: tuple[Known, ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class _Head:
    words: dict[str, str] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    public: bool = False
    faults: list[Fault] = field(default_factory=list)


def parse(text: str) -> Template:
    """Raises Faulty with every fault, each with its line and what to do."""
    if len(text) > LARGEST:
        raise Faulty([Fault(1, f"模板有 {len(text)} 个字，上限 {LARGEST}", "拆成几个模板")])
    rows = text.replace("\r\n", "\n").split("\n")
    end = _end_of_head(rows)
    head = _head(rows[1:end])
    names = {each.name: each for each in head.known} | {name: Known(name, name) for name in ALWAYS}
    lines, faults = read(
        rows[end + 1 :], end + 2, {name: head.public and each.personal for name, each in names.items()}
    )
    if head.faults or faults:
        raise Faulty([*head.faults, *faults])
    return Template(**head.words, public=head.public, known=tuple(head.known), lines=lines)


def _end_of_head(rows: list[str]) -> int:
    if rows[0].strip() == "---":
        for number, row in enumerate(rows[1:], 1):
            if row.strip() == "---":
                return number
    raise Faulty([Fault(1, "模板没有开头的说明", "第一行写 ---，接着写 种类、标题、字号、字段，再写一行 ---")])


def _head(rows: list[str]) -> _Head:
    head = _Head()
    for number, row in enumerate(rows, 2):
        if row.strip():
            head.faults.extend(_take(head, row, number))
    for key in NEEDED:
        if not head.words.get(KEYS[key]):
            head.faults.append(Fault(1, f"开头的说明里没有“{key}”", f"加一行：{key}: ……"))
    return head


def _take(head: _Head, row: str, number: int) -> Iterator[Fault]:
    key, _, said = (part.strip() for part in row.replace("：", ":", 1).partition(":"))
    match key:
        case "种类" | "标题" | "字号":
            head.words[KEYS[key]] = said
            if any(sign in said for sign in "/\\{}<>|"):
                yield Fault(number, f"“{key}”里有不能用的符号", "只写文字")
        case "公开":
            head.public = said == "是"
            if said not in ("是", "否"):
                yield Fault(number, f"“公开”写的是“{said}”", "写 是 或 否")
        case "字段":
            yield from _take_field(head, said, number)
        case _:
            yield Fault(number, f"不认识“{key}”", "这里只写 种类、标题、字号、公开、字段")


def _take_field(head: _Head, said: str, number: int) -> Iterator[Fault]:
    """`applicant_name 申请人姓名 个人 可空 =applicant.name`"""
    name, *rest = said.split() or [""]
    if not name.isidentifier() or name in ALWAYS or name in {each.name for each in head.known}:
        yield Fault(number, f"字段名“{name}”不能用", "用没有用过的变量名，例如 decision_reason")
        return
    marks = {"个人", "可空"}
    words = [word for word in rest if word not in marks and not word.startswith("=")]
    path = next((word[1:] for word in rest if word.startswith("=")), "")
    head.known.append(Known(name, " ".join(words) or name, "个人" in rest, "可空" in rest, path))
