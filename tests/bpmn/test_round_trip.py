"""What goes in comes out: files that are opened, changed and written again, and what stays as it was in them."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn import editing
from bpmn.drafts import Draft, open_draft
from bpmn.writing import write
from bpmn.xml import BPMN, CITY, Malformed, Node, read_xml, tag
from tests.bpmn.drawn import Drawn, drawn

VALUES = st.sampled_from(("P3WD", "= a < 1", "中文", 'q"q', "l\nl", "𠮷"))
WORDS = st.sampled_from(("timeLimit", "form", "milestone"))
Edit = tuple[str, Callable[[Draft], None], Callable[[Node], object]]


@st.composite
def edits(draw: st.DrawFn, source: Drawn) -> list[Edit]:
    return [_edit(draw, source) for _ in range(draw(st.integers(1, 4)))]


def _edit(draw: st.DrawFn, source: Drawn) -> Edit:
    """The id that is changed, how, and what must be found there afterwards."""
    task, flow, value = draw(st.sampled_from(source.tasks)), draw(st.sampled_from(source.flows)), draw(VALUES)
    word, said = draw(WORDS), {"key": value}
    kinds: list[Edit] = [
        (task, lambda draft: editing.set_name(draft, task, value), lambda node: node.get("name") == value),
        (task, lambda draft: editing.set_name(draft, task, None), lambda node: node.get("name") is None),
        (
            task,
            lambda draft: editing.set_word(draft, task, word, said),
            lambda node: _said(node, word) == value,
        ),
        (task, lambda draft: editing.remove_word(draft, task, word), lambda node: _said(node, word) is None),
        (task, lambda draft: editing.set_limit(draft, task, value), lambda node: _limit(node) == value),
        (flow, lambda draft: editing.set_condition(draft, flow, value), lambda node: _condition(node) == value),
        (flow, lambda draft: editing.set_condition(draft, flow, None), lambda node: _condition(node) is None),
    ]
    return draw(st.sampled_from(kinds))


def _word(node: Node, word: str) -> Node | None:
    return node.find(f"{tag('extensionElements')}/{{{CITY}}}{word}")


def _said(node: Node, word: str) -> str | None:
    found = _word(node, word)
    return None if found is None else found.get("key")


def _limit(node: Node) -> str | None:
    found = _word(node, "timeLimit")
    return None if found is None else found.get("committed")


def _condition(node: Node) -> str | None:
    return node.findtext(tag("conditionExpression"))


def _rest(source: bytes, ids: set[str]) -> bytes:
    """Canonical XML of the file without what may be changed on these elements, and without space between elements."""
    root = read_xml(source, whole=True)
    for node in list(root.iter(tag("*"))):
        if node.get("id") in ids:
            node.attrib.pop("name", "")
            for found in [*node.iter(f"{{{CITY}}}*"), *node.iter(tag("conditionExpression"))]:
                _drop(found)
            for holder in list(node.iter(tag("extensionElements"))):
                if not len(holder):
                    _drop(holder)
    for node in root.iter():
        node.text = node.text if node.text and node.text.strip() else None
        node.tail = node.tail if node.tail and node.tail.strip() else None
    return etree.tostring(root.getroottree(), method="c14n", exclusive=True)


def _drop(node: Node) -> None:
    around: Any = node.getparent()
    around.remove(node)


@given(drawn())
def test_a_file_that_is_not_changed_is_written_byte_for_byte(source: Drawn) -> None:
    draft = open_draft(source.source)

    assert write(draft) == source.source
    editing.set_name(draft, source.tasks[0], "x")
    editing.set_name(draft, source.tasks[0], draft.parts[editing.find(draft, source.tasks[0])].attributes.get("name"))
    assert write(draft) == source.source


@settings(max_examples=300)
@given(st.data())
def test_all_but_what_was_changed_stays_equal_as_canonical_xml(data: st.DataObject) -> None:
    source = data.draw(drawn())
    draft = open_draft(source.source)
    made = data.draw(edits(source))
    for _, change, _ in made:
        change(draft)
    written = write(draft)
    ids = {id for id, _, _ in made}
    last = {id: holds for id, _, holds in made}

    assert _rest(written, ids) == _rest(source.source, ids)
    for id, holds in last.items():
        assert holds(editing.find(open_draft(written), id))
    assert write(open_draft(written)) == written


HAND = f"""<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<!-- 谁画的 -->
<definitions xmlns='{BPMN}' xmlns:x="urn:x"
             targetNamespace="t">
  <process id="p"   isExecutable="true">
    <userTask id="t" name='审 核'
              x:colour="#fff">
      <incoming>f</incoming>
    </userTask>
    <sequenceFlow id="f" sourceRef="t" targetRef="t"/>
  </process>
</definitions>
<!-- 完 -->
""".encode()


def lines_changed(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def edited(change: Callable[[Draft], None], source: bytes = HAND) -> tuple[list[str], list[str]]:
    draft = open_draft(source)
    change(draft)
    return lines_changed(source, write(draft))


def test_a_new_name_changes_the_line_with_the_name() -> None:
    gone, come = edited(lambda draft: editing.set_name(draft, "t", "初审"))

    assert (gone, come) == (["    <userTask id=\"t\" name='审 核'"], ["    <userTask id=\"t\" name='初审'"])


def test_a_new_word_comes_on_lines_of_its_own() -> None:
    gone, come = edited(lambda draft: editing.set_limit(draft, "t", committed="P3WD"))

    assert gone == [f"<definitions xmlns='{BPMN}' xmlns:x=\"urn:x\""]
    assert come == [
        f'<definitions xmlns:city="{CITY}" xmlns=\'{BPMN}\' xmlns:x="urn:x"',
        "      <extensionElements>",
        '        <city:timeLimit committed="P3WD"/>',
        "      </extensionElements>",
    ]


def test_a_condition_opens_the_flow() -> None:
    gone, come = edited(lambda draft: editing.set_condition(draft, "f", "a < 1"))

    assert gone == ['    <sequenceFlow id="f" sourceRef="t" targetRef="t"/>']
    assert come == [
        '    <sequenceFlow id="f" sourceRef="t" targetRef="t">',
        "      <conditionExpression>a &lt; 1</conditionExpression>",
        "    </sequenceFlow>",
    ]


def test_what_was_put_in_and_taken_out_again_leaves_no_trace() -> None:
    draft = open_draft(HAND)
    editing.set_limit(draft, "t", committed="P3WD")
    editing.set_limit(draft, "t")

    assert write(draft) == HAND


def test_a_letter_that_the_encoding_lacks_is_written_by_its_number() -> None:
    source = HAND.replace(b"utf-8", b"GBK").decode().encode("gbk")
    draft = open_draft(source)
    editing.set_name(draft, "t", "𠮷")

    assert b"name='&#134071;'" in write(draft)
    assert editing.find(open_draft(write(draft)), "t").get("name") == "𠮷"


def test_an_element_that_is_not_there_is_told() -> None:
    with pytest.raises(editing.NoSuchElement):
        editing.set_name(open_draft(HAND), "nobody", "x")


def test_a_file_in_another_encoding_than_it_says_is_malformed() -> None:
    with pytest.raises(Malformed):
        open_draft(HAND.replace(b"utf-8", b"GBK").replace("审".encode(), b"\xff\xff"))
