"""A small case around one building block: calls it with given values and keeps what it gives back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from engine.domain.commands import DESIGNER, Actor, DeployDefinition, Post
from engine.domain.ids import CITY
from registers.imports import Delivery, take_in
from tests.city.places import code_of

if TYPE_CHECKING:
    from tests.city.city import City

DESIGNED_BY = Actor("designer", "designer", (Post(DESIGNER),))
HOME = code_of("heping/nanhu/01")
APPLICANT = {"applicant_name": "张三", "applicant_id": "210199195803120014", "applicant_phone": "10000000000"}
PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"
    targetNamespace="http://tongban.org/tests">
  <process id="{key}" name="{key}" isExecutable="true">
    <extensionElements>
      <city:item code="MZ-001" title="办件" subject="applicant_id"/>
      <city:timeLimit committed="P10WD" statutory="P30WD"/>
      <city:personal variables="applicant_name, applicant_id, applicant_phone, applicant_address"/>
    </extensionElements>
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="call"/>
    <callActivity id="call" name="环节" calledElement="block_{block}">
      <extensionElements>{limit}{call}</extensionElements>
    </callActivity>
    <sequenceFlow id="f2" sourceRef="call" targetRef="end"/>
    <endEvent id="end" name="办结"/>
  </process>
</definitions>"""


def calling(city: City, block: str, inputs: Mapping[str, str], outputs: Iterable[str] = (), share: str = "0.5") -> str:
    """Deploys the case and gives its key. `inputs`: by name, expressions; `outputs`: names that are kept.

    `share`: of the ten working days of the case; none where it is empty.
    """
    key = f"case_of_{block}"
    call = "".join(f"<city:input source={quoteattr(text)} target={quoteattr(to)}/>" for to, text in inputs.items())
    call += "".join(f'<city:output source="{name}" target="{name}"/>' for name in outputs)
    limit = f'<city:timeLimit share="{share}"/>' if share else ""
    source = PROCESS.format(key=key, block=block, call=call, limit=limit)
    return deployed(city, key, source)


def deployed(city: City, key: str, source: str) -> str:
    """Deploys a file of the story's own; gives the key."""
    order = city.stamp(DESIGNED_BY, CITY)
    city.engine.execute(DeployDefinition(**order, name=f"{key}.bpmn", source=source.encode()))
    return key


def delivered(city: City, dataset: str, *rows: Mapping[str, str]) -> None:
    """Yesterday's delivery of a dataset by its department."""
    delivery = Delivery(dataset, (city.now - timedelta(days=1)).date(), rows)
    with city.engine.store.writing() as connection:
        take_in(connection, delivery, lambda number: city.engine.store.vault.person(number, 0), city.now)
