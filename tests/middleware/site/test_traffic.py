import json
import os
from datetime import UTC, datetime
from random import Random

import pytest

from sarto.site.classes import Classes, rounded
from sarto.vocabulary.kinds import Glob
from sarto.vocabulary.patterns import Globs
from support import random_sites
from support.browsers import Browser, consenting, site

FILE = "traffic.jsonl"
SEED = int(os.environ.get("SARTO_SEED", f"{datetime.now(UTC):%Y%m%d}"))
TOML = """
[traffic]
file = "traffic.jsonl"

[consent]
source = "cookieyes"

[slots.hero]
pages = ["/", "/reset/*", "/reset/help", "*"]

[[slots.hero.show]]
when = { country = "IR", device = "mobile" }
fragment = "hero.html"

[[slots.hero.show]]
when = { returning = true }
fragment = "hero.html"

[[slots.hero.show]]
when = { query.ref = ["letter*", "card"] }
fragment = "hero.html"

[[slots.hero.show]]
when = { traits.tier = "gold", city = "Warsaw" }
fragment = "hero.html"
"""


@pytest.fixture
def sarto(tmp_path):
    return site(tmp_path, TOML, {"hero.html": "ours"})


def asked(sarto, path="/", times=1, browser=None, **headers):
    for _ in range(times):
        (browser or Browser(sarto)).get(path, **headers)


def told(sarto):
    (watcher,) = sarto.current.site.watchers
    watcher.tally.write()
    file = watcher.tally.file
    return (
        [json.loads(line) for line in file.read_text().splitlines()]
        if file.exists()
        else []
    )


def test_equal_requests_are_one_row(sarto):
    asked(sarto, times=3)

    assert told(sarto) == [{"path": "/", "facts": {"device": "desktop"}, "count": 3}]


def test_what_is_there_already_is_added_to(sarto):
    asked(sarto)
    told(sarto)

    asked(sarto, times=2)

    assert told(sarto)[0]["count"] == 3


def test_what_memory_tells_is_told_of_those_alone_who_granted_analytics(sarto):
    asked(sarto, browser=consenting(sarto))

    assert {"device": "desktop", "returning": False} in [
        row["facts"] for row in told(sarto)
    ]


def test_a_page_is_named_where_the_file_names_it_and_is_a_glob_otherwise(sarto):
    for path in ("/reset/anna-tok3n", "/reset/help", "/anna", "/anna"):
        asked(sarto, path, times=9)

    counted = {row["path"]: row["count"] for row in told(sarto)}
    assert counted == {"/reset/*": 9, "/reset/help": 9, "*": 18}


def test_a_page_that_no_glob_matches_has_its_facts_and_no_name(tmp_path):
    toml = TOML.replace(
        '[slots.hero]\npages = ["/", "/reset/*", "/reset/help", "*"]', ""
    )
    sarto = site(tmp_path, toml, {"hero.html": "ours"})

    asked(sarto, "/anna")

    assert told(sarto) == [{"path": None, "facts": {"device": "desktop"}, "count": 1}]


def test_no_number_of_strange_pages_shuts_a_page_of_the_site_out(sarto):
    for number in range(600):
        asked(sarto, f"/strange-{number}")
    asked(sarto)

    assert {row["path"]: row["count"] for row in told(sarto)} == {"*": 600, "/": 1}


def test_of_what_visitors_are_free_to_say_only_words_of_the_file_are_told(sarto):
    asked(sarto, "/?ref=letter-to-anna@example.com")
    asked(sarto, "/?ref=card")
    asked(sarto, "/?ref=anna")

    facts = [row["facts"].get("query.ref") for row in told(sarto)]
    assert sorted(map(str, facts)) == ["None", "card", "letter*"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_purpose": "prefetch"},
        {"user_agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
    ],
)
def test_bots_and_prefetches_count_nothing(sarto, headers):
    asked(sarto, **headers)

    assert told(sarto) == []


def test_posts_count_nothing(sarto):
    for _ in range(2):
        Browser(sarto).post("/")

    assert told(sarto) == []


def test_without_a_table_nobody_counts(tmp_path):
    sarto = site(
        tmp_path, TOML.replace('file = "traffic.jsonl"', ""), {"hero.html": "x"}
    )

    assert sarto.current.site.watchers == ()


def test_the_counts_go_on_when_the_site_changes(sarto):
    before = sarto.current.site
    after = sarto.current._compile(before)

    assert after.watchers[0].tally is before.watchers[0].tally
    assert after.watchers[0].site is not before


def test_large_numbers_are_rounded_to_their_first_figure():
    assert [rounded(n) for n in (3, 10, 234, 98.4, -17)] == [3, 10, 200, 100.0, -20]


def test_a_class_has_the_word_that_the_same_rules_accept():
    patterns = (Globs(("a*",)), Globs(("*b",)), Globs(("ab",)))
    classes = Classes(kind=Glob(), patterns=patterns)

    assert classes.told("ab") == "ab"
    assert classes.told("nob") is not None
    assert classes.told("x") is None


SECRETS = ("203.0.113.77", "anna", "4111", "tok3n", "Nokia-of-Anna")


def test_nothing_that_tells_who_somebody_is_gets_into_the_file(tmp_path):
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    written = ""
    for number in range(12):
        dice = Random(SEED + number)  # noqa: S311 - chance that can be repeated
        folder = tmp_path / str(number)
        text = random_sites.text({**random_sites.site(dice), "traffic": {"file": FILE}})
        sarto = site(folder, text, {name: name for name in random_sites.FRAGMENTS})
        for each in range(30):
            browser = Browser(sarto, {"session": "tok3n", "email": "anna"})
            browser.agent += f" Nokia-of-Anna/{each}"
            path = dice.choice(["/", "/menu/anna-4111", "/?q=anna&card=4111"])
            browser.get(
                path,
                host="anna.bistro.example",
                referer="https://mail.example/?to=anna",
                x_forwarded_for="203.0.113.77",
                authorization="Bearer tok3n",
                cf_ipcountry=dice.choice(["IR", "PL"]),
            )
        for watcher in sarto.current.site.watchers:
            watcher.tally.write()
        if (folder / FILE).exists():
            written += (folder / FILE).read_text("utf-8")

    assert '"count"' in written
    assert not [secret for secret in SECRETS if secret.lower() in written.lower()]
