"""What can be wrong with the tokens of a level, and at which element."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """`kind`: never (a join never fires), stuck (it can wait in vain), doubled (a merge lets several tokens through).

    `split`: where the branches part, if it is known; `missing`: the element whose flow may not bring a token.
    """

    kind: str
    element: str
    split: str = ""
    missing: str = ""
