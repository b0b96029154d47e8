"""Which handler does which kind of job."""

from workers.handlers import benefit, compare, document, http, notify, parameters, register, roll, sheet
from workers.handlers.contract import Handler

HANDLERS = {
    "benefit": Handler(benefit.run, opens=True),
    "compare": Handler(compare.run, opens=True),
    "document": Handler(document.run, opens=True),
    "http": Handler(http.run),
    "notify": Handler(notify.run),
    "parameters": Handler(parameters.run),
    "register": Handler(register.run),
    "roll": Handler(roll.run),
    "sheet": Handler(sheet.run),
}
