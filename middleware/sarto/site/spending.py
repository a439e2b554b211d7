"""`Spending`: time that may be spent beside serving pages, as a share of all time."""

from dataclasses import dataclass
from typing import Final

SHARE: Final = 0.05  # of the time that passes
WINDOW: Final = 60.0  # seconds: what it may spend at once is the share of these


@dataclass(slots=True, kw_only=True)
class Spending:
    """What was spent and is not made up for yet; a share of what passes makes up."""

    share: float = SHARE
    spent: float = 0.0
    until: float = 0.0

    def spend(self, began: float, ended: float) -> None:
        """Note what one request took, by a clock that never goes back."""
        passed = max(0.0, began - self.until)
        self.spent = max(0.0, self.spent - passed * self.share) + ended - began
        self.until = max(self.until, ended)

    @property
    def is_over(self) -> bool:
        """Whether it is more than the share, for about as long as the window."""
        return self.spent > self.share * WINDOW
