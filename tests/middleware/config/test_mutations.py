"""Every key misspelt and every value of another type, one at a time: none goes unseen.

`SARTO_EACH=4` takes one value of four, by chance.
"""

import os
import random
import re
import tomllib
from collections import Counter
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.config.locate import locate
from sarto.errors import ConfigError
from support.contract import CONTRACT, DECLARED
from support.mutations import misspelt, retyped

ROOT = Path(__file__).parents[3]
SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - chance
EACH = int(os.environ.get("SARTO_EACH") or 1)
STYLES = """\
languages = ["en", 'fa']
"cache".'edge' = "none"
[audiences]\r
"é" = { "city" = \"\"\"Kraków\"\"\", campaign."source" = ["a", 'b'] }
x.any = [{ device = "tv", not.bot = true }, {\tos = "🙂" , eu = true }]
x.all = ["é"]
x.signals.booked = ">=3"
x.within = "7d"
[slots."a.b"]
show = [ # rules
\t{ to = [ "é", 'x' ], fragment = \"\"\"
keep\"\"\" },\r
]
[[slots."a.b c".show]]
attrs."data-x" = 'y'
cap = { times = 1, per = "day" }
[slots."a.b c"]
owner = "web"
[signals]
booked.on = "POST /book"
[journey]
[[journey.stages]]
name = "new"
[[journey.stages]]
name = "old"
when.returning = true
"""
FILES = {
    "contract": CONTRACT + DECLARED,
    "bistro": (ROOT / "examples" / "bistro" / "sarto.toml").read_text("utf-8"),
    "styles": STYLES,
    "bom": "\ufeff" + STYLES.replace("\r", "").replace("\n", "\r\n"),
}

FREE = """
preferences.* audiences.* slots.* layouts.* signals.* experiments.* holdouts.*
personas.* slots.*.show.*.attrs.* experiments.*.arms.* consent.map.* *.traits.* app.reads.*
"""  # names that are an author's own
NUMBERS = "level.regular level.lead signals.*.points experiments.*.margin"
LISTS = """
location.headers location.trusted_proxies origins level.freeze interests.from
interests.never experiments.*.guardrails app.reads.*
"""  # lists that may be empty
OTHERWISE = {  # what else than the type that stands there may stand there
    **dict.fromkeys(NUMBERS.split(), "1.5 7"),
    "*.pages": '"/zz"',
    "audiences.*.signals.*": "7 1.5 true [7]",
    "*.when.signals.*": "7 1.5 true [7]",
    "audiences.*.any.*.signals.*": "7 1.5 true [7]",
    "*.visits": "7 1.5 [7]",
    "*.traits.tier": "7 1.5 true [7] { zz = 1 }",
    "audiences.*.campaign.source": '"zz"',
    "audiences.*.signals.*.value": "7 1.5 [7]",
    "personas.*.signals.*": "1.5 true [7]",
    "personas.*.signals.*.value": "7 1.5 [7]",
    "personas.*.signals·*·value": "7 1.5 [7]",
    "personas.*.consent": "[]",
    "*.traits.name": "7 1.5 true [7] { zz = 1 }",
    "personas.*.time": "10:00:00",
    "*.when": "{}",
    "slots.*.show": "[]",
    "layouts.*.show": "[]",
    **dict.fromkeys(LISTS.split(), "[]"),
}
EMPTY = """
preferences audiences slots layouts signals holdouts experiments personas consent.map
location folders language level interests consent app app.reads dev cache
audiences.* slots.* layouts.* signals.* personas.* slots.*.show.*.attrs
slots.*.show.*.fragments layouts.*.show.*.layouts
"""  # tables that may say nothing


def dotted(path):
    return ".".join(str(part).replace(".", "·") for part in path)


def matches(path, globs):
    name = dotted(path)
    return any(
        fnmatchcase(name, glob)
        and name.count(".") >= glob.count(".")
        and (glob.startswith("*") or name.count(".") == glob.count("."))
        for glob in globs
    )


def told(text):
    try:
        return Config.loads(text, folder=ROOT).warnings
    except ConfigError as error:
        return error.findings


def errors(text):
    return [f for f in told(text) if f.severity == "error"]


def is_legal(path, new):
    if new == "{}" and matches(path, EMPTY.split()):
        return True
    return any(
        matches(path, [glob]) and re.search(rf"(^| ){re.escape(new)}( |$)", legal)
        for glob, legal in OTHERWISE.items()
    )


def points_at(finding, place, length, at_key):
    column, key = place.column, (at_key.line, at_key.column)
    is_inside = (
        finding.line == place.line and column <= finding.column < column + length
    )
    return is_inside or (finding.line, finding.column) == key


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_misspelt_key_is_told_where_it_stands(name):
    text, seen, silent = FILES[name], Counter(), []
    assert errors(text) == []
    found_at, data = locate(text), tomllib.loads(text.removeprefix("\ufeff"))
    for path, changed, at_key, length in misspelt(text, found_at, data):
        try:
            tomllib.loads(changed)
        except tomllib.TOMLDecodeError:
            seen["no TOML"] += 1
            assert errors(changed)
            continue
        found = told(changed)
        if any(points_at(finding, at_key, length, at_key) for finding in found):
            seen["told"] += 1
        elif matches(path, FREE.split()):
            seen["free"] += 1
        else:
            silent.append(
                (dotted(path), [str(f) for f in found if f.severity == "error"])
            )
    print(name, "keys", dict(seen))  # noqa: T201 - the counts are the result
    assert silent == [], "\n".join(map(str, silent))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_value_of_another_type_is_told_where_it_stands(name):
    text, seen, silent = FILES[name], Counter(), []
    found_at, data = locate(text), tomllib.loads(text.removeprefix("\ufeff"))
    every = retyped(text, found_at, data)
    print(f"SARTO_SEED={SEED} SARTO_EACH={EACH}")  # noqa: T201 - to be repeated by
    for path, changed, place, length, new in islice(every, SEED % EACH, None, EACH):
        at_key = found_at.keys[path]
        found = errors(changed)
        if is_legal(path, new):
            seen["legal"] += 1
            if any(points_at(finding, place, length, at_key) for finding in found):
                silent.append(("told though legal", dotted(path), new, str(found[0])))
        elif any(points_at(finding, place, length, at_key) for finding in found):
            seen["told"] += 1
        else:
            silent.append((dotted(path), new, [str(f) for f in found]))
    print(name, "values", dict(seen))  # noqa: T201 - the counts are the result
    assert silent == [], "\n".join(map(str, silent))
