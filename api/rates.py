"""How often one address may ask what is open to everybody: so many times a minute, counted in this process."""

from collections import Counter
from dataclasses import dataclass, field

from api.problems import TooMany


@dataclass(slots=True)
class Rate:
    """Counts begin anew with every minute."""

    most: int
    minute: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def count(self, address: str, seconds: float) -> None:
        """`seconds` of any clock that only goes forward. Raises TooMany."""
        if (minute := int(seconds // 60)) != self.minute:
            self.minute = minute
            self.asked.clear()
        self.asked[address] += 1
        if self.asked[address] > self.most:
            raise TooMany(
                f"Expected at most {self.most} questions a minute, but there were more: ask again in a minute"
            )
