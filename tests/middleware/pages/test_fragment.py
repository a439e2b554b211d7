"""A part of a page for one visitor: always one, and never what was not signed."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from sarto import resolver, visitor
from support.play import Played
from support.shared_site import HERO, PAGE, PHONE, Behind, behind, cookie, page

TWO = f'{PAGE}<p data-sarto="hello">Hello</p>'
HELLO = """
[slots.hello]
pages = ["/", "/menu/*", "/a?b"]
default = "hello.html"
show = [
  { when = { signed_in = true }, fragment = "named.html" },
  { when = { facts.member = "gold" }, fragment = "gold.html" },
]
"""
TEXTS = {
    "named.html": "Hello {{ visitor.facts['traits.name'] }} on {{ page.path }}",
    "gold.html": "Gold",
}
ORDER = re.compile(r'<esi:include src="([^"]*)"/>')
PEOPLE = {"s=1": "Anna", "s=2": "<b>Bob</b>", "s=3": "Ülo \ud800"}


@resolver(tier="personal", headers=["X-Member"])
def member(asked) -> str | None:
    return dict(asked.scope["headers"]).get(b"x-member", b"").decode() or None


@pytest.fixture
def seen() -> list[dict]:
    return []


@pytest.fixture
def site(seen) -> Behind:
    async def app(scope, receive, send):
        seen.append({**scope, "asked": await receive()})
        said = dict(scope["headers"]).get(b"cookie", b"").decode()
        if said in PEOPLE:
            visitor(scope).identify(said, name=PEOPLE[said])
        if said == "s=broken":
            raise OSError
        await page(TWO, ("Set-Cookie", "seen=1") if said else ("X-A", "b"))(
            scope, receive, send
        )

    return behind(HERO + HELLO, app, texts=TEXTS, resolvers={"member": member})


def order(site: Behind, path: str = "/", **more) -> str:
    """Give the address that the edge is ordered to ask for."""
    answer = site.keyed(path, {**site.keys(), "X-Sarto-Fill": "esi"}, **more)
    found = ORDER.findall(answer.text)
    assert len(found) == 1
    return unescape(found[0])


def fill(site: Behind, address: str, *headers: tuple[str, str], **more) -> Played:
    answer = site.raw(address, site.token, *headers, **more)
    assert answer.status == 200
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("content-type") == "text/html; charset=utf-8"
    assert answer.header("x-robots-tag") == "noindex"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("set-cookie") is answer.header("etag") is None
    return answer


@pytest.mark.parametrize("path", ["/", "/menu/tea", "/menu/tea?q=a%20b&r=é"])
def test_each_visitor_gets_their_own(site, path) -> None:
    address = order(site, path)
    where = path.partition("?")[0]
    assert fill(site, address).text == "hello"
    assert fill(site, address, cookie("s=1")).text == f"Hello Anna on {where}"
    assert (
        fill(site, address, cookie("s=2")).text
        == f"Hello &lt;b&gt;Bob&lt;/b&gt; on {where}"
    )
    assert fill(site, address, ("X-Member", "gold")).text == "Gold"


@pytest.mark.parametrize("said", [[], [cookie("s=1")], [("X-Member", "gold")], [PHONE]])
def test_the_page_is_the_one_that_its_visitor_gets_without_an_edge(site, said) -> None:
    shell = site.keyed("/", {**site.keys(*said), "X-Sarto-Fill": "esi"})
    address = order(site)
    part = fill(site, address, *said).text
    assert ORDER.sub(lambda _: part, shell.text) == site.raw("/", *said).text


def test_the_site_is_asked_for_that_page_with_the_visitor_s_own_request(
    site, seen
) -> None:
    address = order(site, "/menu/tea?q=1")
    seen.clear()

    fill(site, address, cookie("s=1"), ("Accept-Language", "fa"))

    (scope,) = seen
    assert (scope["method"], scope["path"]) == ("GET", "/menu/tea")
    assert (scope["raw_path"], scope["query_string"]) == (b"/menu/tea", b"q=1")
    sent = dict(scope["headers"])
    assert (sent[b"cookie"], sent[b"accept-language"]) == (b"s=1", b"fa")
    assert not [name for name in sent if name.startswith(b"x-sarto")]
    assert "sarto.edge" not in scope
    assert scope["asked"] == {"type": "http.request", "body": b"", "more_body": False}


def test_where_nobody_has_to_be_signed_in_the_site_is_not_asked(seen) -> None:
    rules = '[slots.hello]\npages = "/"\ndefault = "hello.html"\nshow = [{ when = { facts.member = "gold" }, fragment = "gold.html" }]\n'

    async def app(scope, receive, send):
        seen.append(scope)
        await page(TWO)(scope, receive, send)

    site = behind(HERO + rules, app, texts=TEXTS, resolvers={"member": member})
    address = order(site)
    seen.clear()
    assert fill(site, address, ("X-Member", "gold")).text == "Gold"
    assert seen == []


def test_a_path_with_a_question_mark_is_a_path(site) -> None:
    sign = site.site.sharing.proof.signed("fragment", "hello", "/a%3Fb")
    address = f"/_sarto/fragment/hello?p={quote('/a%3Fb', safe='')}&s={sign}"
    assert fill(site, address, cookie("s=1")).text == "Hello Anna on /a?b"


def signed(site: Behind) -> str:
    return order(site).rpartition("=")[2]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "p=%2F",
        "p=%2F&s=",
        "p=%2F&s={wrong}",
        "p=%2Fmenu%2Ftea&s={right}",
        "p=%2F%3Fq&s={right}",
        "p=%2F&s={right}0",
        "p=%2F&s={right}&s={right}",
        "p=%2F&p=%2F&s={right}",
        "P=%2F&S={right}",
        "s={right}",
        "p=%2F&s=%FF%FE",
        "p=%FF&s={right}",
        "a&" * 99,
        "p=" + "x" * 99_999,
        "p=<script>canary</script>&s=canary",
        "p=%2F;s={right}",
    ],
    ids=lambda query: query[:30],
)
def test_whatever_is_wrong_the_default_comes_and_nothing_of_what_was_asked(
    site, query, seen
) -> None:
    right = signed(site)
    seen.clear()
    asked = query.replace("{right}", right).replace("{wrong}", "0" * 40)
    answer = fill(site, f"/_sarto/fragment/hello?{asked}", cookie("s=1"))
    assert answer.text == "hello"
    assert seen == []


@pytest.mark.parametrize(
    "name", ["other", "hell", "hello/x", "<b>", "..", "hello%2F", "é"]
)
def test_of_a_slot_that_is_none_there_is_nothing(site, name) -> None:
    query = f"p=%2F&s={signed(site)}"
    assert fill(site, f"/_sarto/fragment/{name}?{query}", cookie("s=1")).body == b""


def test_the_signature_of_one_slot_is_not_another_s(site) -> None:
    query = f"p=%2F&s={signed(site)}"
    assert fill(site, f"/_sarto/fragment/hero?{query}").text == "default"


def test_a_site_that_fails_gives_the_default(site) -> None:
    assert fill(site, order(site), cookie("s=broken")).text == "hello"
    assert site.told["fill"] == 1


def test_a_fragment_that_fails_gives_the_default() -> None:
    texts = {**TEXTS, "named.html": "{{ 1 // 0 }}{{ visitor.level }}"}

    async def app(scope, receive, send):
        visitor(scope).identify("anna", name="Anna")
        await page(TWO)(scope, receive, send)

    site = behind(HERO + HELLO, app, texts=texts)
    proof = site.site.sharing.proof
    address = f"/_sarto/fragment/hello?p=%2F&s={proof.signed('fragment', 'hello', '/')}"
    assert fill(site, address).text == "hello"


def test_on_a_page_where_a_slot_may_not_change_the_default_comes(site) -> None:
    sign = site.site.sharing.proof.signed("fragment", "hello", "/elsewhere")
    address = f"/_sarto/fragment/hello?p=%2Felsewhere&s={sign}"
    assert fill(site, address, cookie("s=1")).text == "hello"


def test_half_characters_are_written_as_references(site) -> None:
    assert fill(site, order(site), cookie("s=3")).text.startswith("Hello Ülo ")


def test_a_default_that_is_somebody_s_own_is_left_out() -> None:
    rules = '[slots.hello]\npages = "/"\ndefault = "named.html"\nshow = [{ when = { signed_in = true }, fragment = "gold.html" }]\n'
    site = behind(HERO + rules, page(TWO), texts=TEXTS)
    assert fill(site, "/_sarto/fragment/hello").body == b""


def test_a_slot_without_a_default_has_none() -> None:
    rules = '[slots.hello]\npages = "/"\nshow = [{ when = { signed_in = true }, fragment = "gold.html" }]\n'
    site = behind(HERO + rules, page(TWO), texts=TEXTS)
    assert fill(site, "/_sarto/fragment/hello").body == b""


@pytest.mark.parametrize("said", [[], [("X-Sarto-Edge", "wrong")]])
def test_nobody_but_the_edge_finds_it(site, said) -> None:
    answer = site.raw(order(site), *said, cookie("s=1"))
    assert answer.status == 404
    assert "Anna" not in answer.text


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT"])
def test_it_is_read_and_nothing_else(site, method) -> None:
    assert site.raw(order(site), site.token, method=method).status == 404


@pytest.mark.parametrize(
    "path", ["/_sarto/fragment/", "/_sarto/fragment", "/_sarto/fragments/hello"]
)
def test_no_other_address_is_one(site, path) -> None:
    assert site.raw(path, site.token).status == 404
