"""The schema and the file's reader say the same of whatever the shape of a file is."""

import copy
import json
import os
import random
import tomllib
from datetime import date, time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.workbench.schema import schema
from support.as_json import plain
from support.contract import CONTRACT, DECLARED

ROOT = Path(__file__).parents[3]
FILES = [
    tomllib.loads(CONTRACT + DECLARED),
    tomllib.loads((ROOT / "examples/bistro/sarto.toml").read_text("utf-8")),
]
VALIDATOR = Draft202012Validator(schema())
SHAPE = {"SARTO002", "SARTO004"}  # what a schema can say as well
# No dates: in an editor's JSON they are texts.
VALUES = [
    0,
    7,
    -1,
    1.5,
    True,
    "",
    "zz",
    "mobile",
    ">=2",
    "/",
    [],
    {},
    [7],
    ["zz"],
    [{}],
    {"zz": 1},
]
KEYS = [
    "zz",
    "show",
    "fragment",
    "device",
    "any",
    "not",
    "signals",
    "within",
    "path",
    "values",
]
SEED = 20_261_224
TRIES = int(os.environ.get("SARTO_TRIES") or 2_500)


def toml(value):
    """Write a value as TOML on one line."""
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items())
            + " }"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def said(raw):
    """What the reader says, and whether the schema accepts it."""
    text = "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in raw.items())
    try:
        found = Config.loads(text, folder=ROOT).warnings
    except ConfigError as error:
        found = error.findings
    return [f for f in found if f.severity == "error"], VALIDATOR.is_valid(plain(raw))


def places(value):
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        yield value, key
        if isinstance(member, dict | list):
            yield from places(member)


def changed(chance):
    """Change a right file at a random place: another value, another key, one less."""
    raw = copy.deepcopy(chance.choice(FILES))
    for name in chance.sample(list(raw), chance.randint(0, len(raw) - 1)):
        del raw[name]
    owner, key = chance.choice(list(places(raw)))
    match chance.randrange(3):
        case 0:
            owner[key] = chance.choice(VALUES)
        case 1 if isinstance(owner, dict):
            owner[chance.choice(KEYS)] = chance.choice(VALUES)
        case _:
            del owner[key]
    return raw


def can_be_said(finding):
    """Quotes around a date, and how deep or long something is, no schema knows."""
    return finding.code in SHAPE and "a date like" not in finding.help


@pytest.mark.slow
def test_the_schema_agrees_with_the_reader():
    print(f"seed {SEED}")  # noqa: T201 - so that a failure can be told again
    chance, right, wrong = random.Random(SEED), 0, 0  # noqa: S311 - no secret
    for _ in range(TRIES):
        raw = changed(chance)
        errors, is_valid = said(raw)
        if not errors:
            right += 1
            assert is_valid, "\n".join(
                e.message for e in VALIDATOR.iter_errors(plain(raw))
            )
        elif any(map(can_be_said, errors)):
            wrong += 1
            assert not is_valid, [str(e) for e in errors if can_be_said(e)]
    print(f"{right} right by both, {wrong} wrong by both")  # noqa: T201 - the result
    assert min(right, wrong) > TRIES / 15
