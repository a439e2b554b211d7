"""The file's shape, checked against its models: all mistakes at once, each in place."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.vocabulary.reading import did_you_mean, shown

PLAIN = {
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "dict_type": "a table",
    "list_type": "a list",
    "model_type": "a table",
    "date_type": "a date",
    "datetime_type": "a date and time",
}


def model_in(annotation: object) -> type[BaseModel] | None:
    """Find the table's model inside `list[X]`, `dict[str, X]`, `X | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(model_in, get_args(annotation))), None)


def known_keys(path: KeyPath) -> tuple[str, ...]:
    """List the keys that the table at that path may have."""
    model: type[BaseModel] = SartoToml
    for part in path:
        fields = {f.alias or name: f for name, f in model.model_fields.items()}
        if isinstance(part, str) and part in fields:
            model = model_in(fields[part].annotation) or model
    return tuple(field.alias or name for name, field in model.model_fields.items())


def real_path(raw: object, location: tuple[int | str, ...]) -> KeyPath:
    """Keep those parts of pydantic's location that are in the file."""
    path: list[str | int] = []
    here: Any = raw
    for part in location:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            continue
        path.append(part)
    return tuple(path)


def tell(report: Report, raw: object, error: ErrorDetails) -> None:
    path = real_path(raw, error["loc"])
    kind, given = error["type"], shown(error["input"])
    if kind == "extra_forbidden":
        key = str(path[-1])
        hint = did_you_mean(key, known_keys(path[:-1]))
        report.wrong("SARTO002", path, f"there is no key called `{key}` here", hint)
    elif kind == "missing":
        report.wrong("SARTO003", path, f"the key `{error['loc'][-1]}` is missing here")
    elif kind == "literal_error":
        words = tuple(error["ctx"]["expected"].replace("'", "").split(" or "))
        known = tuple(word.strip() for part in words for word in part.split(","))
        hint = did_you_mean(str(error["input"]), known)
        report.wrong(
            "SARTO004", path, f"{given} cannot stand here", hint, at_value=True
        )
    elif kind in PLAIN:
        text = f"{given} is not {PLAIN[kind]}"
        report.wrong("SARTO004", path, text, at_value=True)
    else:
        text = f"{given} cannot stand here: {error['msg']}"
        report.wrong("SARTO004", path, text, at_value=True)


def shaped(raw: Mapping[str, object], report: Report) -> SartoToml | None:
    """Check the shape; `None` when it is wrong, and the report says why."""
    try:
        return SartoToml.model_validate(raw)
    except ValidationError as error:
        seen: set[tuple[KeyPath, str]] = set()
        for details in error.errors(include_url=False):
            key = (real_path(raw, details["loc"]), details["type"])
            if key not in seen:
                seen.add(key)
                tell(report, raw, details)
        return None
