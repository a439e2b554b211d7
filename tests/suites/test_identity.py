"""Who is signed in: profiles that join, part, and are never another's."""

from collections.abc import Callable
from typing import Any

import pytest

from sarto import Sarto, visitor
from sarto.vocabulary.ports import Stored
from support.browsers import Clock, consenting, pages, site

TOML = """
consent.source = "cookieyes"
signals.booked = { on = "GET /book" }
[slots.hero]
default = "told.html"
"""
TOLD = (
    "{{ visitor.facts.signed_in }} {{ visitor.facts['traits.name'] }} "
    "{{ visitor.facts['signals.booked'] }}"
)

Made = Callable[..., Sarto]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Sign in who asks for `?user`, and out who asks for `?out`."""
    query = scope["query_string"].decode()
    name, _, user = query.partition("=")
    if name == "user":
        visitor(scope).identify(user, name=user.title())
    if name == "out":
        visitor(scope).forget_identity()
    await pages(scope, receive, send)


@pytest.fixture
def made(tmp_path) -> Made:
    def make(*, is_stored: bool, **options: Any) -> Sarto:
        kept = {"profiles": f"sqlite:///{tmp_path / 'p.db'}"} if is_stored else {}
        given = {"clock": Clock(), "budget": 2.0, **kept, **options}
        return site(tmp_path, TOML, {"told.html": TOLD}, app, **given)

    return make


def slot(answer: Any) -> str:
    return answer.text.partition('hero">')[2].removesuffix("</p>")


modes = pytest.mark.parametrize("is_stored", [False, True], ids=["cookie", "store"])


@modes
def test_who_is_signed_in_is_known_in_that_request_only(made, is_stored):
    browser = consenting(made(is_stored=is_stored))
    assert slot(browser.get("/?user=ann")) == "True Ann 0"
    assert slot(browser.get("/")) == "False  0"


@modes
def test_what_was_done_before_belongs_to_who_signs_in(made, is_stored):
    browser = consenting(made(is_stored=is_stored))
    browser.get("/book")
    assert slot(browser.get("/?user=ann")) == "True Ann 1"
    assert slot(browser.get("/?user=ann")) == "True Ann 1"


@modes
def test_a_shared_browser_never_shows_one_user_s_profile_to_another(made, is_stored):
    browser = consenting(made(is_stored=is_stored))
    browser.get("/book?user=ann")
    browser.get("/?user=ann")
    assert slot(browser.get("/?user=bob")) == "True Bob 0"
    assert slot(browser.get("/")) == "False  0"
    after = slot(browser.get("/?user=ann"))
    assert after == ("True Ann 1" if is_stored else "True Ann 0")


@modes
def test_who_signs_out_leaves_nothing_in_the_browser(made, is_stored):
    browser = consenting(made(is_stored=is_stored))
    browser.get("/book?user=ann")
    assert slot(browser.get("/?out=")) == "False  0"
    assert slot(browser.get("/")) == "False  0"


def test_with_a_store_a_user_is_the_same_in_two_browsers(made):
    app_ = made(is_stored=True)
    one, two = consenting(app_), consenting(app_)
    one.get("/book?user=ann")
    two.get("/book")
    assert slot(two.get("/?user=ann")) == "True Ann 2"
    assert slot(one.get("/?user=ann")) == "True Ann 2"
    assert slot(one.get("/?out=")) == "False  0"
    assert slot(two.get("/?user=ann")) == "True Ann 2"


def test_a_browser_s_profile_joins_its_user_s_only_once(made):
    browser = consenting(made(is_stored=True))
    browser.get("/book")
    before = dict(browser.cookies)
    browser.get("/?user=ann")
    browser.cookies = before  # a second tab that had not heard of it
    assert slot(browser.get("/?user=ann")) == "True Ann 1"


def test_nothing_that_names_a_user_is_kept(made, tmp_path):
    browser = consenting(made(is_stored=True))
    browser.get("/book?user=ann-the-first")
    files = b"".join(file.read_bytes() for file in tmp_path.glob("p.db*"))
    assert b"u." in files
    assert b"ann-the-first" not in files.lower()
    assert all("ann" not in value.lower() for value in browser.cookies.values())


class Silent:
    """A store that never has time."""

    async def load(self, key: str) -> Stored | None:
        raise TimeoutError

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        raise TimeoutError

    async def erase(self, key: str) -> None:
        raise TimeoutError

    async def close(self) -> None: ...


def test_where_the_store_is_silent_nobody_is_known_and_pages_go_out(made, tmp_path):
    well, browser = made(is_stored=True), consenting(None)
    browser.app = well
    browser.get("/book")
    assert slot(browser.get("/")) == "False  1"
    browser.app = made(is_stored=False, profiles=Silent())
    assert slot(browser.get("/")) == "False  0"
    assert slot(browser.get("/book")) == "False  0"
    assert slot(browser.get("/?user=ann")) == "True Ann 0"
    assert slot(browser.get("/?out=")) == "False  0"
    assert browser.app.current.site.failures.counts
