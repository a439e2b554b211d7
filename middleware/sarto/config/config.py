"""`Config`: one `sarto.toml`, read, checked and frozen; every part knows its place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sarto.config.audiences import Audience, Reader
from sarto.config.checks import check
from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath, Places, locate
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.shape import shaped
from sarto.errors import ConfigError, Finding

LARGEST = 1_000_000  # bytes; nobody writes that many rules by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the site asked for; `audiences` and `when` hold the conditions, read."""

    toml: SartoToml
    text: str
    file: str
    folder: Path
    audiences: Mapping[str, Audience]
    when: Mapping[KeyPath, Audience]
    dictionary: Dictionary
    places: Places
    warnings: tuple[Finding, ...] = ()

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read a file; raises `ConfigError` with everything wrong in it."""
        file = Path(path)
        try:
            raw = file.read_bytes()[: LARGEST + 1]
            text = raw.decode("utf-8-sig")
        except OSError as error:
            reason = error.strerror or "no such file"
            raise refused(
                file.name, f"it cannot be read: {reason}", str(file)
            ) from None
        except UnicodeDecodeError as error:
            raise refused(file.name, f"it is not UTF-8 at byte {error.start}") from None
        if len(raw) > LARGEST:
            raise refused(file.name, f"it is larger than {LARGEST:,} bytes")
        return cls.loads(text, folder=file.absolute().parent, file=file.name)

    @classmethod
    def loads(cls, text: str, *, folder: Path, file: str = "sarto.toml") -> Self:
        """Read a text as if it stood in that folder; raises `ConfigError`."""
        report = Report(file=file, places=locate(text))
        raw = parsed(text, file)
        toml = shaped(raw, report)
        if toml is None:
            raise ConfigError(report.all())
        reader = Reader(Dictionary.of(toml), report)
        audiences = {
            name: reader.audience(table, ("audiences", name))
            for name, table in toml.audiences.items()
        }
        when = {path: reader.audience(table, path) for path, table in whens(toml)}
        check(toml, audiences, when, report)
        found = report.all()
        if any(finding.severity == "error" for finding in found):
            raise ConfigError(found)
        return cls(
            toml=toml,
            text=text,
            file=file,
            folder=folder,
            audiences=audiences,
            when=when,
            dictionary=reader.dictionary,
            places=report.places,
            warnings=found,
        )

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.folder / self.file

    def report(self) -> Report:
        """Open a report on this file, for those who read further."""
        return Report(file=self.file, places=self.places)


def refused(file: str, message: str, hint: str = "") -> ConfigError:
    return ConfigError(
        (Finding(code="SARTO001", message=message, file=file, help=hint),)
    )


def parsed(text: str, file: str) -> dict[str, object]:
    """Parse TOML; its one mistake becomes a finding with its place."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line, column = placed(str(error), text)
        finding = Finding(
            code="SARTO001", message=message, file=file, line=line, column=column
        )
        raise ConfigError((finding,)) from None
    except RecursionError:
        raise refused(file, "it is nested too deeply") from None


def placed(message: str, text: str) -> tuple[str, int, int]:
    """Take tomllib's message apart: "… (at line 3, column 7)"."""
    said, _, where = message.rpartition(" (at ")
    numbers = [
        int(part)
        for part in where.replace(",", " ").replace(")", " ").split()
        if part.isdigit()
    ]
    if len(numbers) == 2:  # noqa: PLR2004 - line and column
        return said, numbers[0], numbers[1]
    return said or message, text.count("\n") + 1, 1


def whens(toml: SartoToml) -> list[tuple[KeyPath, dict[str, object]]]:
    """List every `when` of the file with its path."""
    found: list[tuple[KeyPath, dict[str, object]]] = []
    for kind, places in (("slots", toml.slots), ("layouts", toml.layouts)):
        for name, placed_ in places.items():
            for index, show in enumerate(placed_.show):
                if show.when is not None:
                    found.append(((kind, name, "show", index, "when"), show.when))
    for number, page in enumerate(toml.pages):
        for index, show in enumerate(page.show):
            if show.when is not None:
                found.append((("pages", number, "show", index, "when"), show.when))
    for index, stage in enumerate(toml.journey.stages if toml.journey else ()):
        if stage.when is not None:
            found.append((("journey", "stages", index, "when"), stage.when))
    return found
