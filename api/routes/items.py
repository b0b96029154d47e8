"""The register of service items over HTTP: limits and papers of each, and the process that runs it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from api.asking import reply, viewer
from api.desk import desk_of
from api.document import gives
from bpmn.register import Item, items
from engine.domain.rejections import NotFound
from engine.store.reads import definitions
from engine.store.store import Store

router = APIRouter(tags=["items"])


class ServiceItem(msgspec.Struct, kw_only=True):
    """Days are working days; `promised_days` 0 is done at once. `materials_before`: papers before they were cut.

    `process`, `version`: the latest deployed process that runs it; None where there is none yet.
    """

    code: str
    name: str
    department: str
    category: str
    item_type: str
    applicant: str
    statutory_days: int
    promised_days: int
    materials_before: int
    materials_now: int
    materials: list[str]
    checks: list[str]
    subsidy_rule: str | None
    process: str | None
    version: int | None


@router.get("/items", **gives(ServiceItem, many=True))
def listed(request: Request, department: str | None = None) -> Response:
    """All service items, or those of one department (its code, as MZ), in the order of the register."""
    viewer(request)
    deployed = _deployed(desk_of(request).store)
    found = (item for item in items().values() if department in (None, item.department))
    return reply([_shown(item, deployed) for item in found])


@router.get("/items/{code}", **gives(ServiceItem))
def item(code: str, request: Request) -> Response:
    """One service item."""
    viewer(request)
    found = items().get(code)
    if found is None:
        raise NotFound(f"Expected the code of a service item, such as MZ-001, but there is no {code!r}")
    return reply(_shown(found, _deployed(desk_of(request).store)))


def _deployed(store: Store) -> dict[str, Mapping[str, Any]]:
    return {row["item"]: row for row in definitions.latest(store) if row["item"]}


def _shown(item: Item, deployed: Mapping[str, Mapping[str, Any]]) -> ServiceItem:
    row = deployed.get(item.code)
    return ServiceItem(
        code=item.code,
        name=item.name,
        department=item.department,
        category=item.category,
        item_type=item.item_type,
        applicant=item.applicant,
        statutory_days=item.statutory_days,
        promised_days=item.promised_days,
        materials_before=item.materials_before,
        materials_now=len(item.materials),
        materials=list(item.materials),
        checks=list(item.checks),
        subsidy_rule=item.subsidy_rule,
        process=row["key"] if row else None,
        version=row["version"] if row else None,
    )
