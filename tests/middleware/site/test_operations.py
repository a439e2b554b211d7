"""Who is told what the server does: of each page a small value, never of a visitor."""

import asyncio
import sys

import pytest

from sarto import Config, Sarto
from sarto.site.compile import compile_site
from sarto.site.visitor import PINS
from support.browsers import SECRET, Browser, consenting, site
from support.play import html, played, scope_of
from support.shared_site import DESK, HERO, behind
from support.telemetry import FRAGMENTS, PHONE, Recorder, published, toml

PAGE = '<p data-sarto="hero">own</p>'


@pytest.fixture(autouse=True)
def recorders(monkeypatch):
    published(monkeypatch)


@pytest.fixture
def sarto(tmp_path):
    return site(tmp_path, toml("recorder"), FRAGMENTS)


def told():
    return Recorder.made[-1].pages


def shown(page):
    return {part.name: part.fragment for part in page.parts}


def test_nobody_is_told_of_anything_unless_the_file_says_whom(tmp_path):
    here = site(tmp_path, toml(), FRAGMENTS).current.site
    assert (here.watchers, here.is_timed, here.failures.hears) == ((), False, None)


def test_a_page_is_told_with_what_was_decided(sarto):
    Browser(sarto).get("/", **PHONE)

    (page,) = told()
    assert (page.method, page.status) == ("GET", "2xx")
    assert page.version == sarto.current.site.version
    assert shown(page) == {"hero": "hero.html", "offer": "offer.html"}


def test_the_time_is_that_of_sarto_and_not_of_the_site(tmp_path):
    async def slow(scope, receive, send):
        await asyncio.sleep(0.05)
        await html(PAGE)(scope, receive, send)

    Browser(site(tmp_path, toml("recorder"), FRAGMENTS, slow)).get("/")

    took = told()[0].took
    assert took.until > 0.05 * 1e9
    assert 0 < took.met < took.until
    assert took.decided > 0
    assert took.seconds == (took.met + took.decided) / 1e9


def test_what_is_recalled_is_said_to_be_and_told_alike(tmp_path):
    rules = toml("recorder").partition("[slots.offer]")[0]
    browser = Browser(site(tmp_path, rules, FRAGMENTS))
    for _ in range(2):
        browser.get("/", **PHONE)
    browser.get("/")

    first, again, desk = told()
    assert (first.is_recalled, again.is_recalled, desk.is_recalled) == (
        False,
        True,
        False,
    )
    assert first.parts == again.parts
    assert (shown(first), shown(desk)) == ({"hero": "hero.html"}, {"hero": None})


def test_what_is_one_visitors_own_is_marked(sarto):
    Browser(sarto).get("/")
    assert {part.name: part.is_open for part in told()[0].parts} == {
        "hero": True,
        "offer": False,
    }


@pytest.mark.parametrize("more", ['stable = "visit"', "show = [{ cap = { times = 1, per = 'visitor' }, fragment = 'hero.html' }]"])  # fmt: skip
def test_what_a_visit_holds_fast_is_their_own(tmp_path, more):
    rules = f'{toml("recorder")}\n[slots.kept]\npages = ["/"]\n{more}'
    consenting(site(tmp_path, rules, FRAGMENTS)).get("/")
    assert [p.is_open for p in told()[0].parts if p.name == "kept"] == [False]


@pytest.mark.parametrize("path", ["/elsewhere", "/_sarto/privacy"])
def test_other_pages_are_told_of_by_nobody(sarto, path):
    Browser(sarto).get(path)
    assert told() == []


def test_what_is_no_page_is_not_told_of(tmp_path):
    json = html("{}", headers=[("content-type", "application/json")])
    Browser(site(tmp_path, toml("recorder"), FRAGMENTS, json)).get("/")
    assert told() == []


def test_previews_are_nobodys(sarto):
    asyncio.run(played(sarto, scope_of("/", **{PINS: {"device": "mobile"}})))
    assert told() == []


@pytest.mark.parametrize("headers", [{"user_agent": "Googlebot/2.1"}, {"sec_purpose": "prefetch"}])  # fmt: skip
def test_bots_and_prefetches_are_work_and_told_of(sarto, headers):
    Browser(sarto).get("/", **headers)
    assert len(told()) == 1


def test_an_error_of_the_site_is_told_with_its_class_of_status(tmp_path):
    app = html(PAGE, status=404)
    Browser(site(tmp_path, toml("recorder"), FRAGMENTS, app)).ask("POST", "/")
    assert [(page.method, page.status) for page in told()] == [("POST", "4xx")]


def test_failures_are_told_by_their_kind(sarto):
    sarto.current.site.failures.note("meet", ValueError("of a visitor"))
    sarto.current.site.failures.tell("late", "text")
    assert Recorder.made[-1].kinds == ["meet", "late"]


def test_who_breaks_harms_neither_the_page_nor_the_others(tmp_path):
    sarto = site(tmp_path, toml("broken", "unmade", "recorder"), FRAGMENTS)

    assert Browser(sarto).get("/", **PHONE).text.endswith(">h</p>")
    assert len(told()) == 1
    assert sarto.current.site.failures.counts["telemetry"] >= 3


def test_nothing_is_made_of_a_page_where_nobody_hears(sarto, monkeypatch):
    monkeypatch.setattr(Recorder, "is_on", False)
    Browser(sarto).get("/")
    assert told() == []


def test_a_change_with_a_mistake_is_told_and_that_it_is_mended(folder):
    path = folder(toml("recorder"), hero="h", offer="o", again="a")
    current = Sarto(html(PAGE), config=path, secret=SECRET).current
    right, first = path.read_text(), current.site.version
    for text in (f"{right}\n[slot]", f"{right}\n# mended"):
        path.write_text(text)
        current.refresh(settled=False)

    before, after = Recorder.made
    assert before.versions == [(first, False), (first, True)]
    assert after.versions == [(current.site.version, False)]
    assert current.site.version != first


@pytest.mark.parametrize(("name", "module", "extra"), [("prometheus", "prometheus_client", "prometheus"), ("opentelemetry", "opentelemetry", "otel")])  # fmt: skip
def test_a_package_that_is_missing_is_a_warning(
    tmp_path, monkeypatch, name, module, extra
):
    for gone in (module, f"{module}.context"):
        monkeypatch.setitem(sys.modules, gone, None)
    monkeypatch.delitem(sys.modules, f"sarto_adapters.telemetry.{name}", raising=False)
    for file in FRAGMENTS:
        (tmp_path / "fragments").mkdir(exist_ok=True)
        (tmp_path / "fragments" / file).write_text("x")
    config = Config.loads(toml("log", name), folder=tmp_path)
    (finding,) = [f for f in compile_site(config).warnings if f.code == "SARTO021"]

    assert finding.severity == "warning"
    assert finding.message.startswith(f"nothing is told to `{name}`")
    assert finding.help == f'pip install "sarto[{extra}]"'
    assert Sarto(html(PAGE), config=config, secret=SECRET).current.site.is_timed


def test_layouts_are_told_of_too(tmp_path):
    rules = f'{toml("recorder")}\n[layouts.home]\npages = ["/"]\ndefault = "home.html"'
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "home.html").write_text("{{ rest }}")

    Browser(site(tmp_path, rules, FRAGMENTS)).get("/")

    (layout,) = [part for part in told()[0].parts if part.kind == "layouts"]
    assert (layout.name, layout.fragment) == ("home", "home.html")


def test_a_page_that_passes_as_it_came_shows_nothing_of_ours(tmp_path):
    odd = html(
        PAGE, headers=[("content-encoding", "x-odd"), ("content-type", "text/html")]
    )
    Browser(site(tmp_path, toml("recorder"), FRAGMENTS, odd)).get("/")
    assert [page.parts for page in told()] == [()]


def test_what_an_edge_fills_in_is_not_told_with_the_page():
    rules = """
    [slots.near]
    pages = ["/"]
    default = "two.html"
    show = [{ when = { signed_in = true }, fragment = "one.html" }]
    [telemetry]
    to = ["recorder"]
    """
    answer = behind(HERO + rules, html(f'{PAGE}<p data-sarto="near"></p>')).asked(
        "/", DESK
    )

    assert "esi:include" in answer.text
    assert [shown(page) for page in told()] == [{"hero": "default.html"}]
