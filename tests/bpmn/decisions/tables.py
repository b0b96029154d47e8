"""Writes small DMN files for the tests."""

from collections.abc import Iterable

from bpmn import decisions
from bpmn.decisions import Decision

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell(kind: str, text: str) -> str:
    return f"<{kind}><text>{escaped(text)}</text></{kind}>"


def table(rules: Iterable[str], policy: str = "", ins: str = "a", outs: str = "out") -> str:
    """A table of rules such as `< 5 | "x" -> 1 | 2`; inputs and outputs divided by |, values of an output after =."""
    columns = [f"<input><inputExpression><text>{escaped(text)}</text></inputExpression></input>" for text in split(ins)]
    columns += [output(text) for text in split(outs)]
    return f"<decisionTable {policy}>{''.join(columns)}{''.join(map(rule, rules))}</decisionTable>"


def output(text: str) -> str:
    name, _, values = text.partition("=")
    allowed, _, default = values.partition(" default ")
    inner = cell("outputValues", allowed) if allowed else ""
    return f'<output name="{name.strip()}">{inner}{cell("defaultOutputEntry", default) if default else ""}</output>'


def rule(text: str) -> str:
    conditions, _, results = text.partition("->")
    inputs = "".join(cell("inputEntry", part) for part in split(conditions))
    return f"<rule>{inputs}{''.join(cell('outputEntry', part) for part in split(results))}</rule>"


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


def decision(logic: str, identity: str = "d", requires: Iterable[str] = (), name: str = "") -> str:
    return f'<decision id="{identity}" name="{name or identity}">{links(requires)}{logic}</decision>'


def links(requires: Iterable[str]) -> str:
    """What is required, by id; in front of those that are not decisions a letter says what they are: i: or k:."""
    return "".join(map(link, requires))


def link(one: str) -> str:
    kind, _, identity = one.rpartition(":")
    if kind == "k":
        return f'<knowledgeRequirement><requiredKnowledge href="#{identity}"/></knowledgeRequirement>'
    what = "requiredInput" if kind == "i" else "requiredDecision"
    return f'<informationRequirement><{what} href="#{identity}"/></informationRequirement>'


def given(name: str, type: str = "") -> str:
    """Input data; its id is its name."""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type}"/></inputData>'


def model(logic: str, identity: str, parameters: str = "", requires: Iterable[str] = (), name: str = "") -> str:
    """A business knowledge model; its parameters as `a: number, b`."""
    return (
        f'<businessKnowledgeModel id="{identity}" name="{name or identity}"><encapsulatedLogic>{formal(parameters)}'
        f"{logic}</encapsulatedLogic>{links(requires)}</businessKnowledgeModel>"
    )


def formal(parameters: str) -> str:
    pairs = [part.partition(":") for part in parameters.split(",") if part.strip()]
    return "".join(f'<formalParameter name="{name.strip()}" typeRef="{type.strip()}"/>' for name, _, type in pairs)


def service(identity: str, outputs: str, inputs: str = "", decisions: str = "") -> str:
    """A decision service: the ids of its output decisions, its input data, and its input decisions."""
    parts = (("outputDecision", outputs), ("inputData", inputs), ("inputDecision", decisions))
    inside = "".join(f'<{kind} href="#{one}"/>' for kind, ids in parts for one in ids.split())
    return f'<decisionService id="{identity}" name="{identity}">{inside}</decisionService>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escaped(text)}</text></literalExpression>"


def file(*parts: str) -> bytes:
    return f'<definitions xmlns="{DMN}" id="f" name="f">{"".join(parts)}</definitions>'.encode()


def taken(logic: str) -> Decision:
    """The one decision of a file, given whole or by its logic."""
    whole = logic if logic.startswith("<decision id=") else decision(logic)
    return decisions.read(file(whole))["d"]
