"""The model edge follows the protocol, before an origin of a few lines that does, too."""

import asyncio

import pytest

from sarto.vocabulary.edges import Edge, Key, Known
from support.model_edge import ModelEdge
from support.model_http import Answered, Asked

LANGUAGE = Key(
    header="X-Sarto-Language",
    pages=r"^/page(?:\?.*)?$",
    known=Known(header="Accept-Language", tokens=(("", "en"), ("fa", "fa")), without=("X-App",)),
)  # fmt: skip
OWN = Key(header="X-Sarto-Own", pages="^/own")
EDGE = Edge(
    token="proof",  # noqa: S106 - a test's
    version="v1",
    keys=(LANGUAGE, OWN),
    inputs=("accept-language", "referer"),
    pages="^/(?:page|own|noted|fill|again|gone)",
    owned="^/own",
    noted="^/noted",
    private="^/private",
    filled="^/fill",
    ignored=("_ga.*",),
)
HIDDEN = {"x-sarto-tags": "sarto", "surrogate-key": "x", "cache-tag": "x"}


class Origin:
    """Answers look-ups, pages by keys, fragments and raw requests; notes what it heard."""

    def __init__(self, **more):
        self.now, self.heard, self.lookup, self.extra = 0.0, [], {}, {}
        self.edge = ModelEdge(EDGE, self, lambda: self.now, **more)

    async def __call__(self, asked):
        self.heard.append(asked)
        headers, path = asked.headers, asked.path
        language = headers.get("accept-language", "en")[:2]
        if path == "/_sarto/key":
            told = {"x-sarto-version": "v1", "x-sarto-language": language, "x-sarto-own": "none", "x-sarto-pass": "0"}  # fmt: skip
            kept = {"cdn-cache-control": "max-age=60", "cache-control": "private, no-store"}  # fmt: skip
            kept = {"x-accel-expires": "60", **kept}
            return Answered(200, {**kept, **told, **self.lookup})
        if path.startswith("/_sarto/fragment/"):
            said = headers.get("x-sarto-name") or headers.get("cookie", "nobody")
            return Answered(200, {"cache-control": "private, no-store"}, said.encode())
        if "x-sarto-version" not in headers:
            return Answered(
                200, {"cache-control": "max-age=9"}, b"raw " + path.encode()
            )
        if path == "/again":
            return Answered(
                200, {"cdn-cache-control": "max-age=60", "x-sarto-pass": "1"}, b"?"
            )
        shell = b'<p><esi:include src="/_sarto/fragment/a?x=1&amp;y=2"/><esi:include src="/x"/>'
        fill = {"x-sarto-fill": "esi"} if path == "/fill" else {"etag": 'W/"1"'}
        body = (
            shell if path == "/fill" else headers.get("x-sarto-language", "?").encode()
        )
        kept = {"cdn-cache-control": "max-age=60", "cache-control": "private, no-cache"}
        vary = {
            "vary": "X-Sarto-Version, X-Sarto-Language, Accept",
            "x-sarto-vary": "Cookie",
        }
        return Answered(
            200,
            {"x-accel-expires": "60", **kept, **vary, **fill, **HIDDEN, **self.extra},
            body,
        )

    def ask(self, target="/page", *, method="GET", **headers):
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = Asked(target, {"host": "a.example", **fields}, method)
        return asyncio.run(self.edge.ask(asked))

    @property
    def targets(self):
        return [asked.target for asked in self.heard]


@pytest.fixture
def origin():
    return Origin()


def test_a_page_is_fetched_once_for_each_class(origin):
    bodies = [origin.ask(accept_language=each).body for each in ("fa", "fa-IR", "pl")]
    bodies += [origin.ask(accept_language="fa", accept="text/html").body]
    assert bodies == [b"fa", b"fa", b"pl", b"fa"]
    assert origin.targets.count("/page") == 3
    assert origin.targets.count("/_sarto/key") == 3


def test_a_page_is_asked_for_by_its_classes_alone(origin):
    raw = {"cookie": "a=1", "referer": "x", "range": "bytes=0-1", "if_none_match": "*"}
    origin.ask(**raw, accept_language="fa", sec_ch_ua="x", cf_ipcountry="IR", x_forwarded_for="1.1.1.1")  # fmt: skip
    assert origin.heard[1].headers == {
        "host": "a.example",
        "x-sarto-edge": "proof",
        "x-sarto-version": "v1",
        "x-sarto-language": "fa",
        "x-sarto-own": "none",
    }


def test_a_look_up_is_kept_for_each_visitor_as_long_as_it_says(origin):
    for cookie in ("a=1", "_ga=7; a=1", "a=1; _gat=2", "a=2"):
        origin.ask(cookie=cookie)
    for path in ("p", "q"):
        origin.ask(referer=f"https://b.example/{path}")
    assert origin.targets.count("/_sarto/key") == 3
    assert origin.heard[0].headers["cookie"] == "a=1"
    assert origin.heard[0].headers["x-forwarded-for"] == "203.0.113.7"
    origin.now = 60
    origin.ask(cookie="a=1")
    assert origin.targets.count("/_sarto/key") == 4


def test_what_a_client_says_of_its_classes_is_left_out(origin):
    answer = origin.ask(x_sarto_language="fa", x_sarto_edge="proof")
    assert answer.body == b"en"
    origin.ask("/private", x_sarto_language="fa")
    assert "x-sarto-language" not in origin.heard[-1].headers
    assert "fa" not in origin.heard[0].headers.values()


PASSED = [
    ("/page", {"method": "POST"}, {}),
    ("/page", {"authorization": "x"}, {}),
    ("/private", {}, {}),
    ("/_sarto/privacy", {}, {}),
    ("/page", {}, {"x-sarto-pass": "1"}),
    ("/own", {}, {"x-sarto-own": "own"}),
    ("/noted", {}, {"x-sarto-noted": "1"}),
    ("/page", {}, {"x-sarto-language": ""}),
    ("/again", {}, {}),
]


@pytest.mark.parametrize(("target", "asked", "lookup"), PASSED)
def test_some_requests_go_to_the_origin_as_they_are(origin, target, asked, lookup):
    origin.lookup = lookup
    for _ in range(2):
        answer = origin.ask(target, cookie="a=1", **asked)
        assert answer.body == b"raw " + target.encode()
    last = origin.heard[-1].headers
    assert (last["cookie"], last["x-sarto-edge"]) == ("a=1", "proof")
    assert "x-sarto-version" not in last
    assert origin.targets.count(target) >= 2


def test_other_pages_share_what_the_others_do_not(origin):
    origin.lookup = {"x-sarto-own": "own", "x-sarto-noted": "1"}
    assert origin.ask("/page").body == b"en"


def test_pages_that_no_rule_touches_go_the_way_they_always_went(origin):
    for _ in range(2):
        answer = origin.ask("/plain", cookie="a=1")
        assert answer.body == b"raw /plain"
    assert origin.targets == ["/plain"]
    assert "x-sarto-edge" not in origin.heard[0].headers


@pytest.mark.parametrize(
    "target", ["/_sarto/key", "/_sarto/key?a", "/_sarto/fragment/a"]
)
def test_what_is_for_edges_is_there_for_nobody_else(origin, target):
    assert origin.ask(target).status == 404
    assert not origin.heard


def test_browsers_hear_another_vary_and_nothing_of_the_classes(origin):
    for _ in range(2):
        answer = origin.ask()
        assert answer.headers == {
            "cache-control": "private, no-cache",
            "vary": "Cookie",
            "etag": 'W/"1"',
        }
    assert origin.ask(if_none_match='W/"1"').status == 304
    assert origin.ask(method="HEAD").body == b""


def test_each_visitor_has_their_own_parts_filled_in(origin):
    for cookie in ("a=1", "a=2"):
        answer = origin.ask(
            "/fill", cookie=cookie, x_sarto_name="spoofed", range="bytes=0-1"
        )
        assert answer.body == b"<p>" + cookie.encode()
    assert origin.targets.count("/fill") == 1
    assert "/_sarto/fragment/a?x=1&y=2" in origin.targets
    assert "/x" not in origin.targets


def test_as_nginx_it_keeps_pages_by_their_keys_whatever_vary_says():
    origin = Origin(kind="nginx")
    for target in ("/page", "/noted"):
        for language in ("fa", "pl", "fa"):
            origin.ask(target, accept_language=language)
    assert origin.targets.count("/page") == 2
    assert origin.targets.count("/noted") == 1
    assert "x-sarto-language" not in origin.heard[-1].headers


@pytest.mark.parametrize(("accel", "fetches"), [("60", 1), ("0", 2)])
def test_as_nginx_it_believes_its_own_header(accel, fetches):
    origin = Origin(kind="nginx")
    origin.extra = {"x-accel-expires": accel}
    assert [origin.ask().body, origin.ask().body] == [b"en", b"en"]
    assert origin.targets.count("/page") == fetches


def test_who_is_known_is_not_looked_up():
    origin = Origin(knows=True)
    assert origin.ask(accept_language="fa").body == b"fa"
    assert origin.ask().body == b"en"
    assert origin.targets == ["/page", "/page"]
    for asked in ({"accept_language": "pl"}, {"cookie": "a=1"}, {"x_app": "1"}):
        origin.ask(**asked)
    assert origin.targets.count("/_sarto/key") == 3


def test_an_edge_that_varies_on_what_clients_send_gives_pages_of_others():
    origin = Origin(faults=["vary-of-the-client"])
    assert [origin.ask(accept_language=each).body for each in ("fa", "pl")] == [
        b"fa"
    ] * 2


def test_an_edge_that_strips_only_once_lets_clients_speak_for_it():
    answer = Origin(faults=["strips-once"]).ask("/fill", x_sarto_name="spoofed")
    assert answer.body == b"<p>spoofed"


def test_an_edge_that_takes_absent_for_empty_gives_pages_of_others():
    origin = Origin(faults=["absent-is-empty"])
    origin.lookup = {"x-sarto-language": ""}
    assert origin.ask(accept_language="fa").body == b""
