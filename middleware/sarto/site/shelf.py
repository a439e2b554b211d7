"""The templates that rules name: found in their folder, compiled, and their reads."""

from dataclasses import dataclass, field

from sarto.compose.fragments import Fragments
from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.errors import Finding
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.reads import ReadSet

OWN = "keep"  # the page's own content
DEFAULT = "default"  # the place's default


@dataclass(slots=True)
class Shelf:
    """The fragments, or the layouts, of one site; what is wrong goes to the report."""

    templates: Fragments
    folder: str
    report: Report
    _reads: dict[str, ReadSet] = field(default_factory=dict[str, ReadSet])

    def find(self, name: str | None, default: str | None, path: KeyPath) -> str | None:
        """Find and compile a template by the name an author gave it."""
        if name is None or name == OWN:
            return None
        if name == DEFAULT:
            return default
        if self.is_outside(name, path) or self.is_missing(name, path):
            return None
        if name not in self._reads:
            self._reads[name] = self.templates.use(name)
        return name

    def reads_of(self, name: str | None) -> ReadSet:
        """Tell what showing it can read."""
        return self._reads.get(name or "", ReadSet())

    def is_outside(self, name: str, path: KeyPath) -> bool:
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            text = f"{name!r} leads out of the folder of {self.templates.noun}s"
            self.report.wrong("SARTO014", path, text, at_value=True)
            return True
        return False

    def is_missing(self, name: str, path: KeyPath) -> bool:
        names, noun = self.templates.source.names(), self.templates.noun
        if name in names:
            return False
        text = f"there is no {noun} {name!r} in {self.folder}/"
        hint = did_you_mean(name, tuple(sorted(names)))
        if reason := self.templates.unreadable(name):
            text, hint = f"{self.folder}/{name} is no {noun}: {reason}", ""
        self.report.wrong("SARTO010", path, text, hint, at_value=True)
        return True

    def tell_problems(self) -> None:
        """Report what is wrong inside the templates, at their own lines."""
        for problem in self.templates.problems:
            self.report.findings.append(
                Finding(
                    code=problem.code,
                    message=problem.message,
                    help=problem.help,
                    file=f"{self.folder}/{problem.fragment}",
                    line=problem.line,
                    severity=problem.severity,
                )
            )
