"""What an edge may keep, for how long, and what it has to ask for again."""

import pytest

from sarto import visitor
from support.play import html, play
from support.shared_site import (
    CONSENT,
    DESK,
    PAGE,
    PHONE,
    Moving,
    behind,
    is_kept,
    lines,
    page,
    seconds,
)

FAR = [PHONE, ("CF-IPCountry", "IR")]
KEYS = {"x-sarto-version", "x-sarto-country", "x-sarto-device"}
JSON = ("Content-Type", "application/json")
ANSWERS = {
    "a page": page(),
    "no content": html("", status=204, headers=[("Cache-Control", "max-age=60")]),
    "elsewhere": html("", status=301, headers=[("Location", "/x"), ("Cache-Control", "max-age=60")]),
    "as it was": html("", status=304),
    "not there": html(PAGE, status=404, headers=[("Cache-Control", "max-age=60")]),
    "broken": html(PAGE, status=500),
    "data": html("{}", headers=[JSON, ("Cache-Control", "max-age=60")]),
    "a tagged file": html("{}", headers=[JSON, ("ETag", '"1"')]),
    "attached": html(PAGE, headers=[("Content-Disposition", "attachment")]),
    "untouchable": html(PAGE, headers=[("Cache-Control", "no-transform, max-age=60")]),
    "private": html(PAGE, headers=[("Cache-Control", "private")]),
    "a cookie": page(PAGE, ("Set-Cookie", "a=1")),
    "in pieces": page(chunks=4),
    "silent": html(PAGE),
}  # fmt: skip


def fields(answer) -> set[str]:
    return {each.strip().lower() for each in (answer.header("vary") or "").split(",")}


@pytest.mark.parametrize("edge", ["varnish", "nginx", "fastly", "cloudflare"])
def test_every_answer_of_a_page_varies_on_the_same(edge) -> None:
    answers = []
    for app in ANSWERS.values():
        site = behind(app=app, edge=edge)
        for said in (FAR, [DESK]):
            keys = site.keys(*said)
            answers += [site.keyed("/", keys), site.keyed("/", keys, method="HEAD")]
        answers += [site.keyed("/", {**keys, "x-sarto-version": "old"})]
        answers += [site.keyed("/", {"x-sarto-version": keys["x-sarto-version"]})]
    assert len(lines(answers)) == len(lines(answers, "x-sarto-vary")) == 1
    assert fields(answers[0]) == KEYS


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a page", 600),
        ("no content", 60),
        ("elsewhere", 60),
        ("as it was", 0),
        ("not there", 0),
        ("broken", 0),
        ("data", 60),
        ("a tagged file", 0),
        ("attached", 0),
        ("untouchable", 60),
        ("private", 0),
        ("a cookie", 0),
        ("in pieces", 600),
        ("silent", 0),
    ],
)
def test_what_the_site_lets_caches_keep_is_kept_and_nothing_else(name, kept) -> None:
    answer = behind(app=ANSWERS[name]).asked("/", *FAR)
    assert is_kept(answer) is bool(kept)
    assert seconds(answer) == kept


@pytest.mark.parametrize(
    "name", [n for n in ANSWERS if n not in ("as it was", "broken")]
)
def test_status_and_body_are_those_that_visitors_get(name) -> None:
    site = behind(app=ANSWERS[name])
    asked, raw = site.asked("/", *FAR), site.raw("/", *FAR)
    assert (asked.status, asked.body) == (raw.status, raw.body)


@pytest.mark.parametrize(
    ("said", "kept", "stale"),
    [
        ("public, s-maxage=300, max-age=60", 300, 0),
        ("max-age=60, stale-while-revalidate=30", 60, 30),
        ("no-store", 0, 0),
        ("no-cache, max-age=60", 0, 0),
        ('private="x", max-age=60', 0, 0),
        ("max-age=0", 0, 0),
        ("junk", 0, 0),
    ],
)
def test_the_site_s_own_word_is_never_loosened(said, kept, stale) -> None:
    answer = behind(app=html(PAGE, headers=[("Cache-Control", said)])).asked("/")
    assert is_kept(answer) is bool(kept)
    assert seconds(answer) == kept + stale


@pytest.mark.parametrize(
    "vary", ["Cookie", "accept-language", "Accept-Encoding, User-Agent", "*", "X-Own"]
)
def test_a_page_that_stands_on_what_an_edge_does_not_send_is_asked_again(vary) -> None:
    assert not is_kept(behind(app=page(PAGE, ("Vary", vary))).asked("/"))


def test_a_page_that_may_be_encoded_is_kept() -> None:
    answer = behind(app=page(PAGE, ("Vary", "Accept-Encoding"))).asked("/")
    assert is_kept(answer)
    assert fields(answer) == {"accept-encoding", *KEYS}


def test_what_tells_nginx_what_to_do_is_the_site_s_own_affair() -> None:
    for name in ("X-Accel-Expires", "X-Accel-Redirect", "X-Accel-Buffering"):
        answer = behind(app=page(PAGE, (name, "0")), edge="nginx").asked("/")
        assert not is_kept(answer)
        assert answer.raw_headers[0] == (b"x-accel-expires", b"0")


TIMED = """
[slots.hero]
pages = "/"
show = [
  { when = { time = "18:00-23:00" }, fragment = "one.html" },
  { fragment = "two.html", from = 2026-06-20, until = 2026-06-21 },
]
"""


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ("2026-06-15T12:00:00", 600),
        ("2026-06-15T17:55:00", 299),
        ("2026-06-15T17:55:00.500", 298),
        ("2026-06-15T17:59:58", 1),
        ("2026-06-15T17:59:59", 0),
        ("2026-06-15T17:59:59.999", 0),
        ("2026-06-15T18:00:00", 600),
        ("2026-06-19T23:59:00", 59),
        ("2026-06-21T23:59:00", 59),
    ],
)
@pytest.mark.parametrize(
    "said", ["max-age=600", "max-age=100, stale-while-revalidate=500"]
)
def test_nothing_is_kept_or_stale_beyond_the_next_change(now, kept, said) -> None:
    app = html(PAGE, headers=[("Cache-Control", said)])
    answer = behind(TIMED, app, clock=Moving(now)).asked("/")
    assert is_kept(answer) is bool(kept)
    assert seconds(answer) == kept


def test_where_clocks_are_visitors_own_the_first_of_all_ends_it() -> None:
    zone = 'languages = ["en"]\ntimezone = "visitor"\n[cache]\nedge = "{edge}"\n'
    site = behind(TIMED, head=zone, clock=Moving("2026-06-15T12:25:00"))
    answer = site.asked("/")
    assert seconds(answer) == 299  # where the clock is half an hour ahead of others'
    assert fields(answer) == {"x-sarto-version", "x-sarto-time"}


def test_an_answer_that_took_too_long_is_asked_again() -> None:
    clock = Moving("2026-06-15T17:59:00")

    async def slow(scope, receive, send):
        clock.on(120)
        await page()(scope, receive, send)

    site = behind(TIMED, slow, clock=clock)
    assert not is_kept(site.keyed("/", site.keys()))


def test_a_fragment_that_fails_is_asked_again() -> None:
    site = behind(texts={"far.html": "{{ 1 // (page.path | length - 1) }}"})
    answer = site.asked("/", *FAR)
    assert not is_kept(answer)
    assert answer.text == PAGE
    assert site.told["fragment far.html"] >= 1
    assert is_kept(site.asked("/menu/tea", *FAR))
    assert is_kept(site.asked("/", DESK))


@pytest.mark.parametrize(
    "act",
    [
        lambda who: who.identify("user-17", tier="gold"),
        lambda who: who.prefer("level", "expert"),
    ],
)
def test_whom_the_site_s_code_tells_of_is_nobody_else(act) -> None:
    async def app(scope, receive, send):
        act(visitor(scope))
        await page()(scope, receive, send)

    answer = behind(app=app).asked("/")
    assert answer.header("x-sarto-pass") == "1"
    assert answer.header("cdn-cache-control") is None


def test_a_site_that_fails_is_asked_again_as_its_visitor_did() -> None:
    async def app(_scope, _receive, _send):
        raise OSError

    site = behind(app=app)
    assert isinstance(site.keyed("/", site.keys()).error, OSError)


def test_answers_are_tagged_by_what_they_are_made_of() -> None:
    answer = behind().asked("/")
    version = answer.header("x-sarto-version")
    assert answer.header("x-sarto-tags") == f"sarto sarto-{version} sarto-slot-hero"


def test_a_name_that_is_no_tag_goes_by_a_number() -> None:
    odd = '[slots."a b,c"]\npages = "/"\nshow = [{ fragment = "one.html" }]\n'
    site = behind(odd, edge="cloudflare")
    tags = (site.asked("/").header("cache-tag") or "").split(",")
    assert len(tags) == 3
    assert tags[2].startswith("sarto-slot-")
    assert " " not in tags[2]


def test_a_page_that_asks_for_hints_is_the_one_that_visitors_get() -> None:
    hints = '[slots.hero]\npages = "/"\nshow = [{ when = { color_scheme = "dark" }, fragment = "one.html" }]\n'
    site = behind(CONSENT + hints)
    asked, raw = site.asked("/"), site.raw("/")
    assert asked.body == raw.body
    assert asked.header("accept-ch") == raw.header("accept-ch")


def test_without_an_edge_nobody_hears_of_any() -> None:
    site = behind(edge="none")
    assert site.site.sharing is None
    assert play(site.app, "/_sarto/key").status == 404
