"""Decides the deployment of a decision file: its decisions have versions of their own, the same bytes the same one."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from bpmn import decisions
from engine.domain import facts
from engine.domain.commands import ADMINISTRATOR, DESIGNER, DeployDecision
from engine.domain.decision import Decision
from engine.domain.rejections import Invalid
from engine.domain.rights import require
from engine.domain.situation import Situation
from engine.projections.changes import Change, Put


def decide_decision_deployment(command: DeployDecision, situation: Situation) -> Decision:
    """Facts for the decisions and services that are new or changed. Raises Invalid with every fault of the file."""
    require(command.actor, DESIGNER, ADMINISTRATOR)
    found = _read(command)
    used = {name: command.resources[name] for name in decisions.imported_files(command.source, command.resources)}
    digest = digest_of(command.source, used)
    told = tuple(_deployed(found, digest, command, situation))
    return Decision(told, asides=(_source(command, used, digest),) if told else ())


def _read(command: DeployDecision) -> decisions.Decisions:
    try:
        reading = decisions.examine(command.source, command.resources)
    except decisions.DecisionError as error:
        raise Invalid(f"{command.name}：{error}") from error
    if reading.faults:
        findings = tuple((fault.decision, str(fault)) for fault in reading.faults)
        raise Invalid(f"{command.name} 有 {len(findings)} 处错误：{findings[0][1]}", findings)
    if not reading.decisions:
        raise Invalid(f"{command.name} 里没有决策，也没有决策服务")
    return reading.decisions


def digest_of(source: bytes, used: Mapping[str, bytes]) -> str:
    """Of the file and of what it imports; what else came with it makes no new version."""
    whole = sha256(b"dmn\0" + source)
    for name in sorted(used):
        whole.update(b"\0" + name.encode() + b"\0" + used[name])
    return whole.hexdigest()


def _deployed(
    found: decisions.Decisions, digest: str, command: DeployDecision, situation: Situation
) -> Iterator[facts.DecisionDeployed]:
    for key, decision in found.items():
        latest = situation.latest_decisions.get(key)
        if latest is None or latest.digest != digest:
            yield facts.DecisionDeployed(
                decision=situation.new_id(),
                key=key,
                version=latest.version + 1 if latest else 1,
                name=decision.name,
                digest=digest,
                by=command.actor.id,
            )


def _source(command: DeployDecision, used: Mapping[str, bytes], digest: str) -> Change:
    resources = {name: content.decode() for name, content in used.items()}
    return Put("source", digest, {"name": command.name, "bpmn": command.source, "resources": resources})
