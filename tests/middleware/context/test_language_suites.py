"""What the suites of others answer, what we answer, and the reason for each difference.

The suites differ in algorithm, so each kind is read in its own way: ICU falls back to
its default or the first language; a look-up that finds nothing gives the suite's
default, where we go on to the first of `languages`; of a list its best is compared; a
row that offers no languages is about reading the header alone.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from sarto.context.accepted import ranges
from sarto.context.language import negotiated

Row: TypeAlias = dict[str, Any]

DATA = Path(__file__).parents[2] / "data/language/accept_language.jsonl"
ROWS: list[Row] = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]

REASONS = {
    "across": "CLDR crosses languages (Danish reads Norwegian, Galician Spanish); we never do",
    "script": "the suite is told to favour a shared script over the language; that crosses languages too",
    "respelt": "the suite writes the site's tag anew; we give it back as the site wrote it",
    "twice": "the site offers two spellings of one language; the suite takes the first, we the one asked for",
    "america": "CLDR counts the Spanish of the USA to America; the suite cuts the tag to Castilian",
    "variant": "the suite never gives more than was asked; to us German of Switzerland is nearer than of Germany",
    "no header": "the suite writes `*` for no header; to us nothing is asked, and the first language it is",
    "site's order": "of equal qualities the suite follows the site's order; we follow the visitor's",
    "filter": "filtering lists what is more specific than the range; one answer is looked up, and is the range itself",
    "all or nothing": "one malformed member, and the suite drops the whole header; we drop the member",
    "digits": "the suite refuses a fourth decimal; we read it",
    "repeated": "the suite lists a repeated range each time, without end; to us the first counts, of sixteen members",
}

MISSES = {
    ("icu4c", "'zh, pl;q=0.9' of ru fr"): "script",
    ("icu4c", "'fr' of en-GB en"): "script",
    ("icu4c", "'zxx' of fr en-GB en"): "script",
    ("icu4c", "'x-piglatin' of fr x-bork en-Latn-US"): "script",
    ("icu4c", "'de' of fr en-XA ar-XB en-PSACCENT ar-PSBIDI en-DE pt ar-SY ar-PSCRACK"): "script",
    ("icu4c", "'fr-CA' of en-GB en-US"): "script",
    ("icu4c", "'fr-CA' of en-GB en-US en en-AU"): "script",
    ("icu4c", "'fr' of en-AU ja ca"): "script",
    ("icu4c", "'nl-Cyrl' of en sr nl"): "script",
    ("icu4c", "'ru' of iw-Latn iw-Cyrl iw"): "script",
    ("icu4c", "'i-klingon' of fr i-klingon en-Latn-US"): "respelt",
    ("icu4c", "'gl-ES' of es es-419 es-MX"): "across",
    ("icu4c", "'da' of en no"): "across",
    ("icu4c", "'da' of en nb"): "across",
    ("icu4c", "'he' of fil tl iw he"): "twice",
    ("icu4c", "'tl' of fil tl iw he"): "twice",
    ("jshttp/negotiator", "None of nothing"): "no header",
    ("jshttp/accepts", "None of nothing"): "no header",
    ("hapijs/accept", "'da, en-GB, en' of en-US en-GB"): "site's order",
    ("hapijs/accept", "'da, en-GB' of da-DK en-GB da"): "site's order",
    ("webob", "'de-de' of de de-DE-1996 de-Deva de-Latn-DE"): "filter",
    ("webob", "'de-ch' of de-CH-1996 de"): "variant",
    ("django", "'es-us' of 99 languages"): "america",
    ("django", "'en;q=0.1234' of nothing"): "digits",
    ("django", "'da, en-gb;q=0.8, en;q=0.7,#' of nothing"): "all or nothing",
    ("django", "'en; q=1.0, en; q=1.0, …' of nothing"): "repeated",
}  # fmt: skip

SHARES = {
    ("cldr-match", "icu4c"): (483, 505),
    ("lookup", "jshttp/negotiator"): (29, 30),
    ("ranked-list", "jshttp/negotiator"): (24, 25),
    ("lookup", "hapijs/accept"): (6, 8),
    ("ranked-list", "hapijs/accept"): (2, 2),
    ("ranked-list", "jshttp/accepts"): (0, 1),
    ("lookup", "werkzeug"): (4, 4),
    ("basic-filtering", "webob"): (13, 14),
    ("rfc4647-lookup", "webob"): (31, 32),
    ("parse-with-q", "django"): (10, 14),
    ("lookup", "django"): (14, 15),
}


def ours(row: Row, more: str = "") -> str | None:
    return negotiated((row.get("header") or "*") + more, tuple(row["available"]))


def wanted(row: Row) -> list[str]:
    return [each.tag for each in ranges(row.get("header") or "") if each.quality]


def by_icu(row: Row) -> bool:
    found = ours(row) or row.get("default") or next(iter(row["available"]), None)
    return bool(found == row.get("expected"))


def by_lookup(row: Row) -> bool:
    expected = row.get("expected") or None
    if row.get("available") is None:
        return next(iter(wanted(row)), None) == (expected and expected.lower())
    return (ours(row) or row.get("default")) == expected


def by_lookup_with_default(row: Row) -> bool:
    """Ask for the suite's default range last of all; its default tag is nothing found."""
    last = row.get("default_range")
    more = f", {last};q=0.001" if last and "*;q=0" not in row["header"] else ""
    expected = row.get("expected")
    return ours(row, more) == (expected if expected in row["available"] else None)


def by_the_best_of_a_list(row: Row) -> bool:
    if row.get("available") is None:
        return wanted(row) == [tag.lower() for tag in row["expected"]]
    return ours(row) == next(iter(row["expected"]), None)


def by_filtering(row: Row) -> bool:
    best = zip(row["expected"], row["expected_q"], strict=True)
    top = max(row["expected_q"], default=0)
    return ours(row) in ([tag for tag, quality in best if quality == top] or [None])


def by_parsing(row: Row) -> bool:
    return [list(each) for each in ranges(row["header"])] == row["expected"]


READ: dict[str, Callable[[Row], bool]] = {
    "cldr-match": by_icu,
    "lookup": by_lookup,
    "rfc4647-lookup": by_lookup_with_default,
    "ranked-list": by_the_best_of_a_list,
    "basic-filtering": by_filtering,
    "parse-with-q": by_parsing,
}


def suite(row: Row) -> tuple[str, str]:
    return row["kind"], row["source"].split()[0]


def miss(row: Row) -> tuple[str, str]:
    """Name a case as the table of misses does."""
    header, offered = row.get("header"), row.get("available") or ["nothing"]
    if header and len(header) > 60:
        header = ", ".join([*header.split(", ")[:2], "…"])
    said = " ".join(offered) if len(offered) < 20 else f"{len(offered)} languages"
    return row["source"].split()[0], f"{header!r} of {said}"


def test_the_share_of_every_suite_is_what_it_was() -> None:
    right = Counter(suite(row) for row in ROWS if READ[row["kind"]](row))
    there = Counter(suite(row) for row in ROWS)
    assert {name: (right[name], there[name]) for name in there} == SHARES


def test_every_miss_has_its_reason_and_every_reason_a_miss() -> None:
    missed = {miss(row) for row in ROWS if not READ[row["kind"]](row)}
    assert missed == set(MISSES)
    assert set(MISSES.values()) == set(REASONS)


@pytest.mark.parametrize("row", [r for r in ROWS if r.get("favor")], ids=miss)
def test_a_suite_that_favours_the_script_misses_by_that_or_across_languages(
    row: Row,
) -> None:
    assert READ[row["kind"]](row) or MISSES[miss(row)] in {
        "script", "across", "respelt", "twice",
    }  # fmt: skip
