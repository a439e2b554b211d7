"""What is wrong with a file, gathered while it is read; every mistake has its place."""

from dataclasses import dataclass, field

from sarto.config.locate import KeyPath, Places
from sarto.errors import Finding, Severity
from sarto.vocabulary.reading import ConditionError


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
    ) -> None:
        """Add a finding at a path of the file."""
        if about in self.doubted or path in self.spoiled:
            return
        place = self.places.nearest(path, value=at_value)
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                message=message,
                help=help,
                file=self.file,
                line=place.line,
                column=place.column,
                length=place.length,
            )
        )

    def mistaken(self, name: str, mistake: ConditionError, path: KeyPath) -> None:
        """Add what is wrong with what is said of a fact."""
        at = path if mistake.item is None else (*path, mistake.item)
        about, text = name.partition(".")[0], f"`{name}`: {mistake.message}"
        self.wrong("SARTO006", at, text, mistake.help, at_value=True, about=about)

    def all(self) -> tuple[Finding, ...]:
        """List the findings in the order of the file, errors and warnings together."""
        return tuple(sorted(self.findings, key=lambda finding: finding.place))
