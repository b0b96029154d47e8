"""What lies beside a process: its forms and decisions. Finds them by name and says which are missing or unreadable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as has

from bpmn import decisions as dmn
from bpmn.findings import Finding, finding, found_at
from bpmn.forms import BadForm, Remark, read_form
from bpmn.model import Form
from bpmn.scopes import FLOW_NODES
from bpmn.xml import Node, extension, is_bpmn, local

FORM_ENDINGS = (".form.json", ".form", ".json")
DECISION_ENDINGS = (".dmn", ".dmn.xml")
MOST_FAULTS = 10
"""Of one decision file that are told."""


@dataclass(frozen=True, slots=True)
class Beside:
    """`forms`: by file name without ending. `broken`: file -> why. `decisions`: id of a decision -> its file.

    `sources`: the files themselves, by name.
    """

    forms: Mapping[str, Form]
    remarks: Mapping[str, tuple[Remark, ...]]
    decisions: Mapping[str, str]
    broken: Mapping[str, str]
    sources: Mapping[str, bytes] = has(default_factory=dict)

    def form(self, key: str) -> Form | None:
        """By the name of its file, else by its own id."""
        return self.forms.get(key) or next((form for form in self.forms.values() if form.id == key), None)

    def with_forms(self, schemas: Mapping[str, bytes]) -> "Beside":
        """Also with forms that are drawn in the file itself; one that lies beside it goes before."""
        drawn: dict[str, Form] = {}
        broken: dict[str, str] = {}
        for key, schema in schemas.items():
            try:
                drawn[key] = read_form(schema, key)[0]
            except BadForm as error:
                broken[f"{key}.form"] = str(error)
        return replace(self, forms={**drawn, **self.forms}, broken={**self.broken, **broken}) if schemas else self


def read_beside(resources: Mapping[str, bytes]) -> Beside:
    forms: dict[str, Form] = {}
    remarks: dict[str, tuple[Remark, ...]] = {}
    decisions: dict[str, str] = {}
    broken: dict[str, str] = {}
    for name, source in resources.items():
        try:
            source.decode()
            if stem := _stem(name, FORM_ENDINGS):
                forms[stem], remarks[stem] = read_form(source, stem)
            elif name.endswith(DECISION_ENDINGS):
                reading = dmn.examine(source, resources)
                decisions |= dict.fromkeys(reading.decisions, name)
                broken |= {name: "；".join(map(str, reading.faults[:MOST_FAULTS]))} if reading.faults else {}
        except UnicodeDecodeError:
            broken[name] = "应是 UTF-8 编码的文字，请用编辑工具另存为 UTF-8"
        except (BadForm, dmn.DecisionError) as error:
            broken[name] = str(error)
    return Beside(forms, remarks, decisions, broken, resources)


def _stem(name: str, endings: tuple[str, ...]) -> str | None:
    base = name.rpartition("/")[2]
    return next((base.removesuffix(ending) for ending in endings if base.endswith(ending)), None)


def bad_resources(processes: list[Node], beside: Beside) -> Iterator[Finding]:
    """What cannot be read, and decisions that nothing beside the process has."""
    for name, why in beside.broken.items():
        is_form = _stem(name, FORM_ENDINGS) is not None
        values = {"form": name, "why": why} if is_form else {"file": name, "why": why}
        yield found_at("bad-form" if is_form else "bad-decision", None, 0, **values)
    for form, remarks in beside.remarks.items():
        for field, why in remarks:
            yield found_at("form-field", None, 0, form=form, field=field, why=why)
    for process in processes:
        for node in process.iter("{*}*"):
            if is_bpmn(node) and local(node) in FLOW_NODES:
                yield from _bad_decision(node, beside)


def _bad_decision(node: Node, beside: Beside) -> Iterator[Finding]:
    word = extension(node, "decision")
    decision = "" if word is None else word.get("decision", "")
    if word is None or not decision or word.get("binding", "deployment") != "deployment":
        return
    file = beside.decisions.get(decision)
    wanted = word.get("resource")
    if file is None or (wanted and file.rpartition("/")[2] != wanted):
        yield finding("unknown-decision", node, decision=decision)
