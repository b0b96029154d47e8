"""Writes a notice to the log of notices; sending it out by a channel is somebody else's work."""

from registers import notices
from registers.notices import Notice
from workers.handlers.contract import Context, Hopeless, Inputs, Variables


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `to` (an account, a group, or a person by reference), `text`, and `title`, `channel` if wanted.

    Output: `notice`, its number. A job that runs twice writes one notice.
    """
    text = inputs.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Hopeless("Expected a notice with words in it, but `text` is empty")
    notice = Notice(
        id=context.job,
        instance=context.instance,
        recipient=_recipient(inputs.get("to")),
        channel=str(inputs.get("channel") or "inbox"),
        title=str(inputs.get("title") or ""),
        text=text,
        written_at=context.now,
    )
    with context.registers() as connection:
        notices.write(connection, notice)
    return {"notice": notice.id}


def _recipient(to: object) -> str:
    """A person stands here by the reference of the sealed value: who it is stays sealed."""
    match to:
        case str() if to.strip():
            return to
        case {"sealed": int(reference)}:
            return f"sealed:{reference}"
        case _:
            raise Hopeless(f"Expected somebody to notify, but `to` is {to!r}")
