"""What cannot be read at all: one clear sentence, at once, and never anything but Malformed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn import parse
from bpmn.drafts import open_draft
from bpmn.editing import set_name
from bpmn.lint import lint
from bpmn.writing import write
from bpmn.xml import MOST_BYTES
from tests.bpmn.files import HEAD, chain, file

BOMB = (
    b'<!DOCTYPE d [<!ENTITY a0 "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12))
    + b']><d x="&a11;">&a11;</d>'
)
OUTWARD = b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><definitions>&f;</definitions>'
BARE = b'<!DOCTYPE definitions><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
DEEP = HEAD.encode() + b"<process>" * 220 + b"</process>" * 220 + b"</definitions>"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "XML"),
        (b"hello", "XML"),
        (b"{}", "XML"),
        (b"PK\x03\x04", "XML"),
        (b"<a>\x00</a>", "XML"),
        (b"<definitions>", "XML"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "编码"),
        (b"<a/>", "definitions"),
        (BOMB, "DOCTYPE"),
        (OUTWARD, "DOCTYPE"),
        (BARE, "DOCTYPE"),
        (BARE.decode().encode("utf-16"), "DOCTYPE"),
        (DEEP, "200 层"),
        (HEAD.encode() + b"<x>" * 5000, "层"),
        (b"<a>" + b" " * MOST_BYTES + b"</a>", "10 MB"),
        (HEAD.encode() + b"<process " + b" ".join(b'a%d=""' % n for n in range(2000)) + b"/></definitions>", "1000 个"),
        (file(chain()).replace(b"UTF-8", b"UTF-16"), "XML"),
        (file(chain('<task id="t" name="\u53d7\u7406"/>')).decode().encode("gbk"), "编码"),
        (b" " * 50 * 1024 * 1024, "10 MB"),
    ],
)
def test_what_cannot_be_read_is_malformed_at_once(source: bytes, said: str) -> None:
    began = time.perf_counter()
    with pytest.raises(parse.Malformed, match=said):
        parse.read(source)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("codec", ["GB18030", "GBK", "UTF-16", "UTF-16LE", "UTF-16BE", "utf-8-sig", "UTF-32"])
def test_other_encodings_are_read_and_written_again(codec: str) -> None:
    text = file(chain('<userTask id="t" name="受理"/>')).decode().replace("UTF-8", codec.removesuffix("-sig"))
    source = text.encode(codec)
    document = parse.read(source)
    draft = open_draft(source)
    set_name(draft, "t", "初审")

    assert document.findings == ()
    assert document.definitions[0].elements["t"].name == "受理"
    assert write(draft) == text.replace("受理", "初审").encode(codec)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_random_bytes_are_malformed(source: bytes) -> None:
    with pytest.raises(parse.Malformed):
        parse.read(source)


NAMES = st.sampled_from(
    """process subProcess userTask serviceTask scriptTask callActivity startEvent endEvent boundaryEvent
    sequenceFlow intermediateCatchEvent exclusiveGateway parallelGateway eventBasedGateway timerEventDefinition
    timeDuration timeCycle multiInstanceLoopCharacteristics loopCardinality extensionElements city:item city:input
    city:timeLimit city:job
    city:check city:assignment linkEventDefinition compensateEventDefinition laneSet lane flowNodeRef message error
    conditionExpression script inputDataItem association zeebe:ioMapping camunda:in unknown""".split()  # noqa: SIM905
)
KEYS = st.sampled_from(
    """id name sourceRef targetRef attachedToRef default share committed key kind messageRef calledElement is area
    camunda:collection camunda:expression candidateGroups""".split()  # noqa: SIM905
)
VALUES = st.sampled_from(
    ("", "a", "b", "1", "0.5", "P1D", "= a", "${a.b}", "${", "true", "（", "\t", "R/P0D", "MZ-001", "default")
)
LEAVES = st.builds(lambda text: text.replace("<", "").replace("&", ""), VALUES)


def element(name: str, attributes: dict[str, str], inside: list[str]) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inside)}</{name}>"


TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(element, NAMES, st.dictionaries(KEYS, VALUES, max_size=4), st.lists(inner, max_size=6)),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=5))
@settings(max_examples=300, deadline=None)
def test_random_elements_give_findings_and_no_exception(trees: list[str]) -> None:
    document = parse.read(file("".join(trees), "".join(trees)))

    lint(document)
    assert all(each.message and each.remedy and each.line >= 0 for each in document.findings)


def test_a_chain_of_five_thousand_nodes_is_read_in_a_breath() -> None:
    body = chain(*(f'<task id="t{number}"/>' for number in range(5000)))
    began = time.process_time()
    document = parse.read(file(body))
    lint(document)

    assert document.findings == ()
    assert time.process_time() - began < 5


def test_a_fault_an_element_does_not_drown_the_reader() -> None:
    document = parse.read(file(chain() + "<nonsense/>" * 20_000))

    assert {each.rule for each in document.errors} == {"unknown-element"}
    assert len(document.findings) == parse.MOST_FINDINGS


def test_too_many_elements_are_malformed() -> None:
    with pytest.raises(parse.Malformed, match="300000 个"):
        parse.read(file("<a/>" * 300_001))


def test_an_error_behind_many_warnings_still_refuses() -> None:
    tasks = (f'<userTask id="t{number}" camunda:strange="x"/>' for number in range(parse.MOST_FINDINGS + 1))
    document = parse.read(file(chain(*tasks, '<serviceTask id="z"/>')))

    assert [(each.rule, each.element) for each in document.errors] == [("service-nothing", "z")]
