"""What may not be remembered any more goes: by our form, and by reading a page of ours.

What remembering needs is for the site to say; a store may be slow to confirm.
"""

import json
from time import monotonic

import pytest

from sarto.choices.form import policy_of
from sarto.pages.pages import Pages
from support.own_pages import Browser, words
from support.privacy_site import TOML, site, whole
from support.stores import MemoryStore, at_once, failing, never

HUMAN = (
    "user-agent",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
)
READ = ("privacy", "consent", "preferences", "export")
VERSIONED = TOML + '\n[consent.settings.form]\nversion = "2"\n'
OLD = ("v", policy_of("1"))
YES = "%7B%22x%22%3Atrue%7D"
NO = "%7B%22x%22%3Afalse%7D"


def asking(consent: str) -> str:
    return TOML.replace('[consent]\nsource = "form"', consent)


MEMORY = asking(
    '[consent]\nsource = "form"\nmap = { memory = "x", other = "y" }\n[consent.needs]\n'
    + "\n".join(f'"{name}" = "memory"' for name in ("visits", "level", "interest"))
)
FREE = asking('[consent]\nsource = "form"\n[consent.needs]\nvisits = "none"')
TOOL = asking('[consent]\nsource = "klaro"\nmap = { personalization = "x" }')
SILENT = asking('[consent]\nsource = "form"\nregime = "opt-out"')


def met(text: str = TOML, **more) -> Browser:
    """Meet somebody who allowed everything, and was here."""
    app = whole(text, **{"budget": 10.0, **more})
    browser = Browser(app, headers=[HUMAN], cookies={"klaro": YES})
    if "klaro" not in text:
        browser.allow(("choice", "all"))
    for path in ("/", "/menu/vegan"):
        browser.get(path)
    assert "sarto" in browser.cookies
    return browser


def remembered(browser: Browser) -> dict:
    return json.loads(browser.get("/_sarto/export").text)["remembered"]


def test_saying_yes_again_erases_nothing_whatever_the_purpose_is_called() -> None:
    browser = met(MEMORY)
    assert browser.allow(("choice", "all")).status == 303
    assert remembered(browser)["visits"] == 1
    browser.allow(("purpose", "other"))
    assert "sarto" not in browser.cookies


def test_what_needs_no_consent_is_not_erased_by_refusing_it() -> None:
    browser = met(FREE)
    browser.allow(("choice", "none"))
    assert "sarto" in browser.cookies
    browser.post("/_sarto/forget")
    assert "sarto" not in browser.cookies


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (FREE, "Nothing yet.", "Nothing yet."),
        (MEMORY, "only if you allow it.", "Nothing yet, though you allowed it."),
        (TOML, "only if you allow it.", "Nothing yet, though you allowed it."),
    ],
)
def test_what_is_said_of_nothing_is_what_remembering_needs(text, before, after) -> None:
    browser = Browser(Pages(site(text)).answer)
    assert before in words(browser.get("/_sarto/privacy").text)
    browser.allow(("choice", "all"))
    assert after in words(browser.get("/_sarto/privacy").text)


def test_taking_back_trials_alone_leaves_the_visits() -> None:
    browser = met()
    browser.allow(("purpose", "personalization"))
    assert remembered(browser)["visits"] == 1


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("is_stored", [False, True])
def test_reading_a_page_of_ours_takes_back_what_a_tool_says(
    name, method, is_stored
) -> None:
    store = MemoryStore()
    browser = met(TOOL, **({"profiles": store} if is_stored else {}))
    assert bool(store.kept) is is_stored
    assert browser.ask(method, f"/_sarto/{name}").header("set-cookie") is None
    browser.cookies["klaro"] = NO
    answer = browser.ask(method, f"/_sarto/{name}")
    assert answer.status == 200
    assert answer.header("set-cookie").startswith("sarto=; Max-Age=0;")
    assert "sarto" not in browser.cookies
    assert not store.kept
    assert browser.ask(method, f"/_sarto/{name}").header("set-cookie") is None


def test_a_tool_s_no_is_heard_with_a_form_of_preferences() -> None:
    browser = met(TOOL)
    browser.cookies["klaro"] = NO
    answer = browser.post("/_sarto/preferences", ("view", "simple"))
    assert answer.status == 303
    assert browser.cookies == {"klaro": NO, "sarto-prefs": "view=simple"}


def test_a_tool_s_no_is_heard_with_a_yes_to_our_form() -> None:
    text = TOOL.replace('"klaro"', '["form", "klaro"]')
    browser = Browser(whole(text), headers=[HUMAN], cookies={"klaro": YES})
    browser.allow(("choice", "all"))
    browser.get("/")
    assert "sarto" in browser.cookies
    browser.cookies["klaro"] = NO
    browser.post("/_sarto/consent", ("choice", "all"))
    assert browser.cookies.keys() == {"klaro", "sarto-consent"}


def test_pages_that_are_none_of_ours_take_nothing_back() -> None:
    browser = met(TOOL)
    browser.cookies["klaro"] = NO
    for method, path in (("GET", "x"), ("PUT", "privacy"), ("POST", "preferences")):
        assert browser.ask(method, f"/_sarto/{path}").header("set-cookie") is None


@pytest.mark.parametrize("mood", [never, failing])
@pytest.mark.parametrize("name", READ)
def test_a_store_that_does_not_confirm_keeps_no_page(name, mood) -> None:
    store = MemoryStore()
    browser = met(TOOL, profiles=store, budget=0.5)
    browser.cookies["klaro"], store.mood = NO, mood
    began = monotonic()
    answer = browser.get(f"/_sarto/{name}")
    assert monotonic() - began < 10
    assert answer.status == 200
    assert answer.header("set-cookie") is None
    assert "vegan" not in answer.text
    answer = browser.post("/_sarto/preferences", ("view", "simple"))
    assert answer.status == 303
    assert "sarto" in browser.cookies
    store.mood = at_once
    browser.get(f"/_sarto/{name}")
    assert "sarto" not in browser.cookies
    assert not store.kept


def test_who_is_not_forgotten_for_sure_is_told_so_and_nothing_is_done() -> None:
    store, proofs = MemoryStore(), []
    front = whole(profiles=store)
    browser = Browser(front, headers=[HUMAN])
    browser.allow(("choice", "all"))
    browser.get("/")
    before, store.mood = dict(browser.cookies), failing
    assert front.current
    front._pages = Pages(front.current.site, prove=proofs.append)
    for name, *pairs in (
        ("forget",),
        ("forget", ("everything", "yes")),
        ("consent", ("choice", "none")),
        ("consent", ("purpose", "analytics")),
    ):
        answer = browser.post(f"/_sarto/{name}", *pairs)
        assert answer.status == 503
        assert answer.header("set-cookie") is None
        assert answer.header("clear-site-data") is None
    assert browser.cookies == before
    assert not proofs


def test_the_store_is_asked_once_for_both_of_a_page() -> None:
    store = MemoryStore()
    browser = met(profiles=store)
    for _ in range(2):
        browser.get("/menu/vegan")
    store.calls.clear()
    said = words(browser.get("/_sarto/privacy?page=/menu/x").text)
    assert store.calls == {"load": 1}
    assert "You looked at: vegan." in said
    assert "You see a version that fits you: We noticed that you like vegan." in said


def test_a_store_that_hangs_costs_one_budget() -> None:
    store = MemoryStore()
    browser = met(profiles=store, budget=1.5)
    store.mood, began = never, monotonic()
    assert browser.get("/_sarto/privacy").status == 200
    assert monotonic() - began < 2.8
    assert store.calls["load"] - 1 <= 2


def outdated(*said: tuple[str, str], text: str = VERSIONED):
    """Let somebody who allowed all answer a form that was shown long ago."""
    browser, proofs = met(text), []
    front = browser.app
    front._pages = Pages(front.current.site, prove=proofs.append)
    before = browser.cookies["sarto-consent"]
    answer = browser.post("/_sarto/consent", OLD, *said)
    return browser, answer, before, proofs


def test_who_takes_back_need_not_have_read_the_text_of_now() -> None:
    for said, is_kept in (("personalization", True), ("analytics", False)):
        browser, answer, _, (proof,) = outdated(("purpose", said))
        assert answer.status == 303
        assert browser.cookies["sarto-consent"].endswith(f".{said}")
        assert ("sarto" in browser.cookies) is is_kept
        assert json.loads(proof)["purposes"] == [said]


def test_who_allows_what_they_allowed_need_not_read_it_again() -> None:
    browser, answer, before, _ = outdated(("choice", "all"))
    assert answer.status == 303
    assert browser.cookies["sarto-consent"] == before
    assert "sarto" in browser.cookies


def test_what_is_new_is_asked_again_and_what_is_taken_back_is_gone() -> None:
    browser = met(VERSIONED)
    browser.allow(("purpose", "personalization"))
    proofs: list[str] = []
    browser.app._pages = Pages(browser.app.current.site, prove=proofs.append)
    answer = browser.post("/_sarto/consent", OLD, ("purpose", "analytics"))
    assert answer.status == 409
    assert "sarto" not in browser.cookies
    assert browser.cookies["sarto-consent"].endswith(".-")
    assert json.loads(proofs[0])["purposes"] == []
    assert "you refused" in words(answer.text)
    assert "Our text has changed" in answer.text
    browser.get("/")
    assert "sarto" not in browser.cookies


def test_what_is_new_alone_is_asked_again_and_nothing_else_changes() -> None:
    browser = met(VERSIONED)
    browser.allow(("purpose", "personalization"))
    before = dict(browser.cookies)
    answer = browser.post("/_sarto/consent", OLD, ("choice", "all"))
    assert answer.status == 409
    assert answer.header("set-cookie") is None
    assert browser.cookies == before


def test_silence_that_is_a_yes_can_be_broken_by_an_old_form() -> None:
    browser = Browser(whole(SILENT), headers=[HUMAN])
    browser.get("/")
    assert "sarto" in browser.cookies
    answer = browser.post("/_sarto/consent", OLD, ("purpose", "analytics"))
    assert answer.status == 409
    assert "sarto" not in browser.cookies
    assert browser.cookies["sarto-consent"].endswith(".-")
    browser.get("/")
    assert "sarto" not in browser.cookies
