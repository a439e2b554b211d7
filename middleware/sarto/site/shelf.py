"""The templates that rules name: found in their folder, compiled, and their reads."""

import re
from dataclasses import dataclass, field

from sarto.compose.fragments import Fragments
from sarto.compose.made import Problem
from sarto.config.locate import KeyPath, Place
from sarto.config.report import Report
from sarto.errors import Finding
from sarto.vocabulary.reading import nearest
from sarto.vocabulary.reads import ReadSet

OWN = "keep"  # the page's own content
DEFAULT = "default"  # the place's default
LINES = re.compile(r"\r\n|\r|\n")  # as jinja2 counts them


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
            hint = 'write its path inside of it, like "hero/evening.html"'
            self.report.wrong("SARTO014", path, text, hint, at_value=True)
            return True
        return False

    def is_missing(self, name: str, path: KeyPath) -> bool:
        names, noun = self.templates.source.names(), self.templates.noun
        if name in names:
            return False
        text = f"there is no {noun} {name!r} in {self.folder}/"
        close = nearest(name, tuple(sorted(names)))
        hint = f"did you mean {close!r}?" if close else f"write {self.folder}/{name}"
        if reason := self.templates.unreadable(name):
            text = f"{self.folder}/{name} is no {noun}: {reason}"
            hint = "save the file as UTF-8" if "UTF-8" in reason else ""
        self.report.wrong("SARTO010", path, text, hint, at_value=True)
        return True

    def tell_problems(self) -> None:
        """Report what is wrong inside the templates, at their own lines."""
        for problem in self.templates.problems:
            place = self.place(problem)
            self.report.findings.append(
                Finding(
                    code=problem.code,
                    message=problem.message,
                    help=problem.help,
                    file=f"{self.folder}/{problem.fragment}",
                    line=place.line,
                    column=place.column,
                    length=place.length,
                    severity=problem.severity,
                )
            )

    def place(self, problem: Problem) -> Place:
        """Find the word that a problem is about in its line; else the line it is in."""
        lines = LINES.split(self.templates.source.text(problem.fragment))
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        stripped = line.strip()
        word = re.search(rf"(?<!\w){re.escape(problem.word or stripped)}(?!\w)", line)
        start, end = word.span() if word else (line.find(stripped), len(line.rstrip()))
        return Place(line=problem.line, column=start + 1, length=max(1, end - start))
