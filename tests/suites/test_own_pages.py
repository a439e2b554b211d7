"""Our own pages over the whole stack: who may choose, where they go, what is erased.

The matrix of who may send a form is tried on every address that takes one; what every
answer of ours says of itself, on every answer there is.
"""

import json
import re
from datetime import UTC, datetime
from itertools import product
from urllib.parse import quote

import pytest

from sarto.choices.form import day_of, policy_of
from sarto.pages import style
from sarto.pages.pages import Pages
from support.own_pages import KIND, OWN, Browser, words
from support.privacy_site import TOML, site, whole

HUMAN = (
    "user-agent",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
)
TAKING = ("consent", "preferences", "forget")
SITES = {
    "absent": (),
    "same-origin": ("same-origin",),
    "same-site": ("same-site",),
    "cross-site": ("cross-site",),
    "none": ("none",),
    "garbage": ("same-origin;x",),
    "twice": ("same-origin", "same-origin"),
}
ORIGINS = {
    "absent": (),
    "own": ("{scheme}://site.example",),
    "other": ("https://evil.example",),
    "null": ("null",),
    "twice": ("{scheme}://site.example", "{scheme}://site.example"),
}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
GOOD = (("choice", "all"), ("v", policy_of(None)))


@pytest.fixture(scope="module")
def front():
    return Pages(site()).answer


@pytest.fixture
def regular():
    """A visitor who allowed everything, and whose visits are remembered."""
    browser = Browser(whole(), headers=[HUMAN])
    browser.allow(("choice", "all"))
    for path in ("/", "/menu/vegan", "/menu/vegan", "/menu/vegan"):
        browser.get(path)
    browser.post("/book")
    assert "sarto" in browser.cookies
    return browser


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(("from_site", "from_origin"), list(product(SITES, ORIGINS)))
def test_a_form_is_taken_from_this_site_alone(
    front, name, scheme, from_site, from_origin
) -> None:
    browser = Browser(front, more={"scheme": scheme})
    fields = [KIND, *(("sec-fetch-site", each) for each in SITES[from_site])]
    fields += [("origin", each.format(scheme=scheme)) for each in ORIGINS[from_origin]]
    pairs = GOOD if name == "consent" else (("next", "/"),)
    answer = browser.post(f"/_sarto/{name}", *pairs, headers=fields)
    is_own = from_site == "same-origin" or (
        from_site == "absent" and from_origin == "own"
    )
    assert answer.status == (303 if is_own else 403)
    if not is_own:
        assert answer.header("set-cookie") is None


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post"]
)
def test_nothing_but_a_post_changes_anything(front, method) -> None:
    for name in TAKING:
        browser = Browser(front)
        answer = browser.ask(
            method,
            f"/_sarto/{name}?choice=all&everything=yes&v={policy_of(None)}",
            b"choice=all",
            [KIND, OWN],
        )
        assert answer.status in (200, 405)
        assert answer.header("set-cookie") is None
        assert answer.header("clear-site-data") is None


@pytest.mark.parametrize(
    "ahead", [("sec-purpose", "prefetch"), ("purpose", "prefetch")]
)
def test_a_page_that_is_fetched_ahead_decides_nothing(front, ahead) -> None:
    assert (
        Browser(front)
        .ask("GET", "/_sarto/consent", headers=[ahead])
        .header("set-cookie")
        is None
    )


def test_behind_tls_that_ends_elsewhere_forms_come_from_https() -> None:
    browser = Browser(Pages(site('https = "always"\n' + TOML)).answer)
    for origin, status in (("https://site.example", 303), ("http://site.example", 403)):
        answer = browser.post(
            "/_sarto/consent", *GOOD, headers=[KIND, ("origin", origin)]
        )
        assert answer.status == status
    assert [*browser.cookies] == ["__Host-sarto-consent"]


def test_a_site_may_name_its_origins() -> None:
    browser = Browser(
        Pages(site('origins = ["https://bistro.example"]\n' + TOML)).answer
    )
    for origin, status in (
        ("https://bistro.example", 303),
        ("http://site.example", 403),
    ):
        answer = browser.post(
            "/_sarto/consent", *GOOD, headers=[KIND, ("origin", origin)]
        )
        assert answer.status == status


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (415, [OWN], b"choice=all"),
        (415, [OWN, ("content-type", "text/plain")], b"choice=all"),
        (413, [OWN, KIND], b"x" * 5000),
        (400, [OWN, KIND], b"a=%FF"),
    ],
)
def test_what_is_no_form_changes_nothing(front, status, headers, body) -> None:
    for name in TAKING:
        answer = Browser(front).ask("POST", f"/_sarto/{name}", body, headers)
        assert answer.status == status
        assert answer.header("set-cookie") is None


def every_answer(front):
    """Give each kind of answer there is, with what was asked for."""
    browser = Browser(front)
    for method, name in product(
        ("GET", "HEAD", "POST", "PUT"),
        ("privacy", "consent", "preferences", "forget", "export", "x", ""),
    ):
        yield (
            f"{method} {name}",
            browser.ask(method, f"/_sarto/{name}", b"", [KIND, OWN]),
        )
    old = (("choice", "all"), ("v", "0"))
    yield "409", browser.post("/_sarto/consent", *old)
    yield "consent", browser.post("/_sarto/consent", *GOOD)
    yield "preferences", browser.post("/_sarto/preferences", ("view", "simple"))
    yield "forget", browser.post("/_sarto/forget", ("everything", "yes"))
    yield "403", browser.post("/_sarto/forget", headers=[KIND])
    yield "415", browser.post("/_sarto/forget", headers=[OWN])


def broken(scope):
    raise RuntimeError


def test_every_answer_says_that_nobody_keeps_it_and_nothing_runs_in_it(front) -> None:
    answers = [
        *every_answer(front),
        ("503", Browser(Pages(site(), meet=broken).answer).get("/_sarto/privacy")),
    ]
    assert {answer.status for _, answer in answers} == {
        200,
        303,
        403,
        404,
        405,
        409,
        415,
        503,
    }
    for name, answer in answers:
        fields = [key for key, _ in answer.raw_headers]
        assert len({*fields} - {b"set-cookie"}) == len(
            [f for f in fields if f != b"set-cookie"]
        ), name
        assert answer.header("cache-control") == "private, no-store", name
        assert answer.header("content-security-policy") == POLICY, name
        assert answer.header("referrer-policy") == "same-origin", name
        assert answer.header("x-content-type-options") == "nosniff", name
        assert "script" not in answer.text.lower(), name
        assert not re.search(
            r"\son[a-z]+\s*=|javascript:|style=|<style|https?://", answer.text
        ), name


@pytest.mark.parametrize("language", ["en", "fa", "ar", "pl"])
def test_no_page_needs_anything_but_itself_and_its_style(front, language) -> None:
    for name in ("privacy", "consent", "preferences"):
        text = Browser(front, language=language).get(f"/_sarto/{name}").text
        loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', text)
        assert loaded == [f"/_sarto/{style.pages().name}"]
        direction = "rtl" if language in ("fa", "ar") else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in text


def test_our_styles_know_no_left_and_no_right() -> None:
    for each in style.named().values():
        text = each.text.decode()
        assert not re.search(
            r"(margin|padding|border)-(left|right)|(?<![-\w])(left|right)\s*:|url\(|@import",
            text,
        )


@pytest.mark.parametrize(
    ("answer", "is_erased"),
    [
        ([("choice", "none")], True),
        ([], True),
        ([("purpose", "analytics")], True),
        ([("purpose", "personalization")], False),
        ([("choice", "all")], False),
    ],
)
def test_who_takes_back_what_remembering_needs_is_forgotten_in_that_very_answer(
    regular, answer, is_erased
) -> None:
    got = regular.allow(*answer)
    assert got.status == 303
    assert ("sarto" not in regular.cookies) is is_erased
    assert "sarto-consent" in regular.cookies
    remembered = json.loads(regular.get("/_sarto/export").text)["remembered"]
    assert bool(remembered) is not is_erased


def test_what_is_left_of_a_visitor_without_consent_is_erased_by_a_refusal(
    regular,
) -> None:
    del regular.cookies["sarto-consent"]
    regular.allow(("choice", "none"))
    assert "sarto" not in regular.cookies


def test_what_is_remembered_is_said_and_can_be_forgotten(regular) -> None:
    said = words(regular.get("/_sarto/privacy?page=/menu/pizza").text)
    assert "We noticed that you have booked before." in said
    assert "You looked at: vegan." in said
    assert "We noticed that you like vegan." in said
    answer = regular.post("/_sarto/forget", ("next", "/_sarto/privacy"))
    assert answer.status == 303
    assert "sarto" not in regular.cookies
    assert "Nothing yet, though you allowed it." in words(
        regular.get("/_sarto/privacy").text
    )


def test_without_consent_nothing_of_a_profile_is_shown(regular) -> None:
    del regular.cookies["sarto-consent"]
    said = words(regular.get("/_sarto/privacy?page=/menu/pizza").text)
    assert "Nothing. We remember you only if you allow it." in said
    for word in ("booked", "vegan", "visits", "noticed that"):
        assert word not in said.replace("goes before anything we noticed", "").replace(
            "Remember my visits", ""
        ).replace("Forget my visits", "")
    copy = regular.get("/_sarto/export").text
    assert "vegan" not in copy
    assert "booked" not in copy


def test_a_visitor_who_cannot_be_forgotten_is_not_told_so(front) -> None:
    class Stuck:
        def __init__(self, guest) -> None:
            self.guest = guest

        def __getattr__(self, name):
            return getattr(self.guest, name)

        async def forget(self):
            raise OSError

    at = site()
    proofs: list[str] = []
    stuck = Pages(at, meet=lambda scope: Stuck(at.meet(scope)), prove=proofs.append)
    browser = Browser(stuck.answer)
    browser.cookies["sarto"] = "x"
    for answer in (browser.allow(("choice", "none")), browser.post("/_sarto/forget")):
        assert answer.status == 503
        assert answer.header("set-cookie") is None
    assert browser.cookies == {"sarto": "x"}
    assert not proofs


@pytest.mark.parametrize(
    "told", ['"><script>alert(1)</script>', "<b>", "{{ 7 * 7 }}", "&amp;"]
)
def test_what_a_visitor_writes_is_text(front, told) -> None:
    browser = Browser(front)
    browser.post("/_sarto/preferences", ("interests", told))
    for path in (
        "/_sarto/privacy",
        "/_sarto/preferences",
        f"/_sarto/privacy?page=/{quote(told)}",
        f"/_sarto/consent?next=/{quote(told)}",
    ):
        text = browser.get(path, headers=[("host", "x<b>.example")]).text
        assert "<script" not in text
        assert "<b>" not in text
        assert "49" not in words(text)


def test_over_tls_a_consent_that_anybody_could_have_set_is_none(front) -> None:
    value = f"1.{policy_of(None)}.{day_of(datetime.now(UTC))}.personalization"
    for scheme, granted in (("http", ["personalization"]), ("https", [])):
        browser = Browser(
            front, more={"scheme": scheme}, cookies={"sarto-consent": value}
        )
        copy = json.loads(browser.get("/_sarto/export").text)
        assert copy["consent"]["granted"] == granted
