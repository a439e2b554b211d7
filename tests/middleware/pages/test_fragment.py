"""A part of a page for one visitor: always one, and never what was not signed."""

import re
from html import unescape

import pytest

from sarto import resolver, visitor
from sarto.site.filling import Part, address, packed
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
    there = written(site, "/a%3Fb")
    assert fill(site, there, cookie("s=1")).text == "Hello Anna on /a?b"


def written(site: Behind, target: str, **more: str) -> str:
    """Write an address as the site does, or with something else in it."""
    told = {"slot": "hello", "version": site.site.version, "packed": packed("hello")}
    part = Part(target=target, **{**told, **more})
    assert site.site.sharing is not None
    return address(site.site.sharing.proof, "/_sarto", part, "")


def signed(site: Behind) -> tuple[str, str]:
    """Give what an address has between the page and its signature, and that."""
    said, _, sign = order(site).partition("?p=%2F&")[2].rpartition("&s=")
    return said, sign


@pytest.mark.parametrize(
    "query",
    [
        "",
        "p=%2F",
        "p=%2F&{said}&s=",
        "p=%2F&{said}&s={wrong}",
        "p=%2Fmenu%2Ftea&{said}&s={right}",
        "p=%2F%3Fq&{said}&s={right}",
        "p=%2F&{said}&s={right}0",
        "p=%2F&{said}&s={right}&s={right}",
        "p=%2F&p=%2F&{said}&s={right}",
        "p=%2F&{said}&{said}&s={right}",
        "p=%2F&s={right}",
        "p=%2F&v=&d=&s={right}",
        "p=%2F&{said}0&s={right}",
        "p=%2F&v=0{said}&s={right}",
        "P=%2F&{said}&S={right}",
        "{said}&s={right}",
        "p=%2F&{said}&s=%FF%FE",
        "p=%FF&{said}&s={right}",
        "a&" * 99,
        "p=" + "x" * 99_999,
        "p=<script>canary</script>&s=canary",
        "p=%2F;{said};s={right}",
    ],
    ids=lambda query: query[:30],
)
def test_whatever_is_wrong_the_default_comes_and_nothing_of_what_was_asked(
    site, query, seen
) -> None:
    said, right = signed(site)
    seen.clear()
    asked = query.replace("{right}", right).replace("{wrong}", "0" * 40)
    asked = asked.replace("{said}", said)
    answer = fill(site, f"/_sarto/fragment/hello?{asked}", cookie("s=1"))
    assert answer.text == "hello"
    assert seen == []


@pytest.mark.parametrize(
    "name", ["other", "hell", "hello/x", "<b>", "..", "hello%2F", "é"]
)
def test_of_a_slot_that_is_none_there_is_nothing(site, name) -> None:
    query = order(site).partition("?")[2]
    assert fill(site, f"/_sarto/fragment/{name}?{query}", cookie("s=1")).body == b""


def test_the_signature_of_one_slot_is_not_another_s(site) -> None:
    query = order(site).partition("?")[2]
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
    assert fill(site, written(site, "/")).text == "hello"


def test_on_a_page_where_a_slot_may_not_change_the_default_comes(site) -> None:
    there = written(site, "/elsewhere")
    assert fill(site, there, cookie("s=1")).text == "hello"


def test_half_characters_are_written_as_references(site) -> None:
    assert fill(site, order(site), cookie("s=3")).text.startswith("Hello Ülo ")


def test_a_default_that_is_somebody_s_own_is_shown_as_to_nobody() -> None:
    rules = '[slots.hello]\npages = "/"\ndefault = "named.html"\nshow = [{ when = { signed_in = true }, fragment = "gold.html" }]\n'
    site = behind(HERO + rules, page(TWO), texts=TEXTS)
    assert fill(site, "/_sarto/fragment/hello").text == "Hello  on /"


def test_a_slot_without_a_default_has_none() -> None:
    rules = '[slots.hello]\npages = "/"\nshow = [{ when = { signed_in = true }, fragment = "gold.html" }]\n'
    site = behind(HERO + rules, page(TWO), texts=TEXTS)
    assert fill(site, "/_sarto/fragment/hello").body == b""


def another(site: Behind, **more: object) -> Behind:
    """Open the same site with other rules, as another machine has it."""
    rules = HELLO.replace("gold.html", "named.html")
    texts = {**TEXTS, "hello.html": "new hello", "named.html": "New"}
    return behind(HERO + rules, site.app.app, texts=texts, **more)


def test_a_machine_of_another_version_says_what_a_stranger_sees_on_that_page(
    site,
) -> None:
    new = another(site, resolvers={"member": member})
    assert new.site.version != site.site.version
    for who in ([], [cookie("s=1")], [("X-Member", "gold")]):
        assert fill(new, order(site), *who).text == "hello"
        assert fill(site, order(new), *who).text == "new hello"


@pytest.mark.parametrize("wrong", ["version", "packed"])
def test_no_other_version_is_believed_but_by_its_signature(site, wrong) -> None:
    right = {"version": "0" * 16, "packed": packed("canary")}
    forged = written(site, "/", **right)
    assert fill(site, forged).text == "canary"
    sign = forged.rpartition("=")[2]
    other = written(site, "/", **{**right, wrong: site.site.version})
    assert fill(site, f"{other.rpartition('=')[0]}={sign}").text == "hello"


def test_a_process_that_reloads_fills_in_pages_of_the_version_before(site) -> None:
    old = order(site)
    assert fill(site, old, cookie("s=1")).text == "Hello Anna on /"
    new = another(site, resolvers={"member": member})
    new.app._pages = site.app.pages(site.site)
    assert fill(new, old, cookie("s=1")).text == "Hello Anna on /"
    assert fill(new, old, ("X-Member", "gold")).text == "Gold"
    assert fill(new, order(new), cookie("s=1")).text == "New"


def test_pages_of_older_versions_are_let_go(site) -> None:
    pages, versions = None, []
    for number in range(5):
        texts = {**TEXTS, "gold.html": str(number)}
        each = behind(HERO + HELLO, texts=texts, resolvers={"member": member})
        each.app._pages = pages
        pages = each.app.pages(each.site)
        versions.append(each.site.version)
    assert pages.filling is not None
    assert [*pages.filling.older] == versions[-2:-4:-1]
    assert not any(each.older for each in pages.filling.older.values())


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
