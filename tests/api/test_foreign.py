"""A file of another tool over HTTP: its fields are a form, which is shown and which checks what is filled in."""

from collections.abc import Callable

from tests.api.server import Person
from tests.bpmn.files import chain, extended, file

People = Callable[[str], Person]
FIELDS = (
    '<camunda:formField id="street" label="道路" type="string"><camunda:validation>'
    '<camunda:constraint name="required"/></camunda:validation></camunda:formField>'
    '<camunda:formField id="days" label="天数" type="long"/>'
)


def test_fields_that_are_drawn_in_a_file_are_a_form_that_checks(person: People) -> None:
    start = f'<startEvent id="s">{extended(f"<camunda:formData>{FIELDS}</camunda:formData>")}</startEvent>'
    body = chain('<userTask id="t" camunda:candidateGroups="MZ:window:clerk"/>').replace('<startEvent id="s"/>', start)
    source = file(body).replace(b'<process id="p"', b'<process id="roadworks"')
    answer = person("designer").says("/definitions", name="roadworks.bpmn", source=source.decode())
    assert answer.status_code == 201, answer.text

    definition = answer.json()["definitions"][0]["id"]
    form = person("clerk").get(f"/forms/{definition}/s").json()
    assert [(field["key"], field["type"]) for field in form["components"]] == [
        ("street", "textfield"),
        ("days", "number"),
    ]
    given = {"key": "roadworks", "area": "210104"}
    assert person("clerk").says("/cases", **given, variables={"days": 2}).status_code == 422
    assert person("clerk").says("/cases", **given, variables={"street": "南街", "days": 2}).status_code == 201
