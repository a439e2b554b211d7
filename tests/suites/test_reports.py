"""Reports as pages: in the console of a running site, and alone in a file."""

import re
from html.parser import HTMLParser

import pytest

from sarto.config.config import Config
from sarto.measure.report.nothing import Nothing
from sarto.measure.report.report import reported
from sarto.pages.console.reports import alone
from sarto_adapters.stores.events_sqlite import EventStore
from support.browsers import Browser, Clock, site
from support.console_site import HOME, entered, opened
from support.events import MemoryEvents
from support.reported import BEGIN, DAY, FRAGMENTS, filled, toml

NOW = BEGIN + 60 * DAY
ROOM = f"{HOME}reports"
HOSTILE = "</style><script>alert(1)</script>"


class Shape(HTMLParser):
    """The elements of a page, and the ids that are used."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.named, self.levels = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.named += (found.get("aria-labelledby") or "").split()
        self.named += (
            [found["href"][1:]] if found.get("href", "").startswith("#") else []
        )
        assert not any(name.startswith("on") or name == "style" for name in found)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.fixture
def config(tmp_path):
    def read(language="en", text=None):
        (tmp_path / "fragments").mkdir(exist_ok=True)
        for name, fragment in FRAGMENTS.items():
            (tmp_path / "fragments" / name).write_text(fragment, "utf-8")
        return Config.loads(text or toml(language), folder=tmp_path)

    return read


@pytest.fixture
def stored(tmp_path):
    """Fill a store of its own with a month."""

    def fill(**filling):
        return filled(EventStore(f"sqlite:///{tmp_path}/events.db"), **filling)

    return fill


def page_of(config, store=None):
    return alone(reported(config.toml, store or Nothing(), NOW), config)


def measured(folder, store):
    return site(folder, toml(), FRAGMENTS, events=store, clock=Clock())


@pytest.mark.parametrize("language", ["en", "fa", "ar", "pl"])
def test_the_page_alone_is_whole_and_has_no_script(config, language, stored) -> None:
    store = stored(visitors=1500)
    found = Shape(page_of(config(language), store))
    assert "script" not in found.tags
    assert not {"link", "img", "iframe"} & {*found.tags} - {"link"}
    assert len(found.ids) == len({*found.ids})
    assert {*found.named} <= {*found.ids}
    assert found.levels[0] == 1
    assert all(b - a <= 1 for a, b in zip(found.levels, found.levels[1:], strict=False))
    assert found.tags.count("svg") >= 8
    assert found.tags.count("title") == found.tags.count("desc") + 1
    assert found.tags.count("table") >= 8


def test_each_chart_of_the_page_has_a_table_beside_it(config, stored) -> None:
    text = page_of(config(), stored(visitors=1500))
    parts = re.findall(r"<article.*?</article>", text, re.DOTALL)
    assert parts
    for part in parts:
        assert ("<svg" not in part) or ("<table" in part)


def test_its_policy_lets_nothing_run_and_nothing_load(config) -> None:
    text = page_of(config())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src &#39;none&#39;; style-src &#39;sha256-")


def test_what_the_file_and_visitors_say_is_text(config, stored) -> None:
    said = toml().replace("web team", HOSTILE).replace("does a photo", HOSTILE)
    text = page_of(config(text=said), stored(visitors=400))
    assert "<script" not in text
    assert "&lt;/style&gt;&lt;script&gt;" in text


def test_a_page_of_nothing_is_calm(config) -> None:
    text = page_of(config())
    assert "Nobody has been shown anything yet." in text
    assert "<svg" not in text
    assert "nobody has seen control" in text


def test_figures_that_cannot_be_trusted_are_marked(config, stored) -> None:
    text = page_of(config(), stored(visitors=400, dropped=900))
    assert 'class="verdict distrust"' in text
    assert "Do not trust this" in text
    assert "900 were lost" in text


def test_the_console_shows_the_report_of_a_running_site(tmp_path, stored) -> None:
    app = measured(tmp_path, stored(visitors=900))
    browser = entered(app)
    answer = browser.get(ROOM)
    assert answer.status == 200
    assert "What came of it" in answer.text
    assert "hero-photo" in answer.text
    assert "<script" not in answer.text
    (policy,) = answer.all("content-security-policy")
    assert "style-src 'self'" in policy
    assert "no-store" in answer.all("cache-control")[0]
    for style in re.findall(r'rel="stylesheet" href="([^"]*)"', answer.text):
        assert browser.get(style).status == 200


def test_to_who_did_not_sign_in_there_is_no_report(tmp_path, stored) -> None:
    app = measured(tmp_path, stored(visitors=1))
    assert Browser(app).get(ROOM).status == 404


def test_where_nothing_is_measured_the_room_says_so(tmp_path) -> None:
    answer = entered(opened(tmp_path)).get(ROOM)
    assert answer.status == 200
    assert "Nothing is measured" in answer.text


def test_a_store_that_fails_leaves_the_room_calm(tmp_path, stored) -> None:
    def gone():
        raise OSError("postgresql://user:password@host is gone")

    store = MemoryEvents()
    browser = entered(measured(tmp_path, store))
    store.mood = gone
    answer = browser.get(ROOM)
    assert answer.status == 200
    assert "The events cannot be read" in answer.text
    assert "password" not in answer.text


def test_the_room_is_answered_soon_when_asked_again(tmp_path) -> None:
    store = filled(MemoryEvents(), visitors=20)
    browser = entered(measured(tmp_path, store))
    browser.get(ROOM)
    asked = store.calls["outcomes"]
    assert asked
    browser.get(ROOM)
    assert store.calls["outcomes"] == asked
