"""Tokens read lately, with what was in them: two generations, a flood drops strangers.

A token that is known need not be verified and read again. What a visitor took back is
forgotten here, too.
"""

from dataclasses import dataclass, field

from sarto.memory.profile import Profile

MOST = 512  # of each generation


@dataclass(slots=True)
class Lately:
    """Profiles by their token; they are immutable, so that sharing does no harm."""

    young: dict[str, Profile] = field(default_factory=dict[str, Profile])
    old: dict[str, Profile] = field(default_factory=dict[str, Profile])

    def get(self, token: str) -> Profile | None:
        found = self.young.get(token) or self.old.get(token)
        if found is not None:
            self.keep(token, found)
        return found

    def keep(self, token: str, profile: Profile) -> None:
        if len(self.young) >= MOST and token not in self.young:
            self.old, self.young = self.young, {}
        self.young[token] = profile

    def forget(self, token: str) -> None:
        self.young.pop(token, None)
        self.old.pop(token, None)
