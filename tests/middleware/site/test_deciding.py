"""What one request was shown: only what went out whole, and as it was decided."""

import pytest

from sarto import visitor
from support.play import html
from support.shown import Measured

RULE = 'experiment = "photo", fragments = { control = "keep", photo = "far.html" }'
HERO = f"""
[slots.hero]
pages = ["/", "/menu/*"]
show = [{{ {RULE} }}]
"""
BROKEN = {"far.html": "{{ 1 // (visitor.facts['query.who'] | length - 6) }}"}
PLAIN = '[slots.hero]\nshow = [{ to = "us", fragment = "far.html" }]\n'
US = '[audiences.us]\nquery.who = "us"\n'
PAGE = '<p data-sarto="hero">own</p>'


@pytest.mark.parametrize("chunks", [1, 5, len(PAGE)])
@pytest.mark.parametrize(
    ("arm", "told"),
    [
        ("photo", ["slots.hero photo far.html"]),
        ("control", ["slots.hero control None"]),
        (None, ["slots.hero None None"]),
    ],
)
def test_a_slot_was_shown_in_either_arm(arm, told, chunks):
    site = Measured(HERO, html(PAGE, chunks=chunks))

    for _ in range(3):  # decided, recalled, cut
        assert site.arms(arm) == told
        assert site.played.text == (
            PAGE.replace("own", "far") if arm == "photo" else PAGE
        )


def test_a_slot_that_is_not_on_the_page_was_not_shown():
    assert Measured(HERO, html("<p>nothing</p>")).arms("photo") == []


def test_without_an_experiment_the_audience_is_told():
    (shown,) = Measured(PLAIN + US).shown(path="/?who=us")

    assert (shown.audience, shown.fragment, shown.experiment) == (
        "us",
        "far.html",
        None,
    )


@pytest.mark.parametrize(
    "more",
    [{"method": "POST"}, {"method": "HEAD"}],
    ids=lambda each: each["method"],
)
def test_only_what_is_got_is_counted(more):
    assert Measured(HERO).arms("photo", **more) == []


@pytest.mark.parametrize("status", [400, 404, 500, 204, 206])
def test_errors_and_parts_are_not_counted(status):
    site = Measured(HERO, html(PAGE, status=status))

    assert site.arms("photo") == site.arms("control") == []


TAGGED = html(PAGE, headers=[("ETag", '"1"')])


def test_a_page_the_visitor_has_already_is_not_counted():
    site = Measured('[[slots.hero.show]]\nfragment = "far.html"\n', TAGGED)
    assert site.shown() != ()
    tag = site.played.header("etag")

    assert site.shown(headers=[("If-None-Match", tag)]) == ()
    assert site.played.status == 304


@pytest.mark.parametrize("arm", ["photo", "control"])
def test_a_page_of_an_experiment_goes_out_whole_and_counts_again(arm):
    """Who had it as a stranger has the one arm's very bytes, and not the other's."""
    site = Measured(HERO, TAGGED)
    seen = site.arms(arm)
    tag = site.played.header("etag")

    assert site.arms(arm, headers=[("If-None-Match", tag)]) == seen != []
    assert site.played.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        [("Content-Type", "application/json")],
        [("Cache-Control", "no-transform")],
        [("Content-Disposition", "attachment")],
    ],
    ids=str,
)
def test_what_is_no_page_that_can_change_is_not_counted(headers):
    site = Measured(HERO, html(PAGE, headers=headers))

    assert site.arms("photo") == site.arms("control") == []


def test_a_visitor_whom_nobody_measures_is_told_nothing():
    site = Measured(HERO)
    site.shown("photo")
    assert site.visitor is not None
    met = site.site.meet(site.visitor.scope)

    assert met.shown() == ()
    assert met.going is None


LAYOUT = """
[layouts.home]
show = [{ experiment = "photo", layouts = { control = "keep", photo = "two.html" } }]
"""


@pytest.mark.parametrize(
    ("arm", "told"),
    [
        ("photo", "layouts.home photo two.html"),
        ("control", "layouts.home control None"),
    ],
)
def test_a_region_was_shown_in_either_arm(tmp_path, arm, told):
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "two.html").write_text("<i>{{ rest }}</i>", "utf-8")
    body = "<main data-sarto-layout=home>own</main>"
    site = Measured(LAYOUT, html(body), folder=tmp_path)

    assert site.arms(arm) == [told]
    assert ("<i>" in site.played.text) == (arm == "photo")


SWAPS = """
[[pages]]
path = "/"
show = [{ experiment = "photo", serves = { control = "keep", photo = "/photo" } }]
[[pages]]
path = "/*"
show = [{ serve = "/other" }]
"""


async def routes(scope, receive, send):
    await html(f"<p>{scope['path']}</p>")(scope, receive, send)


def test_a_page_that_was_swapped_is_shown_with_all_that_was_decided_on_the_way():
    site = Measured(SWAPS, routes)

    assert site.arms("photo") == ["pages./ photo /photo"]
    assert site.played.text == "<p>/photo</p>"
    assert site.arms("control") == ["pages./ control None", "pages./* None /other"]
    assert site.played.text == "<p>/other</p>"


@pytest.mark.parametrize("status", [302, 307, 404, 500])
def test_a_page_that_fails_or_sends_elsewhere_was_shown_in_no_arm(status):
    site = Measured(SWAPS, html("gone", status=status))

    assert site.arms("photo") == site.arms("control") == []


def tagged(slot="hero", body="<p>{}</p>", **said):
    async def app(scope, receive, send):
        text = visitor(scope).placed(slot, lambda: "own")
        await html(body.format(text), **said)(scope, receive, send)

    return app


@pytest.mark.parametrize("chunks", [1, 4])
@pytest.mark.parametrize(
    ("arm", "told", "text"),
    [
        ("photo", "slots.hero photo far.html", "<p>far</p>"),
        ("control", "slots.hero control None", "<p>own</p>"),
    ],
)
def test_a_tag_of_a_template_shows_a_slot(arm, told, text, chunks):
    site = Measured(HERO, tagged(chunks=chunks))

    for _ in range(2):
        assert site.arms(arm) == [told]
        assert site.played.text == text


def test_who_was_to_see_a_fragment_that_fails_in_a_tag_stays_in_the_arm():
    site = Measured(HERO, tagged(), texts=BROKEN)

    assert site.arms("photo", "/?who=broken") == ["slots.hero photo far.html"]
    assert site.played.text == "<p>own</p>"


def test_a_tag_sets_no_attributes_and_so_shows_none():
    attrs = '[slots.hero]\nshow = [{ experiment = "photo", attrs = { id = "x" } }]\n'
    some = HERO.replace(RULE, f'{RULE}, attrs = {{ id = "x" }}')

    for toml in (attrs, some):  # one arm of the latter has a fragment besides
        for arm in ("photo", "control"):
            assert Measured(toml, tagged()).arms(arm) == []


def test_a_tag_and_a_scan_that_find_the_same_slot_tell_of_it_once():
    site = Measured(HERO, tagged(body="<p data-sarto=hero>{}</p>"))

    assert site.arms("photo") == ["slots.hero photo far.html"]


def test_a_page_that_breaks_off_has_not_shown_its_tags():
    async def breaks(scope, receive, send):
        visitor(scope).placed("hero", lambda: "own")
        start = {"type": "http.response.start", "status": 200}
        kind = [(b"content-type", b"text/html; charset=utf-8")]
        await send({**start, "headers": kind})
        await send({"type": "http.response.body", "body": b"<p>", "more_body": True})

    assert Measured(HERO, breaks).arms("photo") == []


@pytest.mark.parametrize("arm", ["photo", "control"])
def test_what_the_sites_code_asked_of_an_experiment_it_has_shown(arm):
    async def app(scope, receive, send):
        found = visitor(scope).decide("hero").arm
        await html(f"<b>{found}</b>")(scope, receive, send)

    site = Measured(HERO, app)

    assert [each.arm for each in site.shown(arm)] == [arm]
    assert site.played.text == f"<b>{arm}</b>"


def test_what_code_asks_where_there_is_no_experiment_is_nothing_shown():
    async def app(scope, receive, send):
        visitor(scope).decide("hero")
        await html("<b>x</b>")(scope, receive, send)

    assert Measured(PLAIN + US, app).arms() == []
