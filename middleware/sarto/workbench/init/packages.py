"""Frameworks that a project says it needs, where no file builds an application."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from sarto.workbench.init.frameworks import FRAMEWORKS, Framework

NAME = re.compile(r"\s*([A-Za-z0-9._-]+)")


def needed(folder: Path) -> Framework | None:
    """Name the framework that a project needs, by what it says of itself."""
    names = {*required(folder), *declared(folder)}
    return next((each for each in FRAMEWORKS if each.package in names), None)


def required(folder: Path) -> Iterator[str]:
    """List the packages of requirements files."""
    for file in sorted(folder.glob("requirements*.txt")):
        for line in text_of(file).splitlines():
            if found := NAME.match(line):
                yield found[1].lower()


def declared(folder: Path) -> Iterator[str]:
    """List the packages of a pyproject.toml, of whichever tool."""
    try:
        told: dict[str, Any] = tomllib.loads(text_of(folder / "pyproject.toml"))
    except tomllib.TOMLDecodeError:
        return
    project, tools = table(told, "project"), table(told, "tool")
    groups = [project.get("dependencies"), *table(told, "dependency-groups").values()]
    groups += table(project, "optional-dependencies").values()
    for group in groups:
        words = cast("list[object]", group) if isinstance(group, list) else []
        for word in words:
            if isinstance(word, str) and (found := NAME.match(word)):
                yield found[1].lower()
    yield from (name.lower() for name in table(table(tools, "poetry"), "dependencies"))


def table(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: object = told.get(name)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
