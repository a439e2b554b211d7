"""Invariants 6 to 11: what an answer says of who may keep it, and for how long."""

from email.utils import formatdate
from itertools import product
from random import Random

import pytest

from sarto import visitor
from support.edge_oracle import Visitor
from support.edge_site import bistro
from support.invariants import NOON, PAGES, Site, is_kept, people, said, vary
from support.invariants_back import returning
from support.model_cache import Cache
from support.model_http import Answered, Asked, directives
from support.model_shelves import TOKEN
from support.play import html, play
from support.shared_site import PAGE, PHONE, behind, page

NOT_STORED = "private, no-store"
TARGETED = ("cdn-cache-control", "surrogate-control", "x-accel-expires", "expires")
OPEN = [  # as loud as a site can say that anybody may keep it
    ("Cache-Control", "public, max-age=600, s-maxage=900, stale-while-revalidate=60"),
    ("CDN-Cache-Control", "max-age=600"),
    ("Surrogate-Control", "max-age=600"),
    ("X-Accel-Expires", "600"),
    ("Expires", formatdate(NOON.timestamp() + 600, usegmt=True)),
    ("Date", formatdate(NOON.timestamp(), usegmt=True)),
    ("ETag", '"1"'),
]
FORMS = [
    page(),
    page(chunks=3),
    html(PAGE, headers=OPEN),
    html(PAGE, headers=[("Set-Cookie", "a=1"), ("X-A", "1"), ("X-A", "2")]),
    html("", status=304, headers=[("ETag", '"1"')]),
    html(PAGE[:9], status=206, headers=[("Content-Range", "bytes 0-8/60")]),
    html("{}", headers=[("Content-Type", "application/json"), ("ETag", '"j"')]),
    html(PAGE, status=500),
]


def test_a_page_that_no_rule_can_touch_is_the_bare_application_s():
    """Invariant 6: status, headers and bytes are as the application sent them."""
    fields = ([], [PHONE, ("Range", "bytes=0-3")], [("If-None-Match", '"1"')])
    for app in FORMS:
        for edge in ("none", "varnish", "nginx"):
            site = behind(app=app, edge=edge).app
            for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
                for said_ in fields:
                    asked = {"headers": [*said_], "method": method}
                    bare, ours = (
                        play(app, "/plain", **asked),
                        play(site, "/plain", **asked),
                    )
                    assert ours.messages == bare.messages
    bare = play(bistro, "/plain", headers=[("If-None-Match", '"plain"')])
    ours = play(Site().sarto, "/plain", headers=[("If-None-Match", '"plain"')])
    assert bare.messages == ours.messages
    assert ours.status == 304


async def known(scope, receive, send):
    visitor(scope).identify("u-1", name="Canary")
    await html(PAGE, headers=OPEN)(scope, receive, send)


GREETING = """
[slots.hero]
pages = "/"
show = [{ when = { signed_in = true }, fragment = "hello.html" }]
"""


@pytest.mark.parametrize("edge", ["none", "varnish", "nginx", "fastly", "cloudflare"])
def test_what_is_somebody_s_own_is_stored_nowhere(edge):
    """Invariant 7: a personal answer is `private, no-store`, and no field is kinder."""
    site = behind(GREETING, known, edge=edge)
    answers = [site.raw("/", PHONE)]
    if edge != "none":
        answers.append(site.asked("/", PHONE))
    for answer in answers:
        assert answer.header("cache-control") == NOT_STORED
        left = {name for name in TARGETED if answer.header(name) not in (None, "0")}
        assert not left
    assert "hello" in answers[0].text


def test_without_consent_a_visitor_is_as_one_without_any_profile():
    """Invariant 8: with the profile but no consent, keys and page are a stranger's."""
    front, fields = returning(bands=True)
    stranger = Visitor().headers()
    assert b">one<" in front.ask("/", fields).body
    assert (
        front.keys(fields)["x-sarto-returning"]
        != front.keys(stranger)["x-sarto-returning"]
    )
    pairs = fields["cookie"].split("; ")
    kept = "; ".join(each for each in pairs if "consent" not in each)
    assert kept.count("=") == 1
    lost = {**fields, "cookie": kept}
    found, nobody = front.keys(lost), front.keys(stranger)
    written = ("x-sarto-pass", "x-sarto-noted")  # the profile is to be erased
    assert all(found[n] == nobody[n] for n in nobody if n not in written)
    assert front.ask("/", lost).body == front.ask("/", stranger).body


def test_what_needs_consent_is_shared_only_where_the_site_says_so():
    """Invariant 9: never downstream; by the edge only with `bands`, and by class."""
    for bands in (False, True):
        front, fields = returning(bands=bands)
        raw = front.ask("/", fields)
        assert b">one<" in raw.body
        assert raw.headers["cache-control"] == NOT_STORED
        keys = front.keys(fields)
        keyed = front.keyed("/", keys)
        assert is_kept(keyed) is bands
        if bands:
            assert keyed.body == raw.body
            assert "x-sarto-returning" in vary(keyed)
        else:
            assert keys["x-sarto-own"] == "own"
        said_ = directives(keyed.headers["cache-control"])
        assert "private" in said_
        assert not {"public", "s-maxage", "max-age"} & said_.keys()


def random_policy(rng):
    """Make up what a site says of an answer."""
    ages = ("max-age=60", "max-age=0", "s-maxage=30", "s-maxage=900", "max-age=600")
    more = (
        "public",
        "private",
        "no-store",
        "no-cache",
        "must-revalidate",
        "stale-while-revalidate=40",
    )
    words = [*rng.sample(ages, rng.randrange(3)), *rng.sample(more, rng.randrange(3))]
    found = [("Cache-Control", ", ".join(words))] if words or rng.random() < 0.1 else []
    if rng.random() < 0.3:
        found.append(("CDN-Cache-Control", rng.choice([*ages, *more])))
    if rng.random() < 0.3:
        ends = NOON.timestamp() + rng.choice([-9, 0, 90])
        found.append(("Expires", rng.choice(["0", formatdate(ends, usegmt=True)])))
    if rng.random() < 0.3:
        found.append(("Age", str(rng.choice([0, 20, 100]))))
    if rng.random() < 0.15:
        found.append(("Set-Cookie", "a=1"))
    return [*found, ("Date", formatdate(NOON.timestamp(), usegmt=True))]


def kept_for(cache, answer):
    """Tell for how many seconds a cache keeps an answer, fresh and stale; -1: not."""
    terms = cache.terms(Asked("/", {TOKEN: "1"}), answer)
    if terms is None:
        return -1, -1
    age = int(answer.headers.get("age", "0"))
    fresh = 0 if terms.is_asked_always else max(terms.lifetime - age, 0)
    return fresh, fresh + (0 if terms.is_asked_always else terms.grace)


def answered(played):
    fields = {n.decode().lower(): v.decode() for n, v in played.raw_headers}
    return Answered(played.status, fields)


def test_no_cache_keeps_more_or_longer_than_the_site_said():
    """Invariant 10: storable here is storable there, and for no longer."""
    clock = NOON.timestamp
    caches = [
        Cache(None, clock, targeted=True, guesses=True),
        Cache(None, clock, targeted=False, guesses=True),
        Cache(None, clock, is_shared=False, guesses=True),
    ]
    rng = Random(10)  # noqa: S311 - repeated
    kept = 0
    for _ in range(400):
        said_ = random_policy(rng)
        app = html(PAGE, headers=said_)
        own = answered(play(app))
        site = behind(app=app, edge=rng.choice(["none", "varnish"]))
        answers = [answered(site.raw("/", PHONE))]
        if site.site.sharing:
            answers.append(answered(site.asked("/", PHONE)))
        for answer in answers:
            kept += is_kept(answer)
            for cache in caches:
                ours, its = kept_for(cache, answer), kept_for(cache, own)
                is_less = all(a <= b for a, b in zip(ours, its, strict=True))
                assert is_less, (said_, answer, ours, its)
    assert kept > 40


def test_every_personalised_answer_says_what_may_become_of_it():
    """Invariant 11: `Cache-Control` is always there, so that nobody has to guess."""
    site = Site()
    for who in people(Random(11), 25):  # noqa: S311 - repeated
        keys = site.keys(said(who))
        for path, method in product(PAGES, ("GET", "HEAD")):
            raw = site.ask(path, said(who), method)
            for answer in (raw, site.keyed(path, keys, method)):
                words = directives(answer.headers["cache-control"])
                assert "private" in words
                assert words.keys() & {"no-store", "no-cache"}
