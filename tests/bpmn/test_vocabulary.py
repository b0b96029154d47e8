"""The vocabulary, the guide for designers and the reader say the same."""

import json
import re
from pathlib import Path

import pytest

from bpmn import parse
from bpmn.checks import CHECKS
from bpmn.rules import ERROR, HINT, RULES, WARNING
from bpmn.scopes import FLOW_NODES
from bpmn.values import VALUE_RULES
from bpmn.vocabulary import FILE, FORMATS, WORDS

GUIDE = (Path(__file__).parents[2] / "docs" / "designer.md").read_text("utf-8")
EXAMPLES = re.findall(r"```xml\n(.*?)```", GUIDE, re.DOTALL)
FRAME = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:city="http://tongban.org/schema/city" targetNamespace="http://tongban.org/tests">{}'
    '<bpmn:message id="supplement.submitted" name="supplement.submitted"/></bpmn:definitions>'
)
BESIDE = ("start", "accept")
DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="standard" name="standard"><literalExpression><text>650</text></literalExpression></decision>
</definitions>"""


def framed(example: str) -> bytes:
    """The example in a file of its own; what stands on no process gets one around it."""
    if not example.startswith("<bpmn:process"):
        nodes = '<bpmn:startEvent id="start"/><bpmn:userTask id="accept"/>'
        limit = '<bpmn:extensionElements><city:timeLimit committed="P9WD"/></bpmn:extensionElements>'
        nodes = nodes.replace('<bpmn:userTask id="accept"/>', "") if 'id="accept"' in example else nodes
        example = f'<bpmn:process id="p">{limit}{nodes}{example}</bpmn:process>'
    return FRAME.format(example).encode()


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_guide_is_accepted(example: str) -> None:
    assert parse.read(framed(example), {"rules.dmn": DECISION}).errors == ()


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_in_the_guide_with_its_attributes_and_an_example(word: str) -> None:
    assert f"city:{word}" in GUIDE
    assert any(f"<city:{word}" in example for example in EXAMPLES)
    for attribute in WORDS[word].attributes:
        assert f"`{attribute}`" in GUIDE or f"`{attribute}=" in GUIDE


@pytest.mark.parametrize("rule", [*CHECKS, *VALUE_RULES])
def test_every_check_is_in_the_guide(rule: str) -> None:
    assert f"`{rule}`" in GUIDE


def test_the_descriptor_is_one_that_a_modeler_can_load() -> None:
    descriptor = json.loads(FILE.read_text("utf-8"))
    names = {entry["name"] for entry in descriptor["types"]}

    assert (descriptor["prefix"], descriptor["uri"]) == ("city", "http://tongban.org/schema/city")
    for entry in descriptor["types"]:
        assert entry["description"]
        for each in entry["properties"]:
            assert each["type"] == "String" if each.get("isAttr") else each["type"] in names
            assert each.get("format", "text") in {*FORMATS, "elements"}
            assert each["description"]


def test_words_stand_on_elements_that_there_are() -> None:
    for word in WORDS.values():
        assert set(word.places) <= FLOW_NODES | {"process", "lane", "dataStoreReference"}


def test_every_rule_says_what_and_what_to_do() -> None:
    for severity, message, remedy in RULES.values():
        assert severity in (ERROR, WARNING, HINT)
        assert message
        assert remedy
        assert not message.endswith(("。", "！", "!"))
