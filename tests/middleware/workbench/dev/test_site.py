import re
import sys
from urllib.parse import quote

import pytest

from sarto.workbench.dev import DevSite, TargetError, application, served
from sarto.workbench.dev.bar import STYLE_NAME, asked_for
from sarto.workbench.dev.holds import Holds
from sarto_adapters.sites.proxy import ProxySite
from sarto_adapters.sites.static import StaticSite
from support.play import html, play

CONFIG = """languages = ["en", "fa"]
[slots.hero]
show = [ { when = { device = "mobile", language = "fa" }, fragment = "hero.html" } ]
[personas.tehran]
device = "mobile"
language = "fa"
"""
PAGE = '<html lang="en"><body><p data-sarto="hero">own</p></body></html>'


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero="shown")


@pytest.fixture
def site(config):
    return DevSite(html(PAGE), config)


def as_(text):
    return [("Cookie", f"a=b; sarto-dev={quote(text)}")]


def test_the_bar_is_the_last_thing_of_the_page(site):
    text = play(site).text

    assert re.search(
        r'</p><link rel="stylesheet".*<aside class="sarto-bar".*</aside>\s*</body>',
        text,
        re.DOTALL,
    )
    assert "<script" not in text


def test_a_page_with_the_bar_is_never_stored(site):
    answer = play(site)

    assert answer.header("cache-control") == "no-store"
    assert answer.header("content-length") is None


def test_without_a_body_end_the_bar_comes_at_the_end(config):
    text = play(DevSite(html("<p>a"), config)).text

    assert text.startswith("<p>a<link")


def test_what_is_no_page_gets_no_bar(config):
    site = DevSite(html("{}", headers=[("content-type", "application/json")]), config)

    assert play(site).text == "{}"


def test_the_form_is_kept_in_a_cookie_and_leads_back(site):
    answer = play(site, "/_sarto/dev?device=mobile&language=fa&country=&next=/a%3Fb=c")

    assert answer.status == 303
    assert answer.header("location") == "/a?b=c"
    assert "sarto-dev=device%3Dmobile%20language%3Dfa;" in answer.header("set-cookie")


def test_pages_of_the_site_that_are_called_like_ours_are_the_site_s_own(config):
    site = DevSite(html(PAGE), config, holds=Holds())

    for path in ("/dev", "/dev/wait", f"/{STYLE_NAME}"):
        answer = play(site, path)
        assert (answer.status, "own</p>" in answer.text) == (200, True)


@pytest.mark.parametrize(
    "away", ["//evil.example", "https://evil.example", "/\\evil", ""]
)
def test_the_form_never_leads_to_another_site(site, away):
    answer = play(site, f"/_sarto/dev?device=tv&next={quote(away)}")

    assert answer.header("location") == "/"


def test_the_visitor_of_the_cookie_is_shown(site):
    assert "shown" in play(site, headers=as_("device=mobile language=fa")).text


def test_a_persona_is_shown(site):
    assert "shown" in play(site, headers=as_("@tehran")).text


def test_the_bar_says_who_one_is(site):
    text = play(site, headers=as_("device=mobile time=20:00 channel=email")).text

    assert "<option selected>mobile</option>" in text
    assert 'value="20:00"' in text
    assert 'name="as" value="channel=email"' in text


def test_a_visitor_that_cannot_be_is_told_in_the_bar(site):
    text = play(site, headers=as_("device=phone")).text

    assert "own" in text
    assert 'role="alert"' in text


def test_a_mistake_in_a_reload_is_told_in_the_bar_and_the_page_goes_on(site, config):
    config.write_text(CONFIG.replace("show", "shw"), "utf-8")

    text = play(site, headers=as_("@tehran")).text

    assert ">shown<" in text
    assert "SARTO002" in text


def test_a_changed_fragment_is_seen_at_once(site, config):
    (config.parent / "fragments" / "hero.html").write_text("changed text", "utf-8")

    assert "changed text" in play(site, headers=as_("@tehran")).text


def test_the_style_is_a_file_of_its_own(site):
    answer = play(site, f"/_sarto/{STYLE_NAME}")

    assert answer.header("content-type") == "text/css"
    assert ".sarto-bar" in answer.text


def test_a_form_of_a_persona_says_its_name():
    assert asked_for({"persona": "tehran", "device": "tv"}) == "@tehran"


def test_a_form_quotes_what_has_spaces():
    assert asked_for({"campaign.name": "big sale"}) == "campaign.name='big sale'"


def test_switched_off_there_is_no_bar(config, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")

    assert play(DevSite(html(PAGE), config)).text == PAGE


def test_a_url_is_served_through_a_proxy(config):
    assert isinstance(served("http://127.0.0.1:9", config), ProxySite)


def test_a_folder_is_served_as_files(config):
    assert isinstance(served(str(config.parent), config), StaticSite)


def test_of_a_folder_that_holds_the_config_the_rules_stay_unread(config):
    (config.parent / "index.html").write_text("a page")
    site = served(str(config.parent), config)

    assert play(site).text == "a page"
    for path in ("/sarto.toml", "/fragments/hero.html"):
        assert (config.parent / path[1:]).exists()
        assert play(site, path).status == 404


def test_without_what_asks_a_site_the_extra_is_named(config, monkeypatch):
    for name in ("answer", "upstream", "proxy"):
        monkeypatch.delitem(sys.modules, f"sarto_adapters.sites.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "httptools", None)

    with pytest.raises(TargetError, match=re.escape('pip install "sarto[dev]"')):
        served("http://127.0.0.1:9", config)


def test_the_app_of_the_config_is_served_when_nothing_is_named(config):
    config.write_text(CONFIG + '[dev]\napp = "json:dumps"\n', "utf-8")

    assert served(None, config).__name__ == "dumps"


def test_an_import_error_inside_the_app_is_the_apps_own(tmp_path):
    (tmp_path / "broken_app.py").write_text("import nothing_of_that_name", "utf-8")

    with pytest.raises(ModuleNotFoundError):
        application("broken_app:app", tmp_path)


def test_a_target_that_is_nothing_is_told(tmp_path):
    with pytest.raises(TargetError, match="no folder here"):
        application("nowhere", tmp_path)


def test_quotes_that_nothing_ends_are_shown_as_they_were_typed(site):
    assert 'name="as" value="&#39;"' in play(site, headers=as_("'")).text


def test_an_attribute_error_inside_the_app_is_the_apps_own(tmp_path):
    (tmp_path / "slipping_app.py").write_text("import os\nos.nothing", "utf-8")

    with pytest.raises(AttributeError):
        application("slipping_app:app", tmp_path)


def test_the_apps_own_code_hears_the_pinned_language(folder):
    config = folder(CONFIG + '[language]\ncookie = "lang"\n', hero="shown")
    heard = []

    async def app(scope, receive, send):
        heard.extend(scope["headers"])
        await html(PAGE)(scope, receive, send)

    cookie = ("Cookie", "lang=en; x=y; sarto-dev=language%3Dfa")
    play(DevSite(app, config), headers=[cookie, ("Accept-Language", "en")])

    assert (b"accept-language", b"fa") in heard
    assert (b"cookie", b"x=y; sarto-dev=language%3Dfa; lang=fa") in heard
    assert (b"accept-language", b"en") not in heard


def test_the_bar_offers_the_arms_of_experiments_and_keeps_the_one_chosen(folder):
    trial = '[experiments.e]\narms = { a = 1, b = 1 }\ngoal = "s"\n[signals.s]\n'
    rule = '[slots.hero]\nshow = [{ experiment = "e", fragments = { a = "keep", b = "hero.html" } }]\n'
    config = folder(f'{trial}{rule}[consent]\nsource = "form"\n', hero="shown")
    text = play(DevSite(html(PAGE), config), headers=as_("arm.e=b")).text
    assert '<p data-sarto="hero">shown</p>' in text
    assert '<select name="arm.e">' in text
    assert "<option selected>b</option>" in text
    assert "<td>e: b</td>" in text


def test_an_arm_is_asked_for_by_its_fact():
    assert asked_for({"arm.e": "b", "device": "tv", "next": "/"}) == "device=tv arm.e=b"
