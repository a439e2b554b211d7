"""`sarto upgrade`: brings a config to the newest version of its format.

In: a file's text. Out: the text of a file that means the same, its comments and order
kept; only what a step names is written otherwise. Never: a guess at a newer version.
"""

import tomllib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from sarto.config.locate import locate
from sarto.config.text import parsed

Step: TypeAlias = Callable[[str], str]

STEPS: Final[Mapping[int, Step]] = MappingProxyType({})  # version 1 is the first one
NEWEST: Final = 1


class NewerError(Exception):
    """Raised when a file is of a version that is not known yet."""

    def __init__(self, version: object) -> None:
        self.version = version
        super().__init__(f"this Sarto reads version {NEWEST}, and not {version!r}")


def upgraded(
    text: str, *, steps: Mapping[int, Step] = STEPS, file: str = "sarto.toml"
) -> str:
    """Take every step that a file is short of; raises `ConfigError`, `NewerError`."""
    version = parsed(text, file).get("version", 1)
    newest = max(steps, default=NEWEST - 1) + 1
    if type(version) is not int or not 1 <= version <= newest:
        raise NewerError(version)
    for number in range(version, newest):
        text = numbered(steps[number](text), number + 1)
    return text


def numbered(text: str, version: int) -> str:
    """Write the version where it stands, or in front of all that stands there."""
    if "version" not in tomllib.loads(text):
        return f"version = {version}\n{text}"
    place = locate(text).values["version",]
    lines = text.split("\n")
    line, start = lines[place.line - 1], place.column - 1
    lines[place.line - 1] = f"{line[:start]}{version}{line[start + place.length :]}"
    return "\n".join(lines)
