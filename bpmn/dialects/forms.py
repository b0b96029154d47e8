"""Makes a form-js schema of the fields that other vendors draw in the process itself. Checks no values."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bpmn.dialects.vendors import ZEEBE, elements, word
from bpmn.findings import Finding, finding
from bpmn.xml import Node, extension, local, tag, text_of

Component = dict[str, Any]
TYPES = {
    "string": "textfield",
    "long": "number",
    "integer": "number",
    "int": "number",
    "double": "number",
    "boolean": "checkbox",
    "date": "datetime",
    "enum": "select",
}
LIMITS = {"min": "min", "max": "max", "minlength": "minLength", "maxlength": "maxLength"}
SHOWN_ONLY = ("readonly",)


def has_fields(node: Node) -> bool:
    return any(True for _ in _fields(node))


def drawn_forms(root: Node) -> dict[str, bytes]:
    """The schema of each start event and user task that has such fields and no form of a file, by the element's id;
    and those that Zeebe's files hold whole, by their own."""
    whole = root.iter(f"{{{ZEEBE}}}userTaskForm")
    found = {each.get("id", ""): text_of(each).encode() for each in whole if each.get("id")}
    for node in root.iter(tag("startEvent"), tag("userTask")):
        id, form = node.get("id", ""), extension(node, "form")
        has_own = form.get("key") != id if form is not None else word(node, "formKey", "formRef") is not None
        if id and has_fields(node) and not has_own:
            found[id] = json.dumps(_schema(id, node), ensure_ascii=False).encode()
    return found


def bad_fields(root: Node) -> Iterator[Finding]:
    """Fields of which not all is taken over."""
    for node in root.iter(tag("startEvent"), tag("userTask")):
        for each in _fields(node):
            kind = each.get("type", "string")
            strange = [name for name in _constraints(each) if name not in (*LIMITS, *SHOWN_ONLY, "required")]
            if kind not in TYPES:
                yield finding("foreign-form", node, name=local(each), field=each.get("id"), why=f"类型 {kind} 当作文字")
            if strange:
                why = f"的 {'、'.join(strange)} 不检查"
                yield finding("foreign-form", node, name=local(each), field=each.get("id"), why=why)


def _fields(node: Node) -> Iterator[Node]:
    for block in elements(node, "formData"):
        yield from (each for each in block.iterchildren("{*}formField") if each.get("id"))
    yield from (each for each in elements(node, "formProperty") if each.get("id") and each.get("readable") != "false")


def _schema(id: str, node: Node) -> Mapping[str, Any]:
    components = [_component(each) for each in _fields(node)]
    return {"type": "default", "schemaVersion": 16, "id": id, "components": components}


def _component(field: Node) -> Component:
    kind, constraints = field.get("type", "string"), _constraints(field)
    made: Component = {
        "type": TYPES.get(kind, "textfield"),
        "key": field.get("variable") or field.get("id"),
        "label": field.get("label") or field.get("name") or field.get("id"),
    }
    demands: dict[str, Any] = {ours: constraints[name] for name, ours in LIMITS.items() if constraints.get(name)}
    if field.get("required") == "true" or constraints.get("required", "false") != "false":
        demands["required"] = True
    if "readonly" in constraints or field.get("writable") == "false":
        made["disabled"] = True
    if demands:
        made["validate"] = demands
    return made | _of_kind(kind, field)


def _of_kind(kind: str, field: Node) -> Component:
    match kind:
        case "enum":
            values = field.iterchildren("{*}value")
            return {
                "values": [
                    {"value": each.get("id", ""), "label": each.get("name") or each.get("id", "")} for each in values
                ]
            }
        case "date":
            return {"subtype": "date", "dateLabel": field.get("label") or field.get("name") or field.get("id")}
        case "long" | "integer" | "int":
            return {"decimalDigits": 0}
    return {}


def _constraints(field: Node) -> dict[str, str]:
    """Name -> its setting; one without a setting holds."""
    found = field.iterfind("{*}validation/{*}constraint")
    return {each.get("name", ""): each.get("config") or "true" for each in found}
