"""What sensitive checks say (sensitive.csv; data standards, 7): sealed where it is kept, opened for few.

In the clear there is only whether something differs. What says nothing about the person stays readable.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from registers import catalogue
from registers.comparisons import SHARED, Comparison, Told
from registers.sealing import Sealing
from registers.verdict import Outcome

PLAIN: Mapping[Outcome, str] = {"agree": "符合", "hit": "不符合", "unknown": "查不清"}


def is_sensitive(check: str) -> bool:
    return check in catalogue.sensitive()


def plain(check: str, outcome: Outcome, detail: str) -> str:
    """What everybody who handles it may read of a detail."""
    return PLAIN[outcome] if is_sensitive(check) else detail


def closed(told: Told, person: str, sealing: Sealing) -> Told:
    """An answer as it is kept. `person`: blind index."""
    if not is_sensitive(told.name) or not _says_something(told):
        return told
    said = {
        "detail": told.detail,
        "evidence": [asdict(one) for one in told.evidence],
        "evidence_ref": told.evidence_ref,
    }
    content = json.dumps(said, ensure_ascii=False, default=str).encode()
    sealed = sealing.seal(person, content).hex()
    return replace(told, detail=PLAIN[told.verdict], evidence=(), evidence_ref=None, sealed=sealed)


def opened(row: Comparison, sealing: Sealing) -> Comparison:
    """With what was sealed. ValueError where it was sealed under another installation's key."""
    if row.sealed is None:
        return row
    return replace(row, sealed=None, **json.loads(sealing.open(row.person, bytes(row.sealed))))


def shown(row: Comparison, sealing: Sealing, in_full: bool) -> Comparison:
    """As a reader may see it: of a sensitive check in full, or only whether something differs."""
    if not is_sensitive(row.name):
        return row
    if in_full:
        return opened(row, sealing)
    silent = row.verdict is None or (row.verdict == "unknown" and row.sealed is None)
    detail = row.detail if silent or row.verdict is None else PLAIN[row.verdict]
    return replace(row, detail=detail, evidence=None, evidence_ref=None, finding_reason=None, sealed=None)


def reading_groups(row: Comparison) -> set[str]:
    """The posts that may read it: named to verify it, and of a department and level that sensitive.csv says."""
    reader = catalogue.sensitive().get(row.name, frozenset())
    named = [row.confirmers] if isinstance(row.confirmers, str) else row.confirmers or []
    return {group for group in named if _parts(group) in reader}


def _parts(group: str) -> tuple[str, str]:
    department, _, rest = group.partition(":")
    return department, rest.partition(":")[0]


def _says_something(told: Told) -> bool:
    """That data are missing, or nobody could be asked, is nothing about a person."""
    return told.verdict != "unknown" or told.source != SHARED or any(one.record is not None for one in told.evidence)
