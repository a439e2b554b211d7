import pytest

from sarto import Sarto, visitor
from support.play import html, play

PAGE = '<html lang="en"><p data-sarto="hero">own</p></html>'
CONFIG = """
timezone = "UTC"
[slots.hero]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]
"""
TAGGED = [("ETag", '"v1"')]


@pytest.fixture
def app_of(folder):
    def make(site=None, *, config=CONFIG, hero="yours"):
        return Sarto(site or html(PAGE), config=folder(config, hero=hero))

    return make


def test_the_application_is_asked_for_the_whole_page_in_plain_bytes(app_of):
    seen = []

    async def site(scope, receive, send):
        seen.append(scope)
        await html(PAGE)(scope, receive, send)

    asked = ["Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range"]
    extensions = {"http.response.pathsend": {}, "http.response.push": {}}
    play(app_of(site), headers=[(name, "x") for name in asked], extensions=extensions)

    assert [name for name, _ in seen[0]["headers"]] == [b"host", b"accept-encoding"]
    assert dict(seen[0]["headers"])[b"accept-encoding"] == b"identity"
    assert seen[0]["extensions"] == {"http.response.push": {}}


def test_each_variant_has_a_weak_tag_of_its_own(app_of):
    app = app_of(html(PAGE, headers=TAGGED))

    own, yours = play(app).header("etag"), play(app, "/?who=you").header("etag")

    assert own.startswith('W/"')
    assert yours.startswith('W/"')
    assert own != yours


def test_a_known_variant_is_answered_304(app_of):
    app = app_of(html(PAGE, headers=TAGGED))
    tag = play(app, "/?who=you").header("etag")

    again = play(app, "/?who=you", headers=[("If-None-Match", f'"x", {tag}')])

    assert (again.status, again.body) == (304, b"")
    assert again.header("etag") == tag
    assert again.header("cache-control") == "private, no-cache"
    assert again.header("content-length") is None


def test_the_tag_of_another_variant_is_not_known(app_of):
    app = app_of(html(PAGE, headers=TAGGED))
    tag = play(app, "/").header("etag")

    answer = play(app, "/?who=you", headers=[("If-None-Match", tag)])

    assert answer.status == 200
    assert "yours" in answer.text


def test_a_tag_changes_with_what_a_template_says(app_of):
    app = app_of(
        html(PAGE, headers=TAGGED),
        hero='{{ visitor.facts["query.name"] }}{{ original }}',
    )

    tags = {play(app, f"/?who=you&name={name}").header("etag") for name in "ab"}

    assert len(tags) == 2


def test_an_application_without_a_tag_gets_none(app_of):
    assert play(app_of()).header("etag") is None


def test_what_is_no_longer_true_goes(app_of):
    said = [
        ("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT"),
        ("Accept-Ranges", "bytes"),
        ("Content-MD5", "x"),
        ("Digest", "x"),
        ("Expires", "Sun, 22 Nov 2026 10:00:00 GMT"),
        ("CDN-Cache-Control", "max-age=60"),
        ("Surrogate-Control", "max-age=60"),
        ("X-Kept", "yes"),
    ]

    answer = play(app_of(html(PAGE, headers=said)))

    assert {name for name, _ in answer.raw_headers} == {
        b"content-type",
        b"content-length",
        b"cache-control",
        b"x-kept",
    }


def test_several_cookies_of_the_site_keep_their_order(app_of):
    cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]

    answer = play(app_of(html(PAGE, headers=cookies)))

    kept = [value for name, value in answer.raw_headers if name == b"set-cookie"]
    assert kept == [b"a=1", b"b=2"]


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("public, max-age=60", "private, no-cache"),
        ("no-store", "private, no-store"),
        ("private, max-age=5", "private, no-cache"),
    ],
)
def test_the_sites_policy_is_never_loosened(app_of, said, sent):
    site = html(PAGE, headers=[("Cache-Control", said)])

    assert play(app_of(site)).header("cache-control") == sent


@pytest.mark.parametrize(("method", "status"), [("POST", 200), ("GET", 404)])
def test_answers_to_posts_and_errors_are_swapped_but_never_stored(
    app_of, method, status
):
    answer = play(app_of(html(PAGE, status=status)), "/?who=you", method=method)

    assert "yours" in answer.text
    assert answer.header("cache-control") == "private, no-store"


@pytest.mark.parametrize(
    "site",
    [
        html(PAGE, status=204),
        html(PAGE, status=206),
        html(PAGE, headers=[("Content-Disposition", "Attachment; filename=a.html")]),
        html(PAGE, headers=[("Content-Type", "application/xhtml+xml")]),
        html(PAGE, headers=[("Content-Type", "text/plain")]),
        html(PAGE, headers=[("Cache-Control", "public, no-transform")]),
    ],
    ids=["204", "206", "attachment", "xhtml", "text", "no-transform"],
)
def test_what_is_no_page_passes_as_it_came(app_of, site):
    answer, bare = play(app_of(site), "/?who=you"), play(site)

    assert answer.messages == bare.messages


@pytest.mark.parametrize("coding", ["", "identity", " Identity "])
def test_an_identity_coding_is_none(app_of, coding):
    site = html(PAGE, headers=[("Content-Encoding", coding)])

    assert "yours" in play(app_of(site), "/?who=you").text


def test_a_head_has_the_headers_of_the_get_and_no_body(app_of):
    async def site(scope, receive, send):
        body = PAGE.encode() if scope["method"] == "GET" else b""
        kind = [(b"content-type", b"text/html"), (b"content-length", b"52")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        await send({"type": "http.response.body", "body": body})

    head = play(app_of(site), "/?who=you", method="HEAD")

    assert head.body == b""
    assert head.header("cache-control") == "private, no-cache"
    assert head.header("content-length") is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_other_methods_pass_as_they_come(app_of, method):
    answer, bare = play(app_of(), "/?who=you", method=method), play(html(PAGE))

    assert answer.messages == bare.messages


@pytest.mark.parametrize(
    "hero",
    ["{{ visitor.facts.city }}", "{% include [page.path, 'x'] ignore missing %}"],
)
def test_a_fragment_that_may_read_personal_facts_is_never_stored(app_of, hero):
    answer = play(app_of(hero=hero), "/")

    assert answer.header("cache-control") == "private, no-store"


def test_the_same_facts_are_decided_once(app_of, monkeypatch):
    app = app_of(config=CONFIG.replace("query.who", "device").replace("you", "mobile"))
    play(app)
    decided = []
    monkeypatch.setattr("sarto.site.answer.Answer.decided_anew", decided.append)

    play(app)

    assert decided == []


def test_a_page_swap_and_a_slot_of_the_visible_path_go_together(app_of):
    app = app_of(
        config=CONFIG + '[[pages]]\npath = "/"\nshow = [{ serve = "/other" }]\n'
    )

    assert "yours" in play(app, "/?who=you").text


def test_a_mounted_site_is_swapped_inside_its_mount(app_of):
    seen = []

    async def site(scope, receive, send):
        seen.append(scope["path"])
        await html(PAGE)(scope, receive, send)

    app = app_of(site, config='[[pages]]\npath = "/a"\nshow = [{ serve = "/b" }]\n')
    play(app, "/shop/a", root_path="/shop")

    assert seen == ["/shop/b"]


SWAPPED = (
    '[[pages]]\npath = "/"\nshow = [ { when = { query.who = "you" }, serve = "/b" } ]\n'
)
PUBLIC = [("Cache-Control", "public, max-age=600"), ("ETag", '"1"')]


@pytest.mark.parametrize(
    "more",
    [
        [("Content-Encoding", "br")],
        [("Content-Type", "application/json")],
        [("Cache-Control", "no-transform")],
    ],
    ids=str,
)
def test_what_comes_instead_of_a_swapped_page_is_kept_for_nobody_else(app_of, more):
    app = app_of(html("x", headers=[*PUBLIC, *more]), config=SWAPPED)

    for path in ("/", "/?who=you"):
        answer = play(app, path)
        assert answer.text == "x"
        assert answer.header("cache-control").startswith("private")


def test_a_failure_where_pages_are_swapped_is_kept_for_nobody_else(app_of, monkeypatch):
    app = app_of(html("x", headers=PUBLIC), config=SWAPPED)
    monkeypatch.setattr("sarto.site.answer.Answer.recalled", lambda *_: 1 / 0)

    answer = play(app, "/?who=you")

    assert (answer.text, answer.header("cache-control")) == ("x", "private, no-store")


def test_the_tag_of_a_page_is_not_the_tag_of_the_one_it_was_swapped_for(app_of):
    app = app_of(html(PAGE, headers=TAGGED), config=SWAPPED)

    tags = {play(app, path).header("etag") for path in ("/", "/?who=you")}

    assert len(tags) == 2


def test_headers_may_be_lists_of_lists(app_of):
    async def site(scope, receive, send):
        headers = [[b"content-type", bytearray(b"text/html")]]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE.encode()})

    assert "yours" in play(app_of(site), "/?who=you").text


def test_a_mount_is_part_of_what_decides(app_of):
    config = (
        'languages = ["en", "fa"]\n[language]\npath = "/{language}/*"\n[slots.hero]\n'
        'show = [ { when = { language = "fa" }, fragment = "hero.html" } ]'
    )
    app = app_of(config=config)

    assert "yours" in play(app, "/fa/menu").text
    assert "yours" not in play(app, "/fa/menu", root_path="/fa").text


def test_a_passing_failure_of_a_source_is_not_remembered(app_of):
    app = app_of(config=CONFIG.replace("query.who", "device").replace("you", "mobile"))
    site = app.current.site
    real = site.sources.devices.device
    phone = [("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)")]

    site.sources.devices.device = lambda agent: 1 / 0
    assert "yours" not in play(app, headers=phone).text
    site.sources.devices.device = real

    assert "yours" in play(app, headers=phone).text


def test_what_was_decided_after_a_failure_is_not_remembered_either(app_of):
    config = CONFIG.replace("query.who", "device").replace("you", "mobile")
    phone = [("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)")]

    async def reading(scope, receive, send):
        assert visitor(scope).facts.device in (None, "mobile")  # before a slot is
        await html(PAGE)(scope, receive, send)

    app = app_of(reading, config=config)
    devices = app.current.site.sources.devices
    real, devices.device = devices.device, lambda agent: 1 / 0
    assert "yours" not in play(app, headers=phone).text
    devices.device = real

    assert "yours" in play(app, headers=phone).text


def test_a_head_teaches_nothing_of_a_page(app_of):
    app = app_of(html(b""))

    play(app, "/?who=you", method="HEAD")

    assert app.current.site.outlines._entries == {}


def test_files_are_asked_for_as_the_client_asked(app_of):
    seen = []

    async def site(scope, receive, send):
        seen.append(scope)
        await html(PAGE)(scope, receive, send)

    play(app_of(site), "/site.css", headers=[("If-None-Match", '"1"'), ("Range", "x")])

    assert {name for name, _ in seen[0]["headers"]} >= {b"if-none-match", b"range"}


HINTED = """
timezone = "UTC"
[slots.hero]
show = [ { when = { color_scheme = "dark" }, fragment = "hero.html" } ]
[consent]
source = "wp-consent-api"
"""
FREE = HINTED + 'needs = { color_scheme = "none" }'
YES = [("Cookie", "wp_consent_preferences=allow")]
SCHEME = "Sec-CH-Prefers-Color-Scheme"


@pytest.mark.parametrize(
    ("config", "cookies", "sent", "told"),
    [
        (HINTED, [], [], None),
        (HINTED, [], [("Accept-CH", "DPR")], "DPR"),
        (HINTED, YES, [], SCHEME),
        (HINTED, YES, [("Accept-CH", "DPR")], f"DPR, {SCHEME}"),
        (FREE, [], [], SCHEME),
    ],
)
def test_a_hint_is_asked_for_where_a_rule_needs_it_and_consent_allows(
    app_of, config, cookies, sent, told
):
    app = app_of(html(PAGE, headers=sent), config=config)

    assert play(app, headers=cookies).header("accept-ch") == told


def test_a_page_that_reads_no_hint_asks_for_none(app_of):
    config = CONFIG + '\n[consent]\nsource = "wp-consent-api"'

    assert play(app_of(config=config), headers=YES).header("accept-ch") is None
