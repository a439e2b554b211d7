"""Globs of paths, and paths: what they start with, and how slow one may be."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.rules import placements, rules
from sarto.vocabulary.reading import shown

Written: TypeAlias = tuple[KeyPath, str]  # where, what

OWN = "keep"  # the page itself
GLOB = "/*?[{"  # what a glob of paths may start with
WILD = re.compile(r"\*+|\{[A-Za-z_][A-Za-z0-9_]*\}")
TOPIC = re.compile(r"/.*\{[A-Za-z_][A-Za-z0-9_]*\}.*|\?[^\s?&=#]+", re.DOTALL)
HALVES = re.compile(r"([A-Z]+) +(\S.*)")  # of a signal's `on`


def paths(toml: SartoToml, report: Report) -> None:
    """Check every glob of paths, and every path that a rule serves."""
    for path, text in globs(toml):
        starts(text, GLOB, path, report)
        if hint := crowded(text):
            message = f"{shown(text)} can be slow"
            report.wrong("SARTO017", path, message, hint, at_value=True)
    for path, show in rules(toml):
        if show.serve is not None:
            serves(show.serve, (*path, "serve"), report)
        for arm, served in show.serves.items():
            if served != OWN:
                serves(served, (*path, "serves", arm), report)
    topics(toml, report)


def globs(toml: SartoToml) -> Iterator[Written]:
    """List the globs of paths in a file."""
    for path, placed in placements(toml):
        for index, text in enumerate(placed.pages or ()):
            yield (*path, "pages", index), text
    for index, page in enumerate(toml.pages):
        yield ("pages", index, "path"), page.path
    for text in toml.app.reads:
        yield ("app", "reads", text), text
    for index, text in enumerate(toml.level.freeze if toml.level else ()):
        yield ("level", "freeze", index), text
    if toml.language.path is not None:
        yield ("language", "path"), toml.language.path
    for name, signal in toml.signals.items():
        if signal.on and (halves := HALVES.fullmatch(signal.on)):
            yield ("signals", name, "on"), halves[2]


def starts(text: str, with_: str, path: KeyPath, report: Report) -> None:
    """Check that a path, or a glob of paths, starts as paths do."""
    if not text.startswith(tuple(with_)):
        message = f"{shown(text)} matches no path: paths start with /"
        hint = f"did you mean {'/' + text!r}?"
        if "://" in text:
            hint = "write a path of this site, like /menu"
        report.wrong("SARTO017", path, message, hint, at_value=True)


def serves(text: str, path: KeyPath, report: Report) -> None:
    """Check that a path is one, and nothing more."""
    starts(text, "/", path, report)
    if mark := re.search("[?#]", text):
        message = f"{shown(text)} is more than a path"
        hint = f"end it before the {mark[0]}: the visitor's own query is kept"
        report.wrong("SARTO017", path, message, hint, at_value=True)


def crowded(glob: str) -> str:
    """Say what to write instead of a glob that takes long to match a long text."""
    for segment in glob.split("/"):
        wild = WILD.findall(segment)
        if len(wild) > 1 and any(form.startswith("{") for form in wild):
            return f"write one of {' and '.join(wild[:2])} between two slashes"
    return ""


def topics(toml: SartoToml, report: Report) -> None:
    """Check that what interests are read from says where the topic stands."""
    for index, text in enumerate(toml.interests.source if toml.interests else ()):
        path = ("interests", "from", index)
        if not TOPIC.fullmatch(text):
            message = f"{shown(text)} does not say where a topic stands"
            hint = 'write it like "/menu/{topic}" or "?q"'
            report.wrong("SARTO016", path, message, hint, at_value=True)
        elif hint := crowded(text):
            message = f"{shown(text)} can be slow"
            report.wrong("SARTO017", path, message, hint, at_value=True)
