"""Our own URLs: what each shows, what it takes, and what never happens."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from sarto.choices.form import policy_of
from sarto.choices.preferences import is_kept
from sarto.pages import style
from sarto.pages.pages import Pages
from sarto.site.resolving import Resolving
from support.own_pages import KIND, OWN, Browser, posted, words
from support.play import play, scope_of
from support.privacy_site import TOML, site

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
READ = ("privacy", "consent", "preferences", "export")
PHONE = (
    "user-agent",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
)


@pytest.fixture
def proofs() -> list[str]:
    return []


@pytest.fixture
def pages(proofs) -> Pages:
    return Pages(site(clock=lambda: NOW), prove=proofs.append)


@pytest.fixture
def browser(pages) -> Browser:
    return Browser(pages.answer, headers=[PHONE])


def of(text: str, **more) -> Browser:
    return Browser(Pages(site(text, clock=lambda: NOW)).answer, **more)


@pytest.mark.parametrize("name", READ)
def test_reading_sets_no_cookie_and_is_kept_by_nobody(browser, name) -> None:
    answer = browser.get(f"/_sarto/{name}")
    assert answer.status == 200
    assert answer.header("set-cookie") is None
    assert answer.header("cache-control") == "private, no-store"
    head = browser.ask("HEAD", f"/_sarto/{name}")
    assert head.body == b""
    assert head.raw_headers == answer.raw_headers
    assert answer.header("content-length") == str(len(answer.body))


def test_our_urls_lie_below_the_prefix_and_nowhere_else(pages) -> None:
    assert pages.is_ours("/_sarto/privacy")
    assert pages.is_ours("/_sarto/")
    assert not pages.is_ours("/_sarto")
    assert not pages.is_ours("/_sartor/privacy")
    assert not pages.is_ours("/x/_sarto/privacy")


@pytest.mark.parametrize(
    "path",
    [
        "/_sarto/",
        "/_sarto/x",
        "/_sarto/privacy/",
        "/_sarto/key",
        "/_sarto/Privacy",
        "/_sarto/../x",
    ],
)
def test_an_address_of_ours_that_is_none_is_our_own_404(browser, path) -> None:
    for method in ("GET", "POST", "PUT"):
        answer = browser.ask(method, path)
        assert answer.status == 404
        assert "There is no such page" in answer.text
        assert answer.header("cache-control") == "private, no-store"


@pytest.mark.parametrize(
    ("name", "method", "allow"),
    [
        ("privacy", "POST", "GET, HEAD"),
        ("export", "POST", "GET, HEAD"),
        ("export", "DELETE", "GET, HEAD"),
        ("consent", "PUT", "GET, HEAD, POST"),
        ("preferences", "OPTIONS", "GET, HEAD, POST"),
        ("forget", "GET", "POST"),
        ("forget", "HEAD", "POST"),
    ],
)
def test_a_method_that_is_not_offered_is_named_with_those_that_are(
    browser, name, method, allow
) -> None:
    answer = browser.ask(method, f"/_sarto/{name}", headers=[OWN])
    assert answer.status == 405
    assert answer.header("allow") == allow


def test_a_style_is_named_by_what_is_in_it_and_kept_for_ever(browser) -> None:
    name = style.pages().name
    answer = browser.get(f"/_sarto/{name}")
    assert answer.status == 200
    assert answer.header("content-type") == "text/css; charset=utf-8"
    assert answer.header("cache-control") == "public, max-age=31536000, immutable"
    assert f'href="/_sarto/{name}"' in browser.get("/_sarto/privacy").text
    assert browser.get("/_sarto/pages-000000000000.css").status == 404
    assert browser.ask("HEAD", f"/_sarto/{name}").body == b""


def test_the_prefix_can_be_another(browser) -> None:
    browser = of('prefix = "/-/me"\n' + TOML)
    page = browser.get("/-/me/privacy")
    assert page.status == 200
    assert 'action="/-/me/preferences"' in page.text
    assert (
        browser.post("/-/me/forget", ("next", "/-/me/privacy")).header("location")
        == "/-/me/privacy"
    )


def test_what_is_known_is_said_in_sentences(browser) -> None:
    browser.headers = [PHONE, ("x-country", "PL")]
    said = words(browser.get("/_sarto/privacy").text)
    assert "You are using a phone. Your browser says so." in said
    assert "You read English." in said
    assert (
        "You are in Poland, as far as we can tell. Guessed from your network address, which we do not keep."
        in said
    )
    assert "It is 8:30 PM on your clock" in said
    assert "It is evening where you are." in said
    assert "Nothing. We remember you only if you allow it." in said
    assert "mobile" not in said
    assert "daypart" not in said


def test_a_page_is_explained_by_what_was_seen(browser) -> None:
    browser.headers = [PHONE, ("x-country", "PL")]
    said = words(browser.get("/_sarto/privacy?page=/menu/pizza").text)
    assert (
        "The part welcome You see a version that fits you: You are using a phone. It is evening where you are. You are in Poland"
        in said
    )
    assert "The part offer You see what everybody sees" in said
    assert "The part dishes" in said
    assert "The part dishes" not in words(browser.get("/_sarto/privacy").text)
    assert "Nothing on that page changes" in words(
        browser.get("/_sarto/privacy?page=/about").text
    )


def test_a_part_that_everybody_sees_so_says_it(browser) -> None:
    said = words(browser.get("/_sarto/privacy").text)
    assert "The part welcome Everybody sees this version at the moment." in said


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "x", "", "/" + "a" * 2000, "/\x00", "//"]
)
def test_what_is_no_path_explains_the_first_page_or_nothing(browser, page) -> None:
    assert browser.get("/_sarto/privacy?page=" + quote(page)).status == 200
    assert browser.get("/_sarto/privacy?" + "page=x&" * 100).status == 200
    assert browser.get("/_sarto/privacy?" + "a" * 9000).status == 200


@pytest.mark.parametrize(
    ("referrer", "page"),
    [
        ("http://site.example/menu/pizza?x=1", "/menu/pizza"),
        ("http://evil.example/menu/pizza", "/"),
        ("http://site.example/_sarto/consent", "/"),
        ("http://[/", "/"),
        ("", "/"),
    ],
)
def test_the_page_one_came_from_is_explained_unasked(browser, referrer, page) -> None:
    text = browser.get("/_sarto/privacy", headers=[("referer", referrer)]).text
    assert f'name="page" value="{page}"' in text


def test_consent_is_given_by_a_form_and_kept_for_half_a_year(browser, proofs) -> None:
    answer = browser.allow(("choice", "all"), next_="/menu")
    assert answer.status == 303
    assert answer.header("location") == "/menu"
    policy = policy_of(None)
    assert answer.header("set-cookie") == (
        f"sarto-consent=1.{policy}.20779.personalization+analytics; "
        "Max-Age=15811200; Path=/; HttpOnly; SameSite=Lax"
    )
    (line,) = proofs
    proof = json.loads(line)
    assert proof.keys() == {
        "id",
        "time",
        "policy",
        "text",
        "purposes",
        "method",
        "regime",
    }
    assert len(proof["id"]) == 32
    assert proof["time"] == "2026-11-22T19:30:00+00:00"
    assert proof["purposes"] == ["personalization", "analytics"]
    assert (proof["policy"], proof["method"], proof["regime"]) == (
        policy,
        "form",
        "opt-in",
    )
    assert (
        "On November 22, 2026 you allowed: “Remember my visits” and “Count me in trials”."
        in words(browser.get("/_sarto/consent").text)
    )


def test_over_tls_the_cookie_is_this_host_s_alone(browser) -> None:
    browser.more = {"scheme": "https"}
    answer = browser.allow(("choice", "none"))
    assert answer.header("set-cookie").startswith("__Host-sarto-consent=1.")
    assert answer.header("set-cookie").endswith("; Secure")
    assert "you refused. That counts until May 24, 2027." in words(
        browser.get("/_sarto/consent").text
    )


@pytest.mark.parametrize(
    ("said", "granted"),
    [
        ([("purpose", "analytics")], "analytics"),
        (
            [("purpose", "analytics"), ("purpose", "personalization")],
            "personalization+analytics",
        ),
        ([("purpose", "analytics"), ("choice", "none")], "-"),
        ([("purpose", "analytics"), ("choice", "all")], "personalization+analytics"),
        ([], "-"),
        ([("unknown", "field")], "-"),
    ],
)
def test_what_is_ticked_is_what_is_allowed(browser, said, granted) -> None:
    assert browser.allow(*said).status == 303
    assert browser.cookies["sarto-consent"].endswith(f".{granted}")


@pytest.mark.parametrize(
    "said",
    [
        [("purpose", "marketing")],
        [("choice", "yes")],
        [("choice", "")],
        [("choice", "all"), ("choice", "none")],
        [("choice", "all"), ("next", "/a")],
    ],
)
def test_what_is_no_answer_changes_nothing(browser, proofs, said) -> None:
    answer = browser.allow(*said)
    assert answer.status == 400
    assert not browser.cookies
    assert not proofs


def test_where_the_policy_has_no_version_a_form_need_not_name_one(browser) -> None:
    assert browser.post("/_sarto/consent", ("choice", "all")).status == 303
    assert browser.cookies["sarto-consent"].endswith(".personalization+analytics")


def test_where_the_policy_has_a_version_a_grant_must_name_it() -> None:
    browser = of(TOML + '\n[consent.settings.form]\nversion = "2"\n')
    assert browser.post("/_sarto/consent", ("choice", "all")).status == 409
    assert not browser.cookies


@pytest.mark.parametrize("said", [[("v", "00000000")], [("v", "")]])
def test_a_refusal_counts_whatever_text_was_read(browser, said) -> None:
    answer = browser.post("/_sarto/consent", ("choice", "none"), *said)
    assert answer.status == 303
    assert browser.cookies["sarto-consent"].endswith(".-")


@pytest.mark.parametrize("said", [[("v", "00000000")], [("v", "")]])
def test_who_read_another_text_is_asked_again(browser, proofs, said) -> None:
    answer = browser.post("/_sarto/consent", ("choice", "all"), *said)
    assert answer.status == 409
    assert "Our text has changed" in answer.text
    assert 'name="v"' in answer.text
    assert not browser.cookies
    assert not proofs


def test_an_answer_to_an_older_policy_is_asked_again() -> None:
    old = of(TOML)
    old.allow(("choice", "all"))
    new = of(TOML + '\n[consent.settings.form]\nversion = "2"\n', cookies=old.cookies)
    said = words(new.get("/_sarto/consent").text)
    assert "Your answer is out of date, so we ask again." in said


def test_a_damaged_answer_is_none(browser) -> None:
    browser.cookies["sarto-consent"] = "1.x.y.z"
    assert "You have not chosen yet." in words(browser.get("/_sarto/consent").text)


def test_the_proof_names_the_words_that_were_read(browser, proofs) -> None:
    browser.allow(("choice", "all"))
    browser.language = "fa"
    browser.allow(("choice", "all"))
    browser.allow(("choice", "none"))
    texts = [json.loads(line)["text"] for line in proofs]
    assert texts[0] != texts[1] == texts[2]
    assert len({json.loads(line)["id"] for line in proofs}) == 3


def test_proofs_go_to_a_logger_unless_a_site_has_its_own_way(caplog) -> None:
    browser = of(TOML)
    browser.allow(("choice", "all"))
    (record,) = [each for each in caplog.records if each.name == "sarto.consent"]
    assert record.levelname == "INFO"
    assert json.loads(record.getMessage())["method"] == "form"


def test_preferences_are_kept_for_the_session_or_a_year(browser) -> None:
    answer = browser.post("/_sarto/preferences", ("view", "simple"), ("next", "/menu"))
    assert answer.status == 303
    assert answer.header("location") == "/menu"
    assert (
        answer.header("set-cookie")
        == "sarto-prefs=view=simple; Path=/; HttpOnly; SameSite=Lax"
    )
    answer = browser.post(
        "/_sarto/preferences",
        ("level", "expert"),
        ("sarto-keep", "session"),
        ("sarto-keep", "year"),
    )
    assert answer.header("set-cookie").startswith(
        "sarto-prefs=level=expert&view=simple&sarto-keep=year; Max-Age=31536000;"
    )
    browser.post("/_sarto/preferences", ("level", ""))
    assert is_kept(browser.cookies["sarto-prefs"])
    browser.post("/_sarto/preferences", ("view", "simple"), ("sarto-keep", "session"))
    assert browser.cookies["sarto-prefs"] == "view=simple"
    browser.post("/_sarto/preferences", ("view", ""))
    assert browser.cookies == {}


@pytest.mark.parametrize(
    "pair",
    [("view", "other"), ("shoe", "12"), ("level", "master"), ("interests", "x" * 41)],
)
def test_a_preference_that_is_not_declared_is_refused(browser, pair) -> None:
    answer = browser.post("/_sarto/preferences", ("level", "expert"), pair)
    assert answer.status == 400
    assert not browser.cookies


def test_what_was_told_is_shown_and_goes_before_what_was_noticed(browser) -> None:
    browser.post(
        "/_sarto/preferences",
        ("level", "expert"),
        ("language", "pl"),
        ("interests", "vegan, Jazz"),
        ("sarto-keep", "year"),
    )
    page = browser.get("/_sarto/privacy?page=/menu/pizza")
    assert page.header("content-language") == "pl"
    assert '<option value="expert" selected>' in page.text
    assert 'value="jazz, vegan"' in page.text
    assert 'name="sarto-keep" value="year" checked' in page.text
    assert "Według Twoich słów masz już wprawę." in words(page.text)
    assert "Według Twoich słów lubisz: jazz i vegan." in words(page.text)


def test_who_forgets_is_forgotten(browser) -> None:
    browser.cookies["sarto"] = "something"
    answer = browser.post("/_sarto/forget", ("next", "/_sarto/privacy#data"))
    assert answer.status == 303
    assert answer.header("location") == "/_sarto/privacy#data"
    assert "sarto" not in browser.cookies
    assert answer.header("clear-site-data") is None


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_everything_is_everything(browser, scheme) -> None:
    browser.more = {"scheme": scheme}
    browser.allow(("choice", "all"))
    browser.post("/_sarto/preferences", ("view", "simple"))
    assert len(browser.cookies) == 2
    answer = browser.post("/_sarto/forget", ("everything", "yes"))
    assert not browser.cookies
    gone = [value for name, value in answer.raw_headers if name == b"set-cookie"]
    assert len(gone) == len({*gone}) == 3
    assert all(b"Max-Age=0" in each for each in gone)
    cleared = answer.header("clear-site-data")
    assert cleared == ('"cookies"' if scheme == "https" else None)


def test_a_copy_of_everything_is_a_file(browser) -> None:
    browser.post("/_sarto/preferences", ("view", "simple"))
    answer = browser.get("/_sarto/export")
    assert answer.header("content-type") == "application/json; charset=utf-8"
    assert answer.header("content-disposition") == 'attachment; filename="my-data.json"'
    copy = json.loads(answer.text)
    assert copy["preferences"] == {"view": "simple"}
    assert copy["remembered"] == {}
    assert copy["consent"] == {"granted": [], "record": None}
    assert copy["known"]["device"] == "mobile"


def test_a_page_below_a_root_speaks_of_its_whole_path(browser) -> None:
    browser.more = {"root_path": "/app"}
    page = browser.get("/app/_sarto/privacy?page=/menu/pizza")
    assert 'action="/app/_sarto/consent"' in page.text
    assert "The part dishes" in words(page.text)
    policy = ("v", policy_of(None))
    for sent, location in (
        ("/menu", "/app/menu"),
        ("/app/menu", "/app/menu"),
        ("/app", "/app"),
        ("/apple", "/app/apple"),
        ("/app/_sarto/forget", "/app/"),
        ("/_sarto/forget", "/app/"),
        ("//x", "/app/"),
    ):
        answer = browser.post("/app/_sarto/consent", policy, ("next", sent))
        assert answer.header("location") == location


def test_a_root_of_any_letters_is_spelt_as_browsers_send_it(browser, proofs) -> None:
    browser.more = {"root_path": "/café"}
    page = browser.get("/café/_sarto/privacy?page=/menu/pizza")
    assert page.status == 200
    assert 'action="/caf%C3%A9/_sarto/consent"' in page.text
    assert "The part dishes" in words(page.text)
    policy = ("v", policy_of(None))
    for sent, location in (
        ("/menu", "/caf%C3%A9/menu"),
        ("/caf%C3%A9/menu?a=b", "/caf%C3%A9/menu?a=b"),
        ("/caf%c3%a9", "/caf%c3%a9"),
        ("/caf%C3%A9s", "/caf%C3%A9/caf%C3%A9s"),
        ("/caf%c3%a9/_sarto/forget", "/caf%C3%A9/"),
        ("/_sarto/forget", "/caf%C3%A9/"),
        ("//x", "/caf%C3%A9/"),
    ):
        answer = browser.post("/café/_sarto/consent", policy, ("next", sent))
        assert answer.status == 303
        assert answer.header("location") == location
    assert len(proofs) == 7
    for name in ("preferences", "forget"):
        answer = browser.post(f"/café/_sarto/{name}")
        assert answer.header("location") == "/caf%C3%A9/"


def test_nothing_is_proved_of_an_answer_that_cannot_be_given(browser, proofs) -> None:
    browser.more = {"root_path": "/\udc80"}
    answer = browser.post("/_sarto/consent", ("choice", "all"))
    assert answer.status == 503
    assert not proofs


@pytest.mark.parametrize("name", ["method", "path"])
@pytest.mark.parametrize("is_there", [False, True])
def test_a_request_that_says_too_little_gets_a_calm_answer(
    pages, name, is_there
) -> None:
    scope = {**scope_of("/_sarto/privacy"), name: None}
    if not is_there:
        del scope[name]
    answer = posted(pages.answer, scope, b"")
    assert answer.error is None
    assert answer.status == (405 if name == "method" else 404)
    assert not pages.site.failures.counts


def test_even_what_is_broken_is_said_to_a_request_without_a_method(pages) -> None:
    broken = Pages(pages.site, meet=lambda _scope: 1 / 0)
    answer = posted(broken.answer, {"type": "http"}, b"")
    assert answer.error is None
    assert answer.status == 503


def test_the_form_alone_goes_back_to_where_it_was_opened(browser) -> None:
    for name in ("consent", "preferences"):
        for sent, after in (
            ("/menu", "/menu"),
            ("/%D9%85", "/%D9%85"),
            ("//x", "/_sarto/privacy"),
        ):
            page = browser.get(f"/_sarto/{name}?next={sent}").text
            assert f'name="next" value="{after}"' in page


def test_a_site_that_asks_with_a_tool_says_where_that_is() -> None:
    browser = of(
        'version = 1\n[consent]\nsource = "klaro"\nmap = { personalization = "x" }'
    )
    page = browser.get("/_sarto/consent")
    assert "This site asks with klaro." in words(page.text)
    assert "You allowed nothing" in words(page.text)
    assert "<button" not in page.text
    assert browser.post("/_sarto/consent", ("choice", "all")).status == 405
    browser.cookies["klaro"] = "%7B%22x%22%3Atrue%7D"
    assert "You allowed: “Remember my visits”." in words(
        browser.get("/_sarto/consent").text
    )


def test_beside_a_tool_our_form_keeps_to_its_own_cookie() -> None:
    browser = of(
        'version = 1\n[consent]\nsource = ["form", "klaro"]\nmap = { personalization = "x" }'
    )
    browser.cookies["klaro"] = "%7B%22x%22%3Afalse%7D"
    answer = browser.allow(("choice", "all"))
    assert answer.status == 303
    assert browser.cookies.keys() == {"klaro", "sarto-consent"}
    assert "This site also asks with klaro." in words(
        browser.get("/_sarto/consent").text
    )
    assert json.loads(browser.get("/_sarto/export").text)["consent"]["granted"] == []


def test_a_site_that_asks_nobody_says_so() -> None:
    browser = of("version = 1")
    said = words(browser.get("/_sarto/privacy").text)
    assert "This site asks for no permission" in said
    assert "This site does not remember its visitors." in said
    assert browser.post("/_sarto/consent", ("choice", "all")).status == 405


def test_silence_that_counts_as_a_yes_is_said_aloud() -> None:
    browser = of('version = 1\n[consent]\nregime = "opt-out"')
    assert "which counts as a yes here. You can refuse." in words(
        browser.get("/_sarto/consent").text
    )
    browser.headers = [("sec-gpc", "1")]
    assert "You have not chosen yet." in words(browser.get("/_sarto/consent").text)


def test_a_purpose_of_the_site_s_own_is_called_as_the_site_calls_it() -> None:
    browser = of('version = 1\n[consent]\nmap = { letters = "x" }')
    assert (
        '<label for="purpose-1">letters</label>' in browser.get("/_sarto/consent").text
    )
    browser.allow(("choice", "all"))
    assert "you allowed: “letters”." in words(browser.get("/_sarto/consent").text)


def test_a_client_that_left_gets_no_answer(pages) -> None:
    answer = play_gone(pages)
    assert not answer


def play_gone(pages) -> list:
    import asyncio  # noqa: PLC0415 - only here

    sent: list = []

    async def receive() -> dict:
        return {"type": "http.disconnect"}

    async def send(message) -> None:
        sent.append(message)

    scope = scope_of("/_sarto/forget", method="POST", headers=[KIND, OWN])
    asyncio.run(pages.answer(scope, receive, send))
    return sent


def test_whatever_breaks_is_a_plain_503_and_nothing_is_done(pages) -> None:
    def meet(_scope) -> None:
        raise RuntimeError

    broken = Pages(pages.site, meet=meet)
    answer = play(broken.answer, "/_sarto/privacy")
    assert answer.status == 503
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("set-cookie") is None
    assert pages.site.failures.counts["pages"] == 1


def test_a_proof_that_cannot_be_kept_is_an_answer_that_was_not_given(pages) -> None:
    def prove(_line) -> None:
        raise OSError

    browser = Browser(Pages(pages.site, prove=prove).answer)
    assert browser.allow(("choice", "all")).status == 503
    assert not browser.cookies


def test_what_the_site_looked_up_itself_is_told_as_a_reason() -> None:
    resolving = Resolving.of({"weather": lambda _asked: "rain"}, 1.0)
    assert resolving
    text = (
        '[slots.a]\nshow = [{ when = { facts.weather = "rain" }, attrs = { x = "y" } }]'
    )
    at = site(text, declared=resolving.declared)

    async def resolve(guest, scope) -> None:
        await resolving.resolve(at, guest, scope, is_page=True)

    page = Browser(Pages(at, resolve=resolve).answer).get("/_sarto/privacy")
    assert "This site looked up weather: rain." in words(page.text)
