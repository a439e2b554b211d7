"""The page that stands where a site cannot be shown, and what it is shown for."""

import asyncio
import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sarto.workbench.anew import Work
from sarto.workbench.dev import DevSite, TargetError
from sarto.workbench.dev.bar import STYLE_NAME
from sarto.workbench.dev.holds import Holds
from sarto.workbench.dev.running import opened
from sarto.workbench.dev.trouble import Trouble
from support.play import html, play

CONFIG = "[slots.hero]\nshow = [ { fragment = 'hero.html' } ]\n"
PAGE = '<html lang="en"><body><p data-sarto="hero">own</p></body></html>'


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero="shown")


def text_of(answer):
    """Read the first report of a page."""
    return re.search("<pre[^>]*>(.*?)</pre>", answer.text, re.DOTALL)[1]


def broken(config, code):
    name = f"broken_{abs(hash(code))}"
    (config.parent / f"{name}.py").write_text(code, "utf-8")
    return opened(Work(target=f"{name}:app", config=config), Holds())


def test_a_config_with_a_mistake_is_shown_as_check_tells_it(config, capsys):
    config.write_text(CONFIG.replace("show", "shw"), "utf-8")

    answer = play(opened(Work(target="json:dumps", config=config), Holds()), "/a?b=c")

    assert answer.status == 500
    assert answer.header("refresh").endswith("&next=%2Fa%3Fb%3Dc")
    assert "sarto.toml:2:1" in text_of(answer)
    assert "did you mean" in text_of(answer)
    assert "sarto.toml:2:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import nothing_of_that_name", "No module named"),
        ("app = 1 / 0", "ZeroDivisionError"),
        ("def (", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
    ],
)
def test_code_that_cannot_be_imported_is_shown_by_its_own_lines(config, code, said):
    told = text_of(play(broken(config, code)))

    assert said in told
    assert "importlib" not in told
    assert "workbench" not in told


def test_what_cannot_be_found_is_told_to_who_named_it(config):
    with pytest.raises(TargetError):
        opened(Work(target="nothing_there:app", config=config), Holds())


def test_a_page_that_fails_is_shown_with_the_error_and_the_error_goes_on(config):
    async def fails(request):
        raise ValueError("so <it> is")

    app = Starlette(routes=[Route("/", fails)])
    answer = play(DevSite(app, config, holds=Holds()))

    assert isinstance(answer.error, ValueError)
    assert answer.status == 500
    assert "ValueError: so &lt;it&gt; is" in text_of(answer)
    assert "dev/wait" in answer.header("refresh")


def test_a_failure_that_the_site_tells_itself_is_its_own(config):
    async def fails(request):
        return PlainTextResponse("our own words", status_code=500)

    app = Starlette(routes=[Route("/", fails)])
    answer = play(DevSite(app, config))

    assert (answer.status, answer.text) == (500, "our own words")


def test_what_fails_after_the_page_began_adds_nothing_to_it(config):
    async def fails(scope, receive, send):
        await html(PAGE)(scope, receive, send)
        raise ValueError

    answer = play(DevSite(fails, config))

    assert isinstance(answer.error, ValueError)
    assert len(answer.starts) == 1


def test_its_style_is_one_file_and_its_policy_is_strict(config):
    page = Trouble.of_target("nothing")

    assert f"/_sarto/{STYLE_NAME}" in play(page).text
    assert ".sarto-trouble" in play(page, f"/_sarto/{STYLE_NAME}").text
    assert "default-src 'none'" in play(page).header("content-security-policy")
    assert "<script" not in play(page).text
    assert play(page, method="HEAD").body == b""


def test_it_lives_as_long_as_its_server():
    heard = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent = []

    async def receive():
        return next(heard)

    async def send(message):
        sent.append(message["type"])

    asyncio.run(Trouble.of_target("x")({"type": "lifespan"}, receive, send))

    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(
    ("headers", "content", "waits"),
    [
        ([], "text/html", True),
        ([("Sec-Fetch-Dest", "document")], "text/html; charset=utf-8", True),
        ([("Sec-Fetch-Dest", "iframe")], "text/html", False),
        ([("Cookie", "sarto-dev-still=yes")], "text/html", False),
        ([], "application/json", False),
    ],
)
def test_only_what_a_browser_shows_by_itself_waits(config, headers, content, waits):
    app = html(PAGE, headers=[("content-type", content)])
    answer = play(DevSite(app, config, holds=Holds()), headers=headers)

    assert (answer.header("refresh") is not None) is waits


@pytest.mark.parametrize(
    "field", [("refresh", "5"), ("content-disposition", "attachment")]
)
def test_what_reloads_by_itself_or_is_kept_does_not_wait(config, field):
    app = html(PAGE, headers=[("content-type", "text/html"), field])
    answer = play(DevSite(app, config, holds=Holds()))

    assert "dev/wait" not in (answer.header("refresh") or "")


@pytest.mark.parametrize(
    ("status", "method"), [(302, "GET"), (204, "GET"), (200, "POST")]
)
def test_what_is_no_page_to_stay_on_does_not_wait(config, status, method):
    site = DevSite(html("", status=status), config, holds=Holds())

    assert play(site, method=method).header("refresh") is None


@pytest.mark.parametrize(("said", "end"), [("yes", ""), ("no", "Max-Age=0")])
def test_a_browser_says_whether_its_pages_hold_still(config, said, end):
    site = DevSite(html(PAGE), config, holds=Holds())
    answer = play(site, f"/_sarto/dev?still={said}&next=/a")

    assert answer.header("location") == "/a"
    assert answer.header("set-cookie").startswith("sarto-dev-still=yes;")
    assert end in answer.header("set-cookie")
