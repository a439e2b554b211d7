"""What a template engine is given for a slot: `visitor(request).placed(slot, original)`."""

import logging

import pytest

from sarto import Sarto, visitor
from support.play import html, play, scope_of

CONFIG = """
languages = ["en", "fa"]
[slots.hero]
pages = ["/", "/menu"]
show = [
  { when = { query.who = "keep" }, fragment = "keep" },
  { when = { query.who = "default" }, fragment = "default" },
  { when = { query.who = "broken" }, fragment = "broken.html" },
  { when = { query.who = "attrs" }, attrs = { class = "x" } },
  { when = { query.who = "both" }, attrs = { class = "x" }, fragment = "hero.html" },
  { when = { query.who = "around" }, fragment = "around.html" },
  { when = { query.who = "slot" }, fragment = "slot.html" },
  { when = { query.who = "you" }, fragment = "hero.html" },
]
default = "default.html"
[slots.off]
off = true
show = [ { fragment = "hero.html" } ]
[slots.other]
show = [ { when = { query.who = "*" }, fragment = "other.html" } ]
"""
FRAGMENTS = {
    "hero": "<b>yours</b>",
    "hero.fa": "<b>مال شما</b>",
    "default": "anybody's",
    "broken": "{{ 1 // (visitor.facts['query.who'] | length - 6) }}",
    "around": '<u data-sarto="other">[{{ original }}|{{ original }}]</u>',
    "slot": '<u data-sarto="other">mine</u>',
    "other": "other",
}
OWN = "<i>own</i>"


class Asking:
    """A site that writes `hero` by hand, as a template engine would."""

    def __init__(self, config, *, slot="hero", body="<p>{}</p>", **said):
        self.slot, self.body, self.said = slot, body, said
        self.originals = 0
        self.app = Sarto(self.site, config=config)

    def original(self):
        self.originals += 1
        return OWN

    async def site(self, scope, receive, send):
        text = visitor(scope).placed(self.slot, self.original)
        await html(self.body.format(text), **self.said)(scope, receive, send)

    def get(self, path="/", **more):
        return play(self.app, path, **more)

    @property
    def told(self):
        return dict(self.app.current.site.failures.counts)


@pytest.fixture
def site(folder):
    def make(config=CONFIG, **more):
        return Asking(folder(config, **FRAGMENTS), **more)

    return make


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("you", "<b>yours</b>"),
        ("keep", OWN),
        ("default", "anybody's"),
        ("nobody", "anybody's"),
        ("broken", OWN),
        ("attrs", OWN),
        ("both", "<b>yours</b>"),
    ],
)
def test_a_slot_shows_what_is_decided(site, who, text) -> None:
    assert site().get(f"/?who={who}").text == f"<p>{text}</p>"


def test_the_twin_of_the_visitors_language_is_shown(site) -> None:
    answer = site().get("/?who=you", headers=[("Accept-Language", "fa")])
    assert answer.text == "<p><b>مال شما</b></p>"


def test_the_original_is_rendered_only_where_it_is_shown_and_once(site) -> None:
    asked = site()
    asked.get("/?who=you")
    assert asked.originals == 0
    answer = asked.get("/?who=around")
    assert answer.text == f'<p><u data-sarto="other">[{OWN}|{OWN}]</u></p>'
    assert asked.originals == 1


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_what_no_page_answers_keeps_its_own(site, method) -> None:
    answer = site().get("/?who=you", method=method)
    assert answer.text == f"<p>{OWN}</p>"
    assert answer.header("cache-control") is None


def test_a_page_where_the_slot_may_not_change_keeps_its_own(site) -> None:
    assert site().get("/else?who=you").text == f"<p>{OWN}</p>"


def test_a_slot_that_is_switched_off_keeps_its_own_and_is_no_stranger(site) -> None:
    asked = site(slot="off")
    assert asked.get("/?who=you").text == f"<p>{OWN}</p>"
    assert asked.told == {}


@pytest.mark.parametrize(("slot", "said"), [("heroo", "did you mean 'hero'?"), ("zzz", "")])  # fmt: skip
def test_a_slot_that_is_not_declared_is_told_and_keeps_its_own(
    site, slot, said, caplog
) -> None:
    asked = site(slot=slot)
    assert asked.get("/?who=you").text == f"<p>{OWN}</p>"
    assert asked.told == {"tag": 1}
    assert "names a slot that sarto.toml does not have" in caplog.text
    assert said in caplog.text
    assert slot not in caplog.text.replace("'hero'", "")


@pytest.mark.parametrize("slot", [None, ["hero"], 7])
def test_what_is_no_name_keeps_its_own(site, slot) -> None:
    assert site(slot=slot).get("/?who=you").text == f"<p>{OWN}</p>"


@pytest.mark.parametrize("who", ["attrs", "both"])
def test_that_a_tag_has_no_attributes_is_told(site, who, caplog) -> None:
    caplog.set_level(logging.WARNING)
    asked = site()
    asked.get(f"/?who={who}")
    asked.get(f"/?who={who}")
    assert asked.told == {"attributes": 2}
    assert caplog.text.count("a tag has no element") == 1


def test_a_fragment_that_fails_leaves_the_tags_own_and_is_counted_once(site) -> None:
    asked = site()
    assert asked.get("/?who=broken").text == f"<p>{OWN}</p>"
    assert asked.told == {"fragment broken.html": 1}


def test_switched_off_a_tag_shows_its_own(site, monkeypatch) -> None:
    monkeypatch.setenv("SARTO_OFF", "1")
    assert site().get("/?who=you").text == f"<p>{OWN}</p>"


def test_without_sarto_a_tag_shows_its_own(site) -> None:
    found = visitor(scope_of("/?who=you"))
    assert found.placed("hero", lambda: OWN) == OWN
    assert found.layout("base") == "base.html"
    assert found.layout_folder is None


def test_a_slot_by_tag_and_by_attribute_shows_the_same(site) -> None:
    body = '<html lang="en"><p>{}</p><p data-sarto="hero">attribute</p>'
    for who in ("you", "nobody", "broken", "keep"):
        text = site(body=body).get(f"/?who={who}").text
        tag, _, attribute = text.partition('</p><p data-sarto="hero">')
        shown = tag.removeprefix('<html lang="en"><p>').replace(OWN, "attribute")
        assert attribute == f"{shown}</p>"


@pytest.mark.parametrize("chunks", [1, 2, 9])
def test_what_a_tag_put_there_is_not_scanned_again(site, chunks) -> None:
    body = '<p>{}</p><u data-sarto="other">page</u>'
    text = site(body=body, chunks=chunks).get("/?who=slot").text
    assert text == '<p><u data-sarto="other">mine</u></p><u data-sarto="other">other</u>'  # fmt: skip


def test_nor_is_it_found_by_a_selector(site) -> None:
    config = CONFIG.replace("[slots.other]", '[slots.other]\nselector = "b, i"')
    body = "<p>{}</p><b>page</b>"
    assert site(config, body=body).get("/?who=you").text == "<p><b>yours</b></p><b>other</b>"  # fmt: skip
    own = site(config, body=body).get("/?who=keep").text
    assert own == "<p><i>other</i></p><b>other</b>"


def test_what_would_grow_too_large_stays_the_tags_own(site, monkeypatch) -> None:
    asked = site()
    large = "x" * 1_500_000
    monkeypatch.setattr(asked, "original", lambda: large)
    assert asked.get("/?who=around").text == f"<p>{large}</p>"
