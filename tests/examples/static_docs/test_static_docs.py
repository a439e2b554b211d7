"""Heron's documentation: what `sarto serve` makes of a folder, for whom."""

import importlib.util
import re

import pytest

from support.cli_site import run

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
PACKAGE = re.compile(r'data-sarto="package".*?</section>', re.DOTALL)
PAGES = [
    f"/{lang}/{name}"
    for lang in ("en", "fa")
    for name in ("", "install", "alarms", "commands")
]


def shown(docs, path, **fields):
    status, _, body = docs.asked(path, **fields)
    assert status == 200
    return body.decode()


def test_the_folder_is_what_its_builder_builds(folder, tmp_path):
    spec = importlib.util.spec_from_file_location("build", folder / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.build(tmp_path / "site")
    made, kept = (
        {file.relative_to(root): file.read_bytes() for file in root.rglob("*.*")}
        for root in (tmp_path / "site", folder / "site")
    )
    assert made == kept


def test_nothing_is_wrong_with_it(folder):
    answer = run("check", "--config", folder / "sarto.toml", "--pages", folder / "site")
    assert "Nothing wrong." in answer.output


SYSTEMS = {
    WINDOWS: "winget install heron",
    MAC: "brew install heron",
    LINUX: "sudo apt install heron",
}


@pytest.mark.parametrize("agent", SYSTEMS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_each_system_has_its_own_way_first_and_the_others_folded(docs, agent, language):
    text = shown(docs, f"/{language}/install", User_Agent=agent)
    first, folded = PACKAGE.search(text)[0].split("<details>")
    assert re.findall("<code>(.*)</code>", first) == [SYSTEMS[agent]]
    assert all(way in folded for way in SYSTEMS.values())


def test_a_phone_is_told_where_to_install(docs):
    text = PACKAGE.search(shown(docs, "/en/install", User_Agent=PHONE))[0]
    assert "the box wants a computer" in text.partition("<details>")[0]


@pytest.mark.parametrize("path", PAGES)
def test_who_knows_it_all_has_reasons_folded_on_every_page(docs, folder, path):
    text = shown(docs, path)
    expert = shown(docs, path, Cookie="sarto-prefs=reader=expert")
    reasons = text.count('class="why"')
    assert reasons
    assert 'class="dense"' not in text
    assert 'class="dense"' in expert
    opened = '<div class="why">\n      <details>'
    assert (text.count(opened), expert.count(opened)) == (0, reasons)
    for kept in re.findall(r'<div class="why">\s*<p>.*?</p>', text):
        assert kept.partition("<p>")[2] in expert


def test_what_was_said_at_the_end_of_a_page_holds_on_all(docs):
    answer = docs.asked(
        "/_sarto/preferences",
        method="POST",
        body="reader=expert&next=/en/alarms",
        Content_Type="application/x-www-form-urlencoded",
        Sec_Fetch_Site="same-origin",
    )
    assert (answer[0], answer[1]["location"]) == (303, "/en/alarms")
    cookie = answer[1]["set-cookie"].partition(";")[0]
    assert 'class="dense"' in shown(docs, "/fa/install", Cookie=cookie)


def test_the_first_page_is_in_the_readers_language(docs):
    for said, wanted in (("fa-IR,fa;q=0.9", "fa"), ("en", "en"), ("pl", "en")):
        text = shown(docs, "/", Accept_Language=said)
        assert f'<html lang="{wanted}"' in text


def test_what_is_missing_is_told_in_the_language_of_its_path(docs):
    for path, wanted in (("/fa/nowhere", "fa"), ("/en/x/y", "en"), ("/nowhere", "en")):
        status, _, body = docs.asked(path)
        assert status == 404
        assert f'<html lang="{wanted}"'.encode() in body


def test_the_style_is_kept_for_good_and_pages_are_not(docs):
    (style,) = set(re.findall(r'href="(/heron\.\w+\.css)"', shown(docs, "/en/")))
    assert "immutable" in docs.asked(style)[1]["cache-control"]
    assert docs.asked("/en/")[1]["cache-control"] == "private, no-cache"


def test_without_sarto_every_page_is_whole(folder):
    text = (folder / "site" / "en" / "install.html").read_text("utf-8")
    assert all(way in text for way in SYSTEMS.values())
    assert "<script" not in text
