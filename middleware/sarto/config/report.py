"""What is wrong with a file, gathered while it is read; every mistake has its place."""

from dataclasses import dataclass, field

from sarto.config.locate import KeyPath, Places
from sarto.errors import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The findings in one file so far."""

    file: str
    places: Places
    findings: list[Finding] = field(default_factory=list[Finding])

    def wrong(  # noqa: PLR0913 - the parts of a finding
        self,
        code: str,
        path: KeyPath,
        message: str,
        help: str = "",  # noqa: A002 - the word of every finding
        *,
        at_value: bool = False,
        severity: Severity = "error",
    ) -> None:
        """Add a finding at a path of the file."""
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

    def all(self) -> tuple[Finding, ...]:
        """List the findings in the order of the file, errors and warnings together."""
        return tuple(sorted(self.findings, key=lambda finding: finding.place))
