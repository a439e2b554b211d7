"""The console against strangers, for visitors' privacy, and under the law."""

import asyncio
import random
import re
import string

import pytest

from sarto import Sarto
from support.browsers import CONSENT, SECRET, YES, Browser
from support.console_site import HOME, ROOMS, TOML, entered, opened, token

SEED = 20_261_122
MUTATIONS = 1200
VISITORS = 1000
FREE = TOML.replace(
    "[console]",
    """
[[pages]]
path = "/menu/*"
show = [{ when = { query.invite = "*", campaign.term = "summer*" }, serve = "/" }]
[console]""",
)
LETTERS = string.ascii_letters + string.digits + "-_."
SECURE = "__Host-sarto-console"


def mutated(dice, text):
    """Change a signed text so that it is another."""
    at = dice.randrange(len(text))
    ways = (
        lambda: text[:at] + dice.choice(LETTERS) + text[at + 1 :],
        lambda: text[:at] + text[at + 1 :],
        lambda: text[:at] + dice.choice(LETTERS) + text[at:],
        lambda: text[:at],
        lambda: text + dice.choice(["=", ".", "A", "%00", " ", "/"]),
        lambda: "".join(dice.choices(LETTERS, k=dice.randrange(1, 200))),
        text.swapcase,
        lambda: ".".join(reversed(text.split("."))),
        lambda: text[:at] + text[at:][::-1],
    )
    found = text
    while found == text:
        found = dice.choice(ways)()
    return found


@pytest.mark.slow
def test_no_changed_token_and_no_changed_cookie_lets_anybody_in(tmp_path) -> None:
    app, dice = opened(tmp_path), random.Random(SEED)  # noqa: S311 - a test's
    stay = entered(app).cookies[SECURE]
    link, through = token(), []
    for _ in range(MUTATIONS // 2):
        text = mutated(dice, link)
        answer = Browser(app).get(f"{HOME}enter/{text}")
        if answer.status != 404 or answer.set_cookies:
            through.append(text)
        cookie = mutated(dice, stay).rstrip(" ")
        if cookie in (stay, f"{stay} "):
            continue
        answer = Browser(app, {SECURE: cookie}).get(HOME + dice.choice(ROOMS))
        if answer.status != 404:
            through.append(cookie)
    assert through == [], f"seed {SEED}"


def test_tokens_of_others_let_nobody_in(tmp_path) -> None:
    app = opened(tmp_path)
    others = [
        token(secret=SECRET[::-1]),
        token(site="other"),
        entered(app).cookies[SECURE],
        "",
    ]
    for text in others:
        assert Browser(app).get(f"{HOME}enter/{text}").status == 404
    for text in (token(), *others[:2]):
        assert Browser(app, {SECURE: text}).get(HOME).status == 404
    kept = entered(app).cookies[SECURE]
    for name in ("sarto-console", "__Host-sarto-preview", f"{SECURE}~x"):
        assert Browser(app, {name: kept}).get(HOME).status == 404
    assert Browser(app, {SECURE: kept}, scheme="http").get(HOME).status == 404


@pytest.mark.slow
def test_nothing_that_says_who_somebody_is_stands_on_any_page(tmp_path) -> None:
    """Each of a thousand visitors brings marks of their own; none of them is seen."""
    dice = random.Random(SEED)  # noqa: S311 - a test's
    marks: list[str] = []

    def mark(kind):
        made = f"{kind}{dice.getrandbits(48):012x}"
        marks.append(made)
        return made

    async def told(scope, receive, send):
        scope["sarto"].identify(mark("user"), tier=mark("tier"), name=mark("name"))
        await pages(scope, receive, send)

    app = opened(tmp_path, FREE.replace("recent = 50", "recent = 1000"))
    pages, app.app = app.app, told
    for _ in range(VISITORS):
        browser = Browser(app, agent=f"Mozilla/5.0 {mark('agent')}")
        browser.cookies = {mark("name"): mark("value")}
        if dice.random() < 0.5:
            browser.cookies[CONSENT] = YES.replace(
                "consentid:x", f"consentid:{mark('id')}"
            )
        address = f"{dice.randrange(1, 223)}.{dice.randrange(256)}.99.{dice.randrange(1, 255)}"
        marks.append(address)
        scope = browser.scope(
            "GET",
            f"/{dice.choice(['reset', 'menu'])}/{mark('path')}?{mark('q')}={mark('v')}"
            f"&plan={mark('plan')}&invite={mark('invite')}&utm_term={mark('term')}",
            {
                "x-forwarded-for": address,
                "forwarded": f"for={address}",
                "authorization": f"Bearer {mark('bearer')}",
                "referer": f"https://elsewhere.example/{mark('ref')}",
                "x-request-id": mark("request"),
                "accept-language": dice.choice(["fa", "en", "pl"]),
                "cf-ipcountry": dice.choice(["IR", "PL", "XX", ""]),
            },
        )
        answered(app, {**scope, "client": (address, 4242)})
    recent = app.current.site.watchers[0]
    app.app = pages
    browser = entered(app)
    looked = ["", "recent", "rules", "shadow"]
    looked += [f"recent/{each.number}" for each in recent.kept]
    text = "\n".join(browser.get(HOME + room).text for room in looked)

    assert len(recent.kept) == VISITORS
    met = {*re.findall(r"(?=([0-9a-f]{12}))", text), *re.findall(r"[\d.]+", text)}
    assert app.current.site.version[:12] in met  # what stands there is found
    assert {each[-12:] if each.isalnum() else each for each in marks} & met == set(), (
        SEED
    )
    assert "analytics" not in text


def answered(app, scope):
    async def send(_message):
        pass

    asyncio.run(app(scope, None, send))


def test_a_room_that_fails_says_so_and_the_site_goes_on(tmp_path, monkeypatch) -> None:
    app = opened(tmp_path)
    browser = entered(app)
    for name in ("overview", "recent", "one", "rules", "shadow"):
        monkeypatch.setattr(f"sarto.pages.console.rooms.{name}", broken)
    for room in ("", "recent", "recent/1", "rules", "shadow"):
        answer = browser.get(HOME + room)
        assert answer.status == 503
        assert "This page cannot be shown now" in answer.text
        assert "own words" not in answer.text
    assert app.current.site.failures.counts["pages"] == 5
    assert browser.get("/").status == 200


def broken(*_given):
    raise ValueError("its own words")


def test_a_ring_that_fails_costs_nobody_their_page(tmp_path, monkeypatch) -> None:
    app = opened(tmp_path)
    monkeypatch.setattr("sarto.site.recent.seen", broken)
    answer = Browser(app).get("/", **{"accept-language": "fa"})

    assert "readers" in answer.text
    assert app.current.site.failures.counts["watch"] == 1


def test_a_change_that_was_refused_is_told_with_its_mistake(tmp_path) -> None:
    file = tmp_path / "sarto.toml"
    inner = opened(tmp_path).app
    file.write_text(TOML, "utf-8")
    app = Sarto(inner, config=file, secret=SECRET, clock=opened(tmp_path).current.site.sources.clock)  # fmt: skip
    browser = entered(app)
    before = browser.get(HOME).text
    assert "was refused" not in before
    file.write_text(TOML.replace('to = "readers"', 'to = "raeders"'), "utf-8")
    for _ in range(2):
        app.current.refresh(settled=False)
    said = browser.get(HOME).text
    app.current.close()

    assert "The last change was refused" in said
    assert "<code>sarto.toml:26:" in said
    assert "raeders" in said
    assert "readers" in said
    assert app.current.site.version in said
