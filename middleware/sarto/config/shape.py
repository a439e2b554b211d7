"""The file's shape, checked against its models: all mistakes at once, each in place.

What is wrong is told, then taken out, so that the rest of the file is read and checked
as if it stood alone.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.vocabulary.reading import Toml, did_you_mean, shown

WRITE = {
    "string_type": "a text in quotes",
    "texts_type": "a text in quotes, or a list of them",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number one can count to",
    "int_parsing_size": "a number one can count to",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "too_short": "{min_length} or more of them",
    "dict_type": "a table",
    "list_type": "a list",
    "model_type": "a table",
    "string_pattern_mismatch": "small letters, digits and hyphens, 32 at most",
    "moment_type": "a date like 2026-12-24, or a date and time, without quotes",
}
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:]+)?")
ABOUT = {  # what a table declares, by the word that its names are looked up with
    "languages": ("language", "preference"),
    "preferences": ("preference",),
    "audiences": ("audience",),
    "signals": ("signal", "signals"),
    "journey": ("stage",),
    "experiments": ("experiment", "arm"),
    "holdouts": ("holdout",),
    "consent": ("consent",),
}


def fields(table: type[BaseModel]) -> dict[str, Any]:
    """List a model's annotations by their keys in the file."""
    known = table.model_fields.items()
    return {field.alias or name: field.annotation for name, field in known}


def known_keys(path: KeyPath) -> tuple[str, ...]:
    """List the keys of the table at that path; every part of it is known."""
    found: Any = SartoToml
    for part in path:
        inside = get_args(found)  # of `list[X]` and `dict[str, X]`
        found = inside[-1] if inside else fields(found)[str(part)]
        found = get_args(found)[0] if NoneType in get_args(found) else found
    return tuple(fields(found))


def tell(report: Report, path: KeyPath, error: ErrorDetails) -> None:
    """Say in an author's words what pydantic found."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(path[-1])
        hint = did_you_mean(key, known_keys(path[:-1]))
        report.wrong("SARTO002", path, f"there is no key called `{key}` here", hint)
        return
    if kind == "missing":
        key = str(error["loc"][-1])
        text = f"the key `{key}` is missing here"
        report.wrong("SARTO003", path, text, f"add `{key} = …`")
        return
    if kind == "literal_error":
        words = re.split(", | or ", context["expected"].replace("'", ""))
        hint = did_you_mean(shown(error["input"]).strip('"'), tuple(words))
    else:
        hint = instead(kind, error["input"], context)
    text = f"{shown(error['input'])} cannot stand here"
    report.wrong("SARTO004", path, text, hint, at_value=True)


def instead(kind: str, raw: Toml, context: Mapping[str, object]) -> str:
    """Say what to write; where it is plain what was meant, write it out."""
    if kind == "list_type" and isinstance(raw, str | dict):
        return f"write a list: [{shown(raw)}]"
    if kind == "moment_type" and isinstance(raw, str) and MOMENT.fullmatch(raw):
        return f"write {raw}, without quotes"
    return f"write {WRITE.get(kind, 'something else').format(**context)}"


def spoil(report: Report, path: KeyPath, kind: str) -> None:
    """Keep later checks from guessing about what is left out."""
    report.spoiled.update(path[:end] for end in range(1, len(path) + 1))
    if kind != "extra_forbidden":
        report.doubted.update(ABOUT.get(str(path[0]), ()))


def leave_out(raw: Any, path: KeyPath) -> None:  # noqa: ANN401 - tables and lists
    """Take a key out; of a list nothing alone, for that would move its other items."""
    while isinstance(path[-1], int):
        path = path[:-1]
    here = raw
    with suppress(KeyError):  # a table around it is out already
        for part in path[:-1]:
            here = here[part]
        del here[path[-1]]


def shaped(raw: dict[str, Toml], report: Report) -> SartoToml:
    """Read what is well-shaped; the report says what is not, and that is left out."""
    is_told = False
    while True:
        try:
            return SartoToml.model_validate(raw)
        except ValidationError as error:
            found = error.errors(include_url=False)
        for details in found if not is_told else ():
            tell(report, where(details), details)
        for details in found:
            spoil(report, where(details), details["type"])
            leave_out(raw, where(details))
        is_told = True


def where(error: ErrorDetails) -> KeyPath:
    """Find the place in the file; a key that is missing has none."""
    return error["loc"][:-1] if error["type"] == "missing" else error["loc"]
