"""What can go wrong, by who can mend it.

An author's mistake is loud: at start-up, in `sarto check`, in `sarto dev`. A backend's
failure is counted and logged, and the visitor gets the site's own page. A visitor's
odd input is no error at all: it is calmly unknown.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from logging import DEBUG, getLogger
from time import monotonic
from traceback import clear_frames, walk_tb
from typing import Literal, TypeAlias

log = getLogger("sarto")
MINUTE = 60.0  # seconds

Severity: TypeAlias = Literal["error", "warning"]
Hears: TypeAlias = Callable[[str], None]  # of a failure's kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Another place that a finding speaks of, in the same file."""

    message: str
    line: int
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong in an author's file: where (1-based), what, and what to do."""

    code: str
    message: str
    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    severity: Severity = "error"
    help: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def place(self) -> tuple[str, int, int]:
        return (self.file, self.line, self.column)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        text = f"{where}: {self.severity} {self.code}: {self.message}"
        return f"{text} ({self.help})" if self.help else text


class SartoError(Exception):
    """Any error of Sarto's own."""


class ConfigError(SartoError):
    """Raised when the author's files cannot be used; `findings` tells all."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


class FragmentError(SartoError):
    """Raised when a fragment cannot be rendered for this visitor."""

    def __init__(self, fragment: str, reason: str) -> None:
        self.fragment = fragment
        self.reason = reason
        super().__init__(f"Fragment {fragment!r} could not be rendered: {reason}")


class Failures:
    """Counts what failed inside Sarto, and logs each kind at most once a minute."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.hears: Hears | None = None  # who is told of each one
        self._logged: dict[str, float] = {}

    def note(self, kind: str, error: BaseException) -> None:
        """Count a failure; its log line never holds anything of a visitor's.

        At level DEBUG the whole traceback is logged besides.
        """
        if self._is_due(kind):
            is_asked = log.isEnabledFor(DEBUG)  # a traceback's text may be a visitor's
            log.error(
                "%s failed (%d times so far): %s",
                kind,
                self.counts[kind],
                origin(error),
                exc_info=error if is_asked else None,
                extra=self._told(kind),
            )

    def tell(self, kind: str, text: str) -> None:
        """Count what is no failure of ours, and say what an author can do about it."""
        if self._is_due(kind):
            told = self._told(kind)
            log.warning("%s (%d times so far)", text, self.counts[kind], extra=told)

    def _told(self, kind: str) -> dict[str, dict[str, str | int]]:
        """Give a log line's fields, for who reads it by machine."""
        return {"sarto": {"kind": kind, "count": self.counts[kind]}}

    def _is_due(self, kind: str) -> bool:
        self.counts[kind] += 1
        if self.hears is not None:
            self.hears(kind)
        now = monotonic()
        is_due = now - self._logged.get(kind, -MINUTE) >= MINUTE
        if is_due:
            self._logged[kind] = now
        return is_due


def origin(error: BaseException) -> str:
    """Tell what kind of error it was at first, and where; never its own words."""
    while error.__cause__ is not None:
        error = error.__cause__
    name, frames = type(error).__name__, list(walk_tb(error.__traceback__))
    if not frames:
        return name
    frame, line = frames[-1]
    return f"{name} at {frame.f_code.co_filename}:{line}"


def wordless(error: Exception) -> BaseException:
    """Make an error of the same name and place, less its words and what it held.

    Both may be an address or a cookie, and a log is no place for that.
    """
    name, trace = type(error).__name__, error.__traceback__
    clear_frames(trace)
    found: Exception = type(name, (Exception,), {})()
    return found.with_traceback(trace.tb_next if trace else None)
