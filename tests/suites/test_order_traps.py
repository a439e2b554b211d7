"""Middlewares on either side of Sarto: what comes of each order."""

import gzip

import pytest
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from sarto import visitor
from support.frameworks import CONFIG, PAGE, SWAPPED, asked, got
from support.ordered_site import marks, site
from support.shelves import Cache

SECRET = "a long secret of these tests"  # noqa: S105 - it keeps nothing
GOLD = '[[slots.hero.show]]\nwhen = { traits.tier = "gold" }\nfragment = "hero.html"\n'
WHERE = """
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["10.0.0.1/32"]
[[slots.hero.show]]
when = { country = ["IR"] }
fragment = "hero.html"
"""


class Passing(BaseHTTPMiddleware):
    """One as most people write it."""

    async def dispatch(self, request, call_next):
        answer = await call_next(request)
        answer.headers["x-passed"] = "yes"
        return answer


class Pure:
    """One as the specification has it; it tells what the site left in its context."""

    def __init__(self, app, heard):
        self.app, self.heard = app, heard

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            self.heard.append(marks.get())


PARTS = {
    "nothing": [],
    "CORS": [Middleware(CORSMiddleware, allow_origins=["*"])],
    "a session": [Middleware(SessionMiddleware, secret_key=SECRET)],
    "hosts": [Middleware(TrustedHostMiddleware, allowed_hosts=["site.example"])],
    "https": [Middleware(HTTPSRedirectMiddleware)],
    "a proxy": [Middleware(ProxyHeadersMiddleware, trusted_hosts="*")],
    "BaseHTTP": [Middleware(Passing)],
    "BaseHTTP twice": [Middleware(Passing), Middleware(Passing)],
    "a cache that heeds": [Middleware(Cache)],
    "gzip": [Middleware(GZipMiddleware)],
    "gzip twice": [Middleware(GZipMiddleware), Middleware(GZipMiddleware)],
    "all": [
        Middleware(CORSMiddleware, allow_origins=["*"]),
        Middleware(SessionMiddleware, secret_key=SECRET),
        Middleware(Passing),
        Middleware(GZipMiddleware),
    ],
}


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero="yours")


@pytest.fixture(params=["outside", "inside"])
def side(request):
    return request.param


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("path", ["/", "/stream"])
def test_pages_are_right_on_either_side(config, side, parts, path):
    app = site(config, **{side: parts})
    https = {"scheme": "https", "headers": [("origin", "https://other.example")]}
    plain, yours, again, own = asked(
        app,
        (path, https),
        (f"{path}?who=you", https),
        (path, https),
        ("/_sarto/privacy", https),
    )

    assert (plain.text, yours.text, again.text) == (PAGE, SWAPPED, PAGE)
    assert yours.header("cache-control") == "private, no-cache"
    assert own.status == 200


@pytest.mark.parametrize("path", ["/", "/stream"])
@pytest.mark.parametrize("parts", [PARTS["gzip"], PARTS["gzip twice"], PARTS["all"]])
def test_pages_are_encoded_once_on_either_side(config, side, parts, path):
    packed = {"headers": [("accept-encoding", "gzip")]}
    answer = got(site(config, **{side: parts}), f"{path}?who=you", **packed)

    assert answer.header("content-encoding") == "gzip"
    assert gzip.decompress(answer.body).decode() == SWAPPED
    assert answer.header("vary").lower().count("accept-encoding") == 1


def test_gzip_on_both_sides_encodes_once(config):
    both = {"outside": PARTS["gzip"], "inside": PARTS["gzip"]}
    packed = {"headers": [("accept-encoding", "gzip")]}
    answer = got(site(config, **both), "/?who=you", **packed)

    assert gzip.decompress(answer.body).decode() == SWAPPED


def test_who_is_signed_in_by_a_session_is_known_on_either_side(folder, side):
    async def enter(request):
        request.session["user"] = "u1"
        return HTMLResponse("in")

    async def mine(request):
        if user := request.session.get("user"):
            visitor(request).identify(user, tier="gold")
        return HTMLResponse(PAGE)

    routes = [Route("/enter", enter), Route("/mine", mine)]
    app = site(folder(GOLD, hero="yours"), **{side: PARTS["a session"]}, routes=routes)
    (entered,) = asked(app, "/enter")
    cookie = [("cookie", entered.header("set-cookie").partition(";")[0])]
    stranger, known = asked(app, "/mine", ("/mine", {"headers": cookie}))

    assert (stranger.text, known.text) == (PAGE, SWAPPED)
    assert known.header("cache-control") == "private, no-store"


def test_a_context_is_seen_through_sarto(config, side):
    heard = []
    part = Middleware(Pure, heard=heard)

    assert got(site(config, **{side: [part]}), "/?who=you").text == SWAPPED
    assert heard == ["home"]


@pytest.mark.parametrize(("inside", "status"), [(False, 400), (True, 200)])
def test_what_guards_inside_does_not_guard_our_own_pages(config, inside, status):
    parts = [Middleware(TrustedHostMiddleware, allowed_hosts=["other.example"])]
    app = site(config, **{"inside" if inside else "outside": parts})
    page, own = asked(app, "/", "/_sarto/privacy")

    assert (page.status, own.status) == (400, status)


def test_in_front_of_sarto_the_visitor_is_nobody(config, side):
    heard = []

    class Asking(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            heard.append(visitor(request).facts["query.who"])
            return await call_next(request)

    got(site(config, **{side: [Middleware(Asking)]}), "/?who=you")

    assert heard == [None if side == "outside" else "you"]


@pytest.mark.parametrize(
    ("client", "believed"), [("10.0.0.1", True), ("192.0.2.9", False)]
)
def test_what_writes_the_visitor_over_the_proxy_belongs_inside(
    folder, side, client, believed
):
    parts = [Middleware(ProxyHeadersMiddleware, trusted_hosts="10.0.0.1")]
    app = site(folder(WHERE, hero="yours"), **{side: parts})
    said = [("cf-ipcountry", "IR"), ("x-forwarded-for", "192.0.2.7")]
    answer = got(app, "/", headers=said, client=client)

    is_known = believed and side == "inside"
    assert answer.text == (SWAPPED if is_known else PAGE)
