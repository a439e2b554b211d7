"""What is wrong with a file, gathered while it is read; every mistake has its place."""

from dataclasses import dataclass, field
from typing import TypeAlias

from sarto.config.locate import KeyPath, Place, Places
from sarto.errors import ConfigError, Finding, Note, Severity
from sarto.vocabulary.reading import ConditionError

MOST = 100  # errors, and as many warnings: who reads on after that?
LONGEST = 400  # characters of a message, of a hint, of a line of carets

Beside: TypeAlias = tuple[tuple[KeyPath, str], ...]  # other places, and what is there


def shortened(text: str) -> str:
    """Cut a text that quotes too much of a file; no half character is left of it."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def narrowed(place: Place, part: tuple[int, int] | None) -> Place:
    """Give the place of a part of a text in quotes: from where on, how long."""
    if part is None or sum(part) > place.length - 2:  # it is of more lines than one
        return place
    return place._replace(column=place.column + 1 + part[0], length=part[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The findings in one file so far.

    `spoiled` holds the paths inside which a mistake of shape was told already, and
    `doubted` what it may have left undeclared: of neither anything more is told.
    """

    file: str
    places: Places
    findings: list[Finding] = field(default_factory=list[Finding])
    spoiled: set[KeyPath] = field(default_factory=set[KeyPath])
    doubted: set[str] = field(default_factory=set[str])

    def wrong(  # noqa: PLR0913 - the parts of a finding
        self,
        code: str,
        path: KeyPath,
        message: str,
        help: str = "",  # noqa: A002 - the word of every finding
        *,
        at_value: bool = False,
        about: str = "",
        severity: Severity = "error",
        beside: Beside = (),
        part: tuple[int, int] | None = None,
    ) -> None:
        """Add a finding at a path of the file; raises `ConfigError` when it is full."""
        if self.doubts(about) or path in self.spoiled:
            return
        told = sum(finding.severity == severity for finding in self.findings)
        place = narrowed(self.places.nearest(path, value=at_value), part)
        if told < MOST:
            self.add(code, place, message, help, severity=severity, beside=beside)
        elif told == MOST:
            text = f"there are more {severity}s than these {MOST}"
            self.add("SARTO022", place, text, "mend these first", severity=severity)
        if told >= MOST and severity == "error":
            raise ConfigError(self.all())

    def add(  # noqa: PLR0913 - the parts of a finding
        self,
        code: str,
        place: Place,
        message: str,
        help: str,  # noqa: A002 - the word of every finding
        *,
        severity: Severity,
        beside: Beside = (),
    ) -> None:
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                message=shortened(message),
                help=shortened(help),
                file=self.file,
                line=place.line,
                column=place.column,
                length=min(place.length, LONGEST),
                notes=tuple(self.note(*other) for other in beside),
            )
        )

    def note(self, path: KeyPath, message: str) -> Note:
        """Point to another value that a finding speaks of."""
        place = self.places.nearest(path, value=True)
        return Note(
            message=shortened(message),
            line=place.line,
            column=place.column,
            length=min(place.length, LONGEST),
        )

    def doubts(self, about: str) -> bool:
        """Whether a mistake of shape left undeclared what is looked up."""
        return about in self.doubted

    def mistaken(self, name: str, mistake: ConditionError, path: KeyPath) -> None:
        """Add what is wrong with what is said of a fact."""
        at = path if mistake.item is None else (*path, mistake.item)
        about, text = name.partition(".")[0], f"`{name}`: {mistake.message}"
        self.wrong("SARTO006", at, text, mistake.help, at_value=True, about=about)

    def all(self) -> tuple[Finding, ...]:
        """List the findings in the order of the file, errors and warnings together."""
        return tuple(sorted(self.findings, key=lambda finding: finding.place))
