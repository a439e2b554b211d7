"""Every key of the schema: what it says, and whether its examples are right."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sarto.config.config import Config
from sarto.vocabulary.facts import FACTS, Fact
from sarto.vocabulary.kinds import Choice, Flag, Glob, Words
from sarto.vocabulary.numbers import Count
from sarto.workbench.schema import schema
from sarto.workbench.schema.examples import examples

SCHEMA = schema()
HERE = Path(__file__).parent


def keys():
    """List every key that the schema describes, by its owner's name."""
    owners = {"": SCHEMA} | SCHEMA["$defs"]
    for owner, node in owners.items():
        for key, told in node.get("properties", {}).items():
            yield owner, (key,), told
            for member, inner in told.get("properties", {}).items():
                yield owner, (key, member), inner


KEYS = list(keys())
IDS = [".".join((owner or "file", *path)) for owner, path, _ in KEYS]


@pytest.mark.parametrize(("owner", "path", "told"), KEYS, ids=IDS)
def test_every_key_says_what_it_is(owner, path, told):
    assert 4 < len(told["description"]) <= 120
    assert "\n" not in told["description"]
    assert told["examples"]


@pytest.mark.parametrize(("owner", "path", "told"), KEYS, ids=IDS)
def test_every_example_is_right_by_the_schema(owner, path, told):
    validator = Draft202012Validator(told | {"$defs": SCHEMA["$defs"]})
    for example in told["examples"]:
        assert [error.message for error in validator.iter_errors(example)] == []


DECLARED = {
    "languages": ["en", "fa", "ar"],
    "preferences": {"view": {"values": ["simple", "expert"]}},
    "audiences": {"experts": {"level": "expert"}},
    "signals": {"booked": {"area": "booking"}, "left": {}},
    "journey": {"stages": [{"name": "new"}, {"name": "exploring", "when": {"visits": 2}}]},
    "experiments": {
        "hero-photo": {"arms": {"control": 50, "photo": 50}, "goal": "booked"}
    },
    "holdouts": {"winter": 10},
}  # fmt: skip
RULE = {"fragment": "keep"}
ARMS = {"control": "keep", "photo": "keep"}
OWNERS = {  # where a table of that name stands, and what it needs besides
    "": ((), {}),
    "Cap": (("slots", "hero", "show", 0, "cap"), {}),
    "Show": (("slots", "hero", "show", 0), RULE),
    "Slot": (("slots", "hero"), {}),
    "Layout": (("layouts", "home"), {}),
    "Page": (("pages", 0), {"path": "/", "show": [{"serve": "/a"}]}),
    "Preference": (("preferences", "tone"), {}),
    "Signal": (("signals", "asked"), {}),
    "Level": (("level",), {}),
    "Stage": (("journey", "stages", 0), {"name": "old"}),
    "Journey": (("journey",), {}),
    "Interests": (("interests",), {}),
    "Experiment": (("experiments", "other"), DECLARED["experiments"]["hero-photo"]),
    "Folders": (("folders",), {}),
    "LocationTable": (("location",), {"trusted_proxies": ["10.0.0.0/8"]}),
    "LanguageTable": (("language",), {}),
    "Events": (("events",), {}),
    "ConsentTable": (("consent",), {}),
    "ConsentTool": (("consent", "settings", "cookieconsent"), {}),
    "App": (("app",), {}),
    "Traffic": (("traffic",), {}),
    "Shadow": (("shadow",), {}),
    "Telemetry": (("telemetry",), {}),
    "Dev": (("dev",), {}),
    "Console": (("console",), {}),
    "Cache": (("cache",), {}),
    "Audience": (("audiences", "tried"), {}),
    "Persona": (("personas", "tried"), {}),
}
BESIDES = {  # what one key needs beside it
    ("Cap", "times"): (("slots", "hero", "show", 0), "per"),
    ("Cap", "per"): (("slots", "hero", "show", 0), "times"),
    ("Stage", "name"): (("journey", "stages", 1), {}),
    ("Show", "layout"): (("layouts", "home", "show", 0), {}),
    ("Show", "layouts"): (("layouts", "home", "show", 0), {"experiment": "hero-photo"}),
    ("Show", "serve"): (("pages", 0), None),
    ("Show", "fragments"): (("slots", "hero", "show", 0), {"experiment": "hero-photo"}),
    ("Show", "experiment"): (("slots", "hero", "show", 0), {"fragments": ARMS}),
    ("Show", "serves"): (("pages", 0), None),
    ("Experiment", "factors"): (("experiments", "other"), {"goal": "booked"}),
    ("Audience", "within"): (("audiences", "tried"), {"signals": {"booked": 1}}),
    ("Audience", "since"): (("audiences", "tried"), {"signals": {"left": 1}}),
}
TRIED = {"serves": {"experiment": "hero-photo"}}


def toml(value, key=""):
    """Write a value as TOML on one line; a moment stands without quotes."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(k)} = {toml(v, k)}" for k, v in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if key in {"from", "until"} and isinstance(value, str):
        moment = datetime if "T" in value else date
        return moment.fromisoformat(value).isoformat()
    return json.dumps(value, ensure_ascii=False)


def placed(raw, path, key, value):
    """Put a value at a path of a copy, and make what is around it."""
    found = json.loads(json.dumps(raw))
    here = found
    for part, after in zip(path, (*path, key)[1:], strict=True):
        made = [] if isinstance(after, int) else {}
        if isinstance(part, int):
            here.extend({} for _ in range(part + 1 - len(here)))
            here = here[part]
        else:
            here = here.setdefault(part, made)
    here[key] = value
    return found


def file_with(owner, path, example):
    """Write the smallest file in which the example stands."""
    key = path[0]
    value = {path[1]: example} if len(path) > 1 else example
    where, needed = BESIDES.get((owner, key), OWNERS[owner])
    if owner == "Cap":
        other = {"times": 1, "per": "day"}[needed]
        key, value, needed = "cap", {needed: other, key: value}, RULE
    if not owner and isinstance(value, dict):
        value = DECLARED.get(key, {}) | value
    if needed is None:
        where, key, value, needed = (
            ("pages", 0),
            "show",
            [{key: example, **TRIED.get(key, {})}],
            {"path": "/"},
        )
    raw = json.loads(json.dumps(DECLARED))
    for name, besides in needed.items():
        raw = placed(raw, where, name, besides)
    raw = placed(raw, where, key, value)
    return "\n".join(f"{name} = {toml(told)}" for name, told in raw.items())


@pytest.mark.parametrize(("owner", "path", "told"), KEYS, ids=IDS)
def test_every_example_is_right_by_the_file_s_reader(owner, path, told):
    for example in told["examples"]:
        text = file_with(owner, path, example)
        found = Config.loads(text, folder=HERE).warnings
        assert {finding.code for finding in found} <= {
            "SARTO007",
            "SARTO021",
            "SARTO028",
        }


def described(node, path=()):
    """Walk the whole schema; give each property that says nothing, wherever it is."""
    if isinstance(node, list):
        for item in node:
            yield from described(item, path)
    if not isinstance(node, dict):
        return
    for group in ("properties", "patternProperties"):
        for key, told in node.get(group, {}).items():
            if not (told.get("description") and told.get("examples")):
                yield (*path, key)
    for key, inner in node.items():
        if key not in ("examples", "default", "enum"):
            yield from described(inner, (*path, key))


def test_no_key_is_silent_however_deep():
    assert list(described(SCHEMA)) == []


def test_every_table_is_tried():
    assert set(OWNERS) - {""} == SCHEMA["$defs"].keys()


@pytest.mark.parametrize("kind", [Choice(("a", "b")), Flag(), Count(), Glob(), Words()])
def test_a_new_fact_s_example_is_made_of_its_kind(kind):
    for example in examples(Fact(name="new", kind=kind)):
        assert kind.pattern(example)


def test_every_fact_s_examples_are_accepted_by_its_kind():
    for fact in FACTS:
        for example in examples(fact):
            assert fact.kind.pattern(example)
