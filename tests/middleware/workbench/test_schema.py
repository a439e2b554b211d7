import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sarto.workbench.schema import schema

ROOT = Path(__file__).parents[3]
FILES = [
    ROOT / "examples" / "bistro" / "sarto.toml",
    ROOT / "tests" / "benchmarks" / "site" / "sarto.toml",
    ROOT / "tests" / "data" / "contract.toml",
]


@pytest.fixture(scope="module")
def validator():
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def plain(value):
    """Write a file's values as an editor's JSON has them: dates become texts."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_right_file_is_right_by_the_schema(validator, file):
    raw = plain(tomllib.loads(file.read_text("utf-8")))

    assert [error.message for error in validator.iter_errors(raw)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "[slots.hero]\nshw = []",
        '[audiences.a]\ndevice = "moblie"',
        "[audiences.a]\nbot = 1",
        '[audiences.a]\ncountri = "IR"',
        '[audiences.a]\ncampaign = { sauce = "x" }',
        '[audiences.a]\nany = { device = "tv" }',
        '[slots.hero]\nshow = [{ when = { time = "evening" } }]',
        "languages = []",
    ],
)
def test_what_is_wrong_is_wrong_by_the_schema(validator, wrong):
    assert list(validator.iter_errors(plain(tomllib.loads(wrong))))


@pytest.mark.parametrize(
    "shorthand",
    [
        '[slots.hero]\npages = "/"\nshow = [{ to = "a", fragment = "keep" }]',
        '[slots.hero]\npages = ["/"]\nshow = [{ to = ["a", "b"], fragment = "keep" }]',
    ],
)
def test_a_text_may_stand_for_a_list_of_one(validator, shorthand):
    assert not list(validator.iter_errors(plain(tomllib.loads(shorthand))))
