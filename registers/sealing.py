"""What the registers are lent to keep persons by: blind indexes, and a seal for what nobody may read in the tables.

Who holds the installation's keys makes one; here no key is known.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sealing:
    """`index`: identity number -> blind index. `seal` and `open`: (blind index, bytes) -> bytes; `open` raises
    ValueError where the seal is not of this person or this installation.
    """

    index: Callable[[str], str]
    seal: Callable[[str, bytes], bytes]
    open: Callable[[str, bytes], bytes]
