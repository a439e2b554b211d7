"""Experiments behind a cache: each visitor's page is theirs, and none is left uncounted.

Strangers share what the edge keeps; whoever is in an arm is asked for at the site, also
where the edge may keep the pages of other bands (`bands = true`).
"""

import asyncio
from collections import Counter
from random import Random

import pytest

from support.edge_world import Clock
from support.events import MemoryEvents
from support.invariants import NOON, Front
from support.play import html
from support.remembered_site import agreed
from support.shared_site import CONSENT, KEPT, behind, is_kept, names

PAGE = '<!doctype html><title>t</title><p data-sarto="hero">own</p>'
PHOTO = PAGE.replace("own", "photo")
RULES = (
    CONSENT
    + """
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { control = 50, photo = 50 }
goal = "booked"
traffic = 80
[[slots.hero.show]]
experiment = "photo"
fragments = { control = "keep", photo = "photo.html" }
[slots.hero]
pages = ["/", "/menu/*"]
"""
)
YES, ONLY = (agreed(functional=each, analytics=True) for each in (True, False))
NO = agreed(functional=True, analytics=False)


class Tried:
    """The site, what it wrote down, and an edge before it."""

    def __init__(self, kind="varnish", bands="false"):
        self.events, self.clock = MemoryEvents(), Clock(NOON.timestamp())
        self.site = behind(
            RULES,
            html(PAGE, headers=KEPT[:1]),
            edge=kind,
            cache=f"bands = {bands}",
            clock=self.clock.utc,
            texts={"photo.html": "photo"},
            events=self.events,
        )
        self.front = Front(self.site.app, self.clock, kind)

    def browser(self, consent, *, edge=None):
        made = self.front.browser(is_behind=True)
        if edge is not None:
            made.net = edge
        if consent:
            made.jar["cookieyes-consent"] = consent
        return made

    def written(self):
        recording = self.site.app._recording
        assert recording is not None
        recording.close()
        rows = self.events.shown.values()
        return Counter(e.variant for e in rows if e.subject == "experiments.photo")


@pytest.mark.parametrize("bands", ["false", "true"])
@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_everybody_gets_their_own_page_and_everybody_is_counted(kind, bands):
    tried, rng = Tried(kind, bands), Random(kind + bands)  # noqa: S311 - repeated
    edge = tried.front.browser(is_behind=True).net
    crowd = [
        tried.browser(rng.choice([None, NO, YES, YES, ONLY]), edge=edge)
        for _ in range(60)
    ]
    seen = {number: set() for number in range(len(crowd))}

    async def visits():
        for _ in range(240):
            number = rng.randrange(len(crowd))
            target = rng.choice(["/", "/menu/tea"])
            answer = await crowd[number].visit(target)
            assert answer.status == 200
            seen[number].add(answer.body.decode())
            tried.clock.on(rng.choice([0, 1, 30]))

    asyncio.run(visits())
    assert all(len(pages) <= 1 for pages in seen.values())
    photos = sum(PHOTO in pages for pages in seen.values())
    assert photos >= 5
    assert tried.written()["photo"] == photos
    strangers = [n for n, each in enumerate(crowd) if YES not in each.jar.values()]
    strangers = [n for n in strangers if ONLY not in crowd[n].jar.values()]
    assert {page for n in strangers for page in seen[n]} == {PAGE}
    arms = tried.written()
    assert arms["control"] >= 5
    assert sum(arms.values()) <= len(crowd) - len(strangers)


@pytest.mark.parametrize("bands", ["false", "true"])
def test_the_keys_of_a_page_tell_of_no_arm(bands):
    tried = Tried(bands=bands)
    stranger = tried.site.asked("/")

    assert is_kept(stranger)
    assert names(stranger) == {"x-sarto-version", "x-sarto-own"}
    told = tried.site.keys()
    assert not [name for name in told if "arm" in name]


@pytest.mark.parametrize("bands", ["false", "true"])
def test_who_is_in_an_arm_is_passed_through(bands):
    tried = Tried(bands=bands)
    for _ in range(30):
        browser = tried.browser(YES)
        asyncio.run(browser.straight("/"))
        sent = {"cookie": "; ".join(f"{n}={v}" for n, v in browser.jar.items())}
        keys = tried.front.keys(sent)
        is_photo = tried.front.ask("/", sent).body.decode() == PHOTO
        assert keys["x-sarto-pass"] == "0"
        assert keys["x-sarto-own"] == "own" or not is_photo
        if is_photo:
            again = tried.front.keyed("/", keys)
            assert again.headers["x-sarto-pass"] == "1"


def test_who_has_no_id_yet_is_passed_through_to_get_one():
    tried = Tried()
    for consent in (YES, ONLY):
        first = tried.site.keys(("Cookie", f"cookieyes-consent={consent}"))
        assert first["x-sarto-pass"] == "1"
        browser = tried.browser(consent)
        asyncio.run(browser.straight("/"))
        sent = {"cookie": "; ".join(f"{n}={v}" for n, v in browser.jar.items())}
        assert tried.front.keys(sent)["x-sarto-pass"] == "0"


def test_a_page_by_keys_shows_nobody_an_arm_and_counts_nobody():
    tried = Tried()
    keys = tried.site.keys()
    for _ in range(20):
        assert tried.site.keyed("/", keys).text == PAGE

    assert tried.written() == Counter()


GREETING = """
[slots.hero]
pages = "/"
default = "default.html"
show = [{ when = { signed_in = true }, SHOWN }]
"""
TRIED = 'experiment = "photo", fragments = { control = "default", photo = "one.html" }'


@pytest.mark.parametrize(
    ("shown", "is_filled"), [('fragment = "one.html"', True), (TRIED, False)]
)
def test_a_slot_of_an_experiment_is_never_filled_in_by_the_edge(shown, is_filled):
    trial = RULES.partition("[[slots")[0]
    site = behind(trial + GREETING.replace("SHOWN", shown)).site

    assert site.sharing is not None
    assert site.sharing.is_filled(site.slots[0]) is is_filled
