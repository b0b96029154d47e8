"""Which handler does which kind of job."""

from workers.handlers import (
    benefit,
    claim_matter,
    compare,
    document,
    doubt,
    http,
    intake,
    jurisdiction,
    notify,
    papers,
    parameters,
    payee,
    register,
    roll,
    sheet,
)
from workers.handlers.contract import Handler

HANDLERS = {
    "benefit": Handler(benefit.run, opens=True),
    "claim_matter": Handler(claim_matter.run, opens=True),
    "compare": Handler(compare.run, opens=True),
    "document": Handler(document.run, opens=True),
    "doubt": Handler(doubt.run),
    "http": Handler(http.run),
    "intake": Handler(intake.run, opens=True),
    "jurisdiction": Handler(jurisdiction.run, opens=True),
    "notify": Handler(notify.run),
    "papers": Handler(papers.run, opens=True),
    "parameters": Handler(parameters.run),
    "payee": Handler(payee.run, opens=True),
    "register": Handler(register.run),
    "roll": Handler(roll.run),
    "sheet": Handler(sheet.run),
}
