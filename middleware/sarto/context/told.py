"""What a visitor told us, as the facts it overrules: it outranks what was inferred."""

from typing import Final

from sarto.choices.preferences import INTERESTS, LEVEL, Told

PREFERENCE: Final = "preference."
TOLD: Final = (PREFERENCE, "level", "language", "interest")  # names of facts begin so


def told(choices: Told, fact: str) -> object:
    """Give what was chosen for a fact; `None`: nothing was."""
    if fact.startswith(PREFERENCE):
        return choices.get(fact.removeprefix(PREFERENCE))
    if fact.startswith("levels."):
        return choices.get(LEVEL)
    return choices.get(INTERESTS if fact == "interest" else fact)
