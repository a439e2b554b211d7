"""Invariants 23 to 28: validators, and answers that are no whole pages."""

import asyncio
from itertools import product
from random import Random

import pytest

from sarto.cache.etag import variant
from support.edge_oracle import Oracle
from support.edge_people import Household
from support.edge_world import Clock
from support.invariants import HOST, NOON, Front, Site, people, said
from support.model_edge import ModelEdge
from support.model_http import Asked
from support.play import html, play
from support.shared_site import KEPT, PAGE, PHONE, behind, page

WORDS = ("", "a", "ab", "b", "ba", "<b>", "a b", "é")
SLOT = """
[slots.{0}]
pages = "/"
default = "0.html"
show = [{1}]
"""
SHOW = '{{ when = {{ query.{0} = "{1}" }}, fragment = "{1}.html" }}'
RULES = "".join(
    SLOT.format(slot, ", ".join(SHOW.format(slot, n) for n in range(1, len(WORDS))))
    for slot in ("one", "two")
)
TWO = '<!doctype html><p data-sarto="one">x</p><p data-sarto="two">x</p>'
GIVEN = {f"{n}.html": word for n, word in enumerate(WORDS)}
PAIRS = 100_000


async def dated(scope, receive, send):
    """Answer with a page whose tag changes as its bytes do."""
    said_ = dict(p.split("=") for p in scope["query_string"].decode().split("&"))
    fields = [("ETag", f'"{said_["t"]}"'), ("Cache-Control", "max-age=60")]
    await html(TWO + said_["t"], headers=fields)(scope, receive, send)


def test_tags_are_equal_where_bytes_are_and_only_there():
    """Invariant 23: over 100,000 pairs of variants; no tag of the site's own is left."""
    site = behind(RULES, dated, texts=GIVEN, edge="none")
    answers = []
    for one, two, t, x in product(range(8), range(8), range(4), range(2)):
        answers.append(site.raw(f"/?one={one}&two={two}&t={t}&x={x}"))
    known = [(answer.header("etag"), answer.body) for answer in answers]
    assert len({tag for tag, _ in known}) == len({body for _, body in known}) == 256
    assert not {f'"{t}"' for t in range(4)} & {
        tag.removeprefix("W/") for tag, _ in known
    }
    rng = Random(23)  # noqa: S311 - repeated
    equal = 0
    for (tag, body), (other, its) in zip(
        rng.choices(known, k=PAIRS), rng.choices(known, k=PAIRS), strict=True
    ):
        assert (tag == other) is (body == its)
        equal += tag == other
    assert equal > 200
    bits = [b"", b"a", b"ab", b"b", b"\0", b"a\0"]
    made = {}
    for parts in product(bits, repeat=4):
        for split in range(1, 4):
            tag, *inserted = parts[:split]
            key = (tag, tuple(inserted))
            assert made.setdefault(variant(tag, "v", inserted), key) == key


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_tag_of_another_variant_never_says_that_nothing_changed(method):
    """Invariant 24: 304 is for who has these very bytes."""
    site = Site()
    who = [*people(Random(24), 14)]  # noqa: S311 - repeated
    edge = ModelEdge(site.edge, site.origin, site.clock)
    for path in ("/menu/tea", "/menu/coffee", "/offers", "/level", "/table"):
        tags = {}
        for each in who:
            answer = site.ask(path, said(each))
            tags.setdefault(answer.headers["etag"], answer.body)
        own = ('"tea"', 'W/"tea"', '"offers"', 'W/"c"', '"level"', '"table"')
        for each in who:
            here = site.ask(path, said(each)).headers["etag"]
            for tag in (*tags, *own):
                fields = {**said(each), "if-none-match": tag}
                asked = (site.ask(path, fields, method), edged(edge, path, fields))
                for answer in asked:
                    is_same = tag == here and answer.headers.get("etag") == here
                    assert answer.status == (304 if is_same else 200), (path, tag)
            others = ", ".join(tag for tag in tags if tag != here)
            assert site.ask(path, {**said(each), "if-none-match": others}).status == 200


def edged(edge, path, fields):
    return asyncio.run(edge.ask(Asked(path, {"host": HOST, **fields})))


@pytest.mark.parametrize("is_behind", [False, True])
def test_nothing_that_changed_in_a_browser_shows_what_was_before(is_behind):
    """Invariant 25: after each change each page is that of now, from the store or not."""
    site = Site()
    oracle, shown = Oracle(), 0
    for seed in range(6):
        rng = Random(seed)  # noqa: S311 - repeated
        browser = site.browser(is_behind=is_behind)
        home = Household.of(rng, browser.net, site.clock)

        async def walk(home=home):
            for _ in range(25):
                await getattr(
                    home,
                    home.rng.choice(
                        [
                            "login",
                            "logout",
                            "speak",
                            "consent",
                            "level",
                            "view",
                            "accept",
                        ]
                    ),
                )()
                for target in ("/", "/menu/tea", "/level", "/account", "/table"):
                    answer = await home.browser.visit(target)
                    yield home.who, target, answer.body
                    site.clock.on(0.2)

        async def walked(walk=walk):
            found = []
            async for who, target, body in walk():
                right = oracle.expected(who, target, site.clock.now)
                found.append((body == right, who, target, body, right))
            return found

        for is_right, *what in asyncio.run(walked()):
            assert is_right, what
            shown += 1
    assert shown == 6 * 25 * 5


GREETED = """
[slots.hero]
pages = "/"
default = "default.html"
show = [{ when = { signed_in = true }, fragment = "hello.html" }]
"""


@pytest.mark.parametrize("kind", ["varnish", "nginx", "fastly"])
def test_a_page_with_placeholders_has_no_validators(kind):
    """Invariant 26: what is filled in is for one visitor, and nothing stands for it."""
    app = page(PAGE, ("Last-Modified", "Sun, 01 Feb 2026 00:00:00 GMT"))
    site = behind(GREETED, app, edge=kind)
    fill = "ssi" if kind == "nginx" else "esi"
    answer = site.keyed("/", {**site.keys(), "x-sarto-fill": fill})
    assert answer.header("x-sarto-fill") == fill
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("etag") is answer.header("last-modified") is None
    front = Front(site.app, Clock(NOON.timestamp()), kind.replace("fastly", "varnish"))
    got = edged(
        ModelEdge(front.edge, front.origin, front.clock, kind=front.kind), "/", {}
    )
    assert got.headers["cache-control"] == "private, no-store"
    assert not {"etag", "last-modified"} & got.headers.keys()


XYZ = ("Content-Encoding", "xyz")
FORMS = {
    "unchanged": html("", status=304, headers=KEPT),
    "a part": html(PAGE[:9], status=206, headers=[("Content-Range", "bytes 0-8/60"), *KEPT]),
    "nothing": html("", status=204, headers=[("Cache-Control", "max-age=60")]),
    "data": html('{"a": "<p data-sarto=hero>"}', headers=[("Content-Type", "application/json")]),
    "text": html(PAGE, headers=[("Content-Type", "text/plain"), ("Cache-Control", "max-age=60")]),
    "coded": html(PAGE, headers=[XYZ, *KEPT]),
    "untouchable": html(PAGE, headers=[("Cache-Control", "no-transform, max-age=60"), ("ETag", '"1"')]),
    "saved": html(PAGE, headers=[("Content-Disposition", "attachment"), *KEPT]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("edge", ["none", "varnish"])
def test_what_is_no_whole_page_passes_as_it_came(name, edge):
    """Invariant 27: and the application is asked for the whole, as nobody has it."""
    app, scopes = FORMS[name], []

    async def noted(scope, receive, send):
        scopes.append(scope)
        await app(scope, receive, send)

    site = behind(app=noted, edge=edge).app
    bare = play(app, "/")
    assert play(site, "/", headers=[PHONE]).messages == bare.messages
    asked = [("Range", "bytes=0-3"), ("If-Range", '"1"'), ("If-None-Match", '"2"'),
             ("If-Modified-Since", "Sun, 01 Feb 2026 00:00:00 GMT"), ("Accept-Encoding", "gzip, xyz")]  # fmt: skip
    assert play(site, "/", headers=asked).messages == bare.messages
    sent = dict(scopes[-1]["headers"])
    assert not {b"range", b"if-range", b"if-none-match", b"if-modified-since"} & {*sent}
    assert sent[b"accept-encoding"] == b"identity"


DIGESTS = ("content-md5", "digest", "content-digest", "repr-digest", "accept-ranges")


@pytest.mark.parametrize("chunks", [1, 4])
def test_a_length_is_right_and_no_digest_is_wrong(chunks):
    """Invariant 28: and to HEAD all fields are those of GET."""
    told = [(name, "x") for name in DIGESTS]
    for edge in ("none", "varnish", "nginx"):
        app = html(PAGE, headers=[*KEPT, *told], chunks=chunks)
        site = behind(app=app, edge=edge)
        ways = [lambda site=site, **more: site.raw("/", PHONE, **more)]
        if edge != "none":
            ways.append(
                lambda site=site, **more: (
                    site.asked("/", PHONE, **more)
                    if not more
                    else site.keyed("/", site.keys(PHONE), **more)
                )
            )
        for way in ways:
            get, head = way(), way(method="HEAD")
            length = get.header("content-length")
            assert length in (None, str(len(get.body)))
            assert length or chunks > 1
            assert all(get.header(name) is None for name in DIGESTS)
            wanted = {pair for pair in get.raw_headers if pair[0] != b"content-length"}
            assert {p for p in head.raw_headers if p[0] != b"content-length"} == wanted
            assert head.header("content-length") in (None, length)
