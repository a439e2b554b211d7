"""The fragments we bring along, on a site's own page, over the whole stack."""

import re
from pathlib import Path
from tempfile import gettempdir

import pytest

from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.site.built_in import OURS, BuiltIn
from sarto.site.compile import compile_site
from support.own_pages import Browser, words
from support.play import html
from support.privacy_site import whole

PAGE = "<!doctype html><title>t</title>" + "".join(
    f'<div data-sarto="{name}">own</div>' for name in ("ask", "like", "why")
)
TOML = """
version = 1
languages = ["en", "fa", "ar", "pl"]
[consent]
source = "form"
[preferences.view]
values = ["simple", "{{ 7 * 7 }}", "a\\"b"]
[preferences.'odd "name" }}{%']
values = ["x"]
[slots.ask]
default = "sarto:consent"
[slots.like]
show = [{ fragment = "sarto:preferences" }]
[slots.why]
show = [{ fragment = "sarto:why" }]
"""


def browser(text: str = TOML, **more) -> Browser:
    return Browser(whole(text, html(PAGE)), **more)


def part(text: str, name: str) -> str:
    found = re.search(rf'data-sarto="{name}"[^>]*>(.*?)</div>', text, re.DOTALL)
    assert found
    return found[1].strip()


def test_the_banner_stands_until_somebody_answers() -> None:
    visitor = browser()
    for _ in range(2):
        page = visitor.get("/menu/x")
        banner = part(page.text, "ask")
        assert "Remember my visits" in words(banner)
        assert 'name="next" value="/menu/x"' in banner
    said = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', banner))
    answer = visitor.post("/_sarto/consent", *said.items(), ("choice", "none"))
    assert answer.header("location") == "/menu/x"
    page = visitor.get("/menu/x")
    assert part(page.text, "ask") == ""
    assert page.header("vary") is None or "Cookie" in page.header("vary")


def test_the_page_says_that_it_depends_on_the_answer() -> None:
    page = browser().get("/")
    assert "cookie" in (page.header("vary") or "").lower()
    assert page.header("cache-control").startswith("private")


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("fa", "rtl"), ("ar", "rtl"), ("pl", "ltr")],
)
def test_ours_are_in_the_visitor_s_language(language, direction) -> None:
    text = browser(language=language).get("/").text
    for name in ("ask", "like", "why"):
        assert f'lang="{language}" dir="{direction}"' in part(text, name)
        assert part(text, name).count("<section") <= 1


def test_both_buttons_are_alike() -> None:
    banner = part(browser().get("/").text, "ask")
    buttons = re.findall(r"<button([^>]*)>", banner)
    assert buttons == [' name="choice" value="none"', ' name="choice" value="all"']


def test_a_path_of_a_person_s_is_gone_back_to() -> None:
    visitor = browser()
    banner = part(visitor.get("/منو").text, "ask")
    assert 'value="/%D9%85%D9%86%D9%88"' in banner
    found = re.search(r'href="(/_sarto/consent[^"]*)"', banner)
    assert found
    page = visitor.get(found[1])
    assert 'name="next" value="/%D9%85%D9%86%D9%88"' in page.text


def test_preferences_are_shown_as_they_were_told() -> None:
    visitor = browser()
    assert " selected" not in part(visitor.get("/").text, "like")
    visitor.post(
        "/_sarto/preferences",
        ("view", "{{ 7 * 7 }}"),
        ("level", "expert"),
        ('odd "name" }}{%', "x"),
    )
    form = part(visitor.get("/").text, "like")
    assert form.count(" selected") == 3
    assert "49" not in form
    assert '<option value="&#123;&#123; 7 * 7 }}" selected>' in form
    assert '<option value="expert" selected>' in form


def test_why_leads_to_the_page_that_tells_it() -> None:
    visitor = browser()
    found = re.search(r'href="([^"#]*)', part(visitor.get("/menu/x").text, "why"))
    assert found
    assert 'name="page" value="/menu/x"' in visitor.get(found[1]).text


def test_a_site_of_one_language_asks_for_none() -> None:
    visitor = browser(TOML.replace('["en", "fa", "ar", "pl"]', '["pl"]'))
    text = visitor.get("/").text
    assert "Zezwól na wszystko" in part(text, "ask")
    assert "Język" not in part(text, "like")


def test_without_a_form_of_ours_nobody_is_asked() -> None:
    for text in ("", '[consent]\nsource = "klaro"\nmap = { personalization = "x" }'):
        toml = TOML.replace('[consent]\nsource = "form"', text)
        assert part(browser(toml).get("/").text, "ask") == ""


def test_a_site_s_own_fragments_stand_beside_ours(folder) -> None:
    config = folder(
        'version = 1\n[slots.ask]\ndefault = "sarto:consent"\n[slots.like]\ndefault = "own.html"',
        own="of my own",
    )
    site = compile_site(Config.read(config))
    assert site.fragments.source.names() >= {*OURS, "own.html"}
    assert site.fragments.source.text("own.html") == "of my own"


def test_a_fragment_of_ours_that_is_none_is_a_mistake() -> None:
    config = Config.loads(
        'version = 1\n[slots.ask]\ndefault = "sarto:consents"',
        folder=Path(gettempdir()),
    )
    with pytest.raises(ConfigError, match="did you mean 'sarto:consent'"):
        compile_site(config)


def test_why_a_file_is_no_fragment_is_still_told(folder) -> None:
    config = folder('version = 1\n[slots.ask]\ndefault = "bad.html"')
    (config.parent / "fragments").mkdir(exist_ok=True)
    (config.parent / "fragments" / "bad.html").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"bad\.html is no fragment"):
        compile_site(Config.read(config))


def test_a_source_that_tells_nothing_of_files_tells_nothing() -> None:
    class Source:
        def names(self):
            return frozenset()

        def text(self, name):
            raise KeyError(name)

    toml = Config.loads("version = 1", folder=Path(gettempdir())).toml
    assert BuiltIn(Source(), toml).unreadable == {}
    with pytest.raises(KeyError):
        BuiltIn(Source(), toml).text("x")
