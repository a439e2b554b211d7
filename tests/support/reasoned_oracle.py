"""Which rules can be reached, by trying everybody: slow, plain, and of another mind."""

from collections.abc import Iterator
from typing import Any

from support.reasoned_crowd import Crowd
from support.reasoned_file import Vector


class Oracle(Crowd):
    """Decides for everybody."""

    def is_so(self, table: Any, who: Vector) -> bool:
        """Whether a table of conditions, or an audience by its name, holds."""
        if isinstance(table, str):
            return self.is_so(self.file["audiences"][table], who)
        for leaf, said in self.leaves(table):
            if leaf[0] == "stage":
                words = said if isinstance(said, list) else [said]
                if self.stage(who) not in words:
                    return False
            elif leaf not in who:
                return False
        if "any" in table and not any(self.is_so(each, who) for each in table["any"]):
            return False
        if not all(self.is_so(each, who) for each in table.get("all", ())):
            return False
        return "not" not in table or not self.is_so(table["not"], who)

    def stage(self, who: Vector) -> str:
        held = [
            name
            for name, when in zip(self.stage_names, self.stages, strict=True)
            if "kept" in who and self.is_so(when, who)
        ]
        return held[-1] if held else self.stage_names[0]

    def outcomes(self, who: Vector) -> Iterator[bool]:
        """Tell of each rule, for each of its audiences, whether it matches."""
        for number, show in enumerate(self.shows):
            is_timed = "from" in show or "until" in show
            is_able = not is_timed or ("open", number) in who
            is_able &= "cap" not in show or ("cap", number) in who
            is_able = is_able and self.is_so(show.get("when", {}), who)
            to = show.get("to", [None])
            for arm in self.arms(show):
                is_in = is_able and self.is_so(arm, who)
                for name in [to] if isinstance(to, str) else to:
                    yield is_in and (name is None or self.is_so(name, who))

    def verdicts(self) -> tuple[list[bool], list[bool]]:
        """Tell of each outcome whether anybody matches it, and gets as far as it."""
        matched: list[bool] = []
        reached: list[bool] = []
        for who in self.everybody():
            found = list(self.outcomes(who))
            matched = matched or [False] * len(found)
            reached = reached or [False] * len(found)
            first = True
            for at, holds in enumerate(found):
                matched[at] |= holds
                reached[at] |= holds and first
                first = first and not holds
        return matched, reached
