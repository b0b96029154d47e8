"""A foreign file with our words written into it: it means what it meant, and all else in it stays."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bpmn import parse
from bpmn.converting import convert
from bpmn.model import Assignment, Binding, Calculation, Definition, Job, TimeLimit
from bpmn.xml import BPMN, CITY, read_xml, tag
from tests.bpmn.files import chain, file

MODELS = {path.stem: path.read_bytes() for path in sorted((Path(__file__).parent / "models").glob("*.bpmn"))}
OURS = sorted((Path(__file__).parents[2] / "bpmn" / "processes").rglob("*.bpmn"))
CAMUNDA, FLOWABLE, ZEEBE = MODELS["camunda"], MODELS["flowable"], MODELS["zeebe"]


def definition(source: bytes) -> Definition:
    """Without the lines."""
    (found,) = parse.read(source).definitions
    return replace(found, elements={id: replace(element, line=0) for id, element in found.elements.items()})


@pytest.mark.parametrize("model", MODELS)
def test_a_foreign_file_deploys(model: str) -> None:
    assert parse.read(MODELS[model]).errors == ()


def test_what_camunda_says() -> None:
    elements = definition(CAMUNDA).elements

    assert definition(CAMUNDA).starters == ("window",)
    assert elements["start"].initiator == "applicant"
    assert elements["review"].assignment == Assignment(groups=('=["road", kind]',))
    assert elements["review"].limit == TimeLimit(committed="P3D")
    assert elements["review"].inputs == (
        ('=string(street) + ", " + string(days) + " days"', "summary"),
        ('=["a", kind]', "steps"),
        ('={"kind": kind}', "known"),
    )
    assert elements["review"].outputs == (("=ok", "answer"),)
    assert elements["notify"].job == Job("notify", (("=applicant", "to"),), (("=result", "sent"),), 5, "PT1M")
    assert elements["inspect"].binding == Binding("latest", gives_all=True)
    assert elements["inspect"].outputs == (("=report", "report"),)


def test_fields_that_are_drawn_in_the_process_are_its_form() -> None:
    (form,) = (form for key, form in definition(CAMUNDA).forms.items() if key == "start")

    assert [(field.key, field.kind, field.label, field.required) for field in form.fields] == [
        ("street", "textfield", "道路", True),
        ("kind", "select", "种类", False),
        ("days", "number", "天数", False),
    ]
    assert (form.fields[0].max_length, form.fields[1].options) == (20, ("dig", "close"))


def test_what_flowable_says() -> None:
    elements = definition(FLOWABLE).elements

    assert elements["ask"].assignment == Assignment(assignee="=who")
    assert elements["ask"].limit == TimeLimit(committed="P2D")
    assert elements["ask"].form == "ask"
    assert elements["rest"].calculation == Calculation("=20 - days", "left")
    assert elements["tell"].job == Job("notify")
    assert elements["sign"].binding == Binding("deployment", gives_all=True)


def test_what_zeebe_says() -> None:
    elements = definition(ZEEBE).elements

    assert elements["compare"].job == Job("compare", (("=applicant.id", "subject"),), (("=verdict", "result"),), 4)
    assert elements["look"].form == "looked"
    assert [field.key for field in definition(ZEEBE).forms["looked"].fields] == ["ok"]
    assert elements["look"].inputs == (("=result", "shown"),)
    assert elements["look"].outputs == (("=ok", "accepted"),)
    assert elements["sign"].binding == Binding("latest", gives_all=True)


@pytest.mark.parametrize("model", MODELS)
def test_what_was_converted_means_the_same_and_says_it_itself(model: str) -> None:
    converted = convert(MODELS[model]).source
    root = read_xml(converted)
    for node in list(root.iter("{*}*")):
        around = node.getparent()
        if not str(node.tag).startswith((f"{{{BPMN}}}", f"{{{CITY}}}")) and around is not None:
            around.remove(node)
        for name in list(node.attrib):
            if str(name).startswith("{"):
                del node.attrib[name]
    (without,) = parse.read(etree.tostring(root)).definitions

    assert definition(converted) == definition(MODELS[model])
    assert definition(etree.tostring(root)).elements == definition(MODELS[model]).elements
    assert without.starters == definition(MODELS[model]).starters


def not_ours(source: bytes) -> list[object]:
    """Foreign attributes by element, foreign elements, notes, the drawing and comments, in their order."""
    found: list[object] = []
    for node in read_xml(source, whole=True).iter():
        if callable(node.tag) or not str(node.tag).startswith((f"{{{BPMN}}}", f"{{{CITY}}}")):
            found.append((str(node.tag), sorted(node.items()), node.text))
        elif node.tag == tag("documentation"):
            found.append(node.text)
        else:
            found += [(node.get("id"), name, value) for name, value in node.attrib.items() if str(name).startswith("{")]
    return found


@pytest.mark.parametrize("model", MODELS)
def test_foreign_words_notes_and_the_drawing_stay(model: str) -> None:
    before, after = (not_ours(source) for source in (MODELS[model], convert(MODELS[model]).source))

    assert len(before) > 10
    assert after == before


@pytest.mark.parametrize("model", MODELS)
def test_to_convert_twice_changes_nothing_more(model: str) -> None:
    once = convert(MODELS[model])

    assert once.written
    assert convert(once.source).source == once.source
    assert convert(once.source).written == ()


@pytest.mark.parametrize("path", OURS, ids=[path.name for path in OURS])
def test_a_file_of_our_own_stays_byte_for_byte(path: Path) -> None:
    done = convert(path.read_bytes())

    assert done.written == ()
    assert done.source == path.read_bytes()


def test_what_cannot_be_said_stays_as_it_was_and_is_told() -> None:
    source = file(
        chain('<serviceTask id="t" camunda:class="org.x.Y"/>', '<userTask id="u" camunda:assignee="${a.b()}"/>')
    )
    done = convert(source)

    assert done.source == source
    assert [(each.rule, each.element) for each in done.findings] == [("foreign-expression", "u"), ("foreign-code", "t")]
