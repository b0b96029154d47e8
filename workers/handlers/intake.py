"""What a case has to know as it comes in, asked at once: who handles it, and that the household has no other open.

Two jobs in one, for every case of the city begins with it.
"""

from workers.handlers import claim_matter, jurisdiction
from workers.handlers.contract import BpmnError, Context, Inputs, Variables


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: those of `jurisdiction`; and where the item gives something that nobody may apply for twice at a time,
    `matter`, with `per` and `household` as for `claim_matter`.

    Output: that of `jurisdiction`, and `open_case`: what stands against it, in words, null where nothing does. It is
    no error of the model, since the letter to the applicant says it. Errors: those of both, but for the duplicate.
    """
    found = jurisdiction.run(inputs, context)
    return {**found, "open_case": _open_case(inputs, context) if inputs.get("matter") else None}


def _open_case(inputs: Inputs, context: Context) -> str | None:
    try:
        claim_matter.run(inputs, context)
    except BpmnError as error:
        if error.code != "application.duplicate":
            raise
        return str(error)
    return None
