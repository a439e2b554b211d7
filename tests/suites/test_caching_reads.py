"""What the site's own code read of its visitor is in no answer that others share.

Each kind of answer there is, read for by code on a page whose rules ask for the very
same fact; and the same answers unread, which go out as they came or as rules left them.
"""

import gzip

import pytest

import sarto.compose.edit
from sarto import visitor
from sarto.site.choosing import Choosing
from support.play import play
from support.shared_site import DESK, HERO, PAGE, PHONE, behind, page

ONE = 'languages = ["en"]\n[cache]\nedge = "none"\n'
BARE = "<!doctype html><title>t</title><p>no slot at all</p>"
LONG = PAGE.replace("own", "own " * 100_000)
BODY = "application/json"
SWAP = """
[[pages]]
path = "/"
show = [{ when = { device = "tv" }, serve = "/other" }]
"""
LAYOUT = """
[layouts.home]
pages = "/"
show = [{ when = { device = "mobile" }, layout = "keep" }]
"""
PLACES = {"slot": HERO, "swap": SWAP, "layout": LAYOUT}


def packed(text):
    return gzip.compress(text.encode())


def said(*pairs, text=PAGE, **more):
    """An answer of the site's that caches may share, with these fields as well."""
    return page(text, *pairs, **more)


def unseen(_scope, _receive, send):
    """Let the server send a file that nobody here sees."""

    async def sent():
        headers = [(b"content-type", b"text/html"), (b"cache-control", b"max-age=600")]
        start = {"type": "http.response.start", "status": 200, "headers": headers}
        await send(start)
        await send({"type": "http.response.pathsend", "path": "/tmp/page.html"})  # noqa: S108 - never opened

    return sent()


PASSING = {  # goes out as it came, where nobody read anything
    "an attachment": said(("Content-Disposition", "attachment")),
    "not to be transformed": said(("Cache-Control", "no-transform")),
    "of a coding nobody knows": said(("Content-Encoding", "zz")),
    "a part": said(status=206),
    "not modified": said(status=304, text=""),
    "nothing": said(status=204, text=""),
    "data": said(("Content-Type", BODY)),
    "of no type": said(("Content-Type", "")),
    "xhtml": said(("Content-Type", "application/xhtml+xml")),
}
CHANGED = {  # a page that rules can change
    "without a slot": said(text=BARE),
    "with its slot": said(),
    "in pieces": said(chunks=7),
    "empty": said(text=""),
    "longer than is held": said(text=LONG, chunks=50),
    "compressed": said(("Content-Encoding", "gzip"), text=packed(PAGE)),
    "compressed if asked": said(("Vary", "Accept-Encoding"), text=BARE * 20),
    "UTF-16": said(("Content-Type", "text/html; charset=utf-16")),
    "an error": said(status=404),
    "a fault": said(status=500),
}
BROKEN = {  # found out only once it was to be changed
    "broken bytes": said(("Content-Encoding", "gzip"), text=b"\x1f\x8b no gzip"),
    "unseen": unseen,
}
ALL = {**PASSING, **CHANGED, **BROKEN}
kinds = pytest.mark.parametrize("kind", ALL)
places = pytest.mark.parametrize("place", PLACES)


def device(scope):
    return visitor(scope).facts.device


def hero(scope):
    return visitor(scope).decide("hero").fragment


def consent(scope):
    return visitor(scope).consent


def reading(inner, read=device):
    """Let the site's code read its visitor first."""

    async def app(scope, receive, send):
        read(scope)
        await inner(scope, receive, send)

    return app


def is_for_all(answer):
    """Whether a cache that knows nothing of us may give it to others."""
    assert answer.error is None
    control = (answer.header("cache-control") or "").split(", ")
    targeted = answer.header("cdn-cache-control") or answer.header("expires")
    return control[0] != "private" or targeted is not None


@places
@kinds
def test_what_code_read_is_in_no_answer_that_others_share(kind, place):
    site = behind(PLACES[place], reading(ALL[kind]), head=ONE)
    for method in ("GET", "HEAD", "POST", "PUT"):
        assert not is_for_all(site.raw("/", PHONE, method=method))
        known = site.raw("/", DESK, ("If-None-Match", '"1"'), method=method)
        assert not is_for_all(known)


@pytest.mark.parametrize("read", [hero, consent])
@kinds
def test_nor_is_what_it_asked_for_otherwise(kind, read):
    site = behind(HERO, reading(ALL[kind], read), head=ONE)
    assert not is_for_all(site.raw("/", PHONE))


@pytest.mark.parametrize("edge", ["varnish", "nginx"])
@kinds
def test_nor_is_it_kept_by_an_edge_for_others(kind, edge):
    for place in PLACES.values():
        site = behind(place, reading(ALL[kind]), edge=edge)
        assert not is_for_all(site.raw("/", PHONE))
        assert site.asked("/", PHONE).header("x-sarto-pass") == "1"


@pytest.mark.parametrize("place", ["slot", "layout"])
@pytest.mark.parametrize("kind", PASSING)
def test_what_nobody_read_and_nobody_can_change_goes_out_as_it_came(kind, place):
    for head in (ONE, None):
        more = {} if head is None else {"head": head}
        answer = behind(PLACES[place], ALL[kind], **more).raw("/", PHONE)
        assert answer.messages == play(ALL[kind]).messages


@pytest.mark.parametrize("is_read", [False, True])
@places
def test_what_fails_while_it_is_decided_is_shared_only_if_nobody_read(
    place, is_read, monkeypatch
):
    def fails(self):
        _ = self.visitor.visit["device"]
        raise ValueError

    monkeypatch.setattr(Choosing, "decided", fails)
    inner = said()
    app = reading(inner) if is_read else inner
    answer = behind(PLACES[place], app, head=ONE).raw("/", PHONE)
    assert is_for_all(answer) is not (is_read or place == "swap")
    assert answer.body == PAGE.encode()
    if is_for_all(answer):
        assert answer.messages == play(inner).messages


@pytest.mark.parametrize("is_read", [False, True])
@pytest.mark.parametrize("place", ["slot", "swap"])
def test_what_fails_while_it_is_composed_is_shared_only_if_nobody_read(
    place, is_read, monkeypatch
):
    def fails(*_args):
        raise ValueError

    monkeypatch.setattr(sarto.compose.edit, "cut", fails)
    monkeypatch.setattr(sarto.compose.edit, "rewritten", fails)
    inner = said()
    app = reading(inner) if is_read else inner
    answer = behind(HERO + (SWAP if place == "swap" else ""), app, head=ONE).raw("/", PHONE)  # fmt: skip
    assert is_for_all(answer) is not (is_read or place == "swap")
    assert answer.body == PAGE.encode()
    if is_for_all(answer):
        assert answer.messages == play(inner).messages
