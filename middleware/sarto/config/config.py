"""`Config`: one `sarto.toml`, read, checked and frozen; every part knows its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sarto.config.audiences import Audience, Reader
from sarto.config.checks import check
from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath, Places, locate
from sarto.config.model import SartoToml
from sarto.config.personas import personas
from sarto.config.report import Report
from sarto.config.rules import whens
from sarto.config.shape import shaped
from sarto.config.text import parsed, read
from sarto.errors import ConfigError, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the site asked for; `audiences` and `when` hold the conditions, read."""

    toml: SartoToml
    text: str
    file: str
    folder: Path
    audiences: Mapping[str, Audience]
    when: Mapping[KeyPath, Audience]
    personas: Mapping[str, Mapping[str, object]]
    dictionary: Dictionary
    places: Places
    warnings: tuple[Finding, ...] = ()

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read a file; raises `ConfigError` with everything wrong in it."""
        file = Path(path)
        text = read(file)
        return cls.loads(text, folder=file.parent.resolve(), file=file.name)

    @classmethod
    def loads(cls, text: str, *, folder: Path, file: str = "sarto.toml") -> Self:
        """Read a text as if it stood in that folder; raises `ConfigError`."""
        report = Report(file=file, places=locate(text))
        toml = shaped(parsed(text, file, report.places.too_deep), report)
        dictionary = Dictionary.of(toml)
        reader = Reader(dictionary, report)
        audiences = {
            name: reader.audience(table, ("audiences", name))
            for name, table in toml.audiences.items()
        }
        when = {path: reader.audience(table, path) for path, table in whens(toml)}
        people = personas(toml.personas, dictionary, report)
        check(toml, audiences, when, reader, report)
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
            personas=people,
            dictionary=dictionary,
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
