"""Claims a matter for a household: of the same matter a household has one open application in the whole city."""

from engine.domain.durations import in_city
from registers import records
from registers.population import openings
from registers.population.openings import Claim, Duplicate
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

PER = ("household", "person")


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `subject` (identity number of the applicant), if known `household` (its number), and `matter`: what
    several items share; the code of the case's item without. `per` person: every member of the household may have one
    open (a pension); else the household has one (a minimum living allowance). `act` release gives it back early; with
    the end of the case it is free anyway.

    Output: `claimed`: by household or person. Error `application.duplicate` names the open case; registers out of
    reach: at last `application.unavailable`.
    """
    matter = inputs.get("matter") or context.item()
    if not isinstance(matter, str) or not matter.strip():
        raise Hopeless(f"Expected a matter, but `matter` is {matter!r}")
    try:
        if inputs.get("act") == "release":
            with context.registers() as connection:
                return {"released": openings.release(connection, context.instance, matter.strip())}
        wanted = _wanted(inputs, matter.strip(), context)
        claimant = _claimed(wanted, context, None)
    except Duplicate as found:
        since = in_city(found.since).date()
        words = f"同一户的同一事项已有一件在办：办件 {found.instance}，{since} 提出；办结后才能再申请"
        raise BpmnError("application.duplicate", words) from found
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("application.unavailable", f"在办登记不可用：{error}") from error
        raise
    return {"claimed": "person" if claimant == wanted.person else "household"}


def _claimed(wanted: Claim, context: Context, over: int | None) -> str:
    """What a case claimed that has ended since is taken over. No connection is held while the engine is asked."""
    try:
        with context.registers() as connection:
            return openings.claim(connection, wanted, over)
    except Duplicate as found:
        if found.instance == over or context.is_open(found.instance):
            raise
        holder = found.instance
    return _claimed(wanted, context, holder)


def _wanted(inputs: Inputs, matter: str, context: Context) -> Claim:
    subject = inputs.get("subject")
    if not isinstance(subject, str) or not subject.strip():
        raise Hopeless("Expected the identity number of a person, but `subject` is empty or erased")
    household = str(inputs.get("household") or "").strip()
    per = inputs.get("per") or "household"
    if per not in PER:
        raise Hopeless(f"Expected one of {', '.join(PER)}, but `per` is {per!r}")
    person = context.person_index(subject)
    return Claim(matter, person, household, context.instance, context.now, alone=per == "person")
