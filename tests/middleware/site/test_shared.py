"""By its keys alone an edge gets a page; keys that do not tell which are no keys."""

import pytest

from support.shared_site import DESK, PHONE, Behind, behind, is_kept, lines, names

PEOPLE = {
    "a phone in Iran": [PHONE, ("CF-IPCountry", "IR")],
    "a phone in the States": [PHONE, ("CF-IPCountry", "US")],
    "a phone in Poland": [PHONE, ("CF-IPCountry", "PL")],
    "a desk in Iran": [DESK, ("CF-IPCountry", "IR")],
    "a desk nowhere": [DESK],
    "nobody": [],
}
VISITOR = [("Cookie", "id=7"), ("User-Agent", DESK[1]), ("CF-IPCountry", "PL")]


@pytest.fixture(scope="module")
def bistro() -> Behind:
    return behind()


@pytest.fixture
def keys(bistro) -> dict[str, str]:
    return bistro.keys(*PEOPLE["a phone in Iran"])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("path", ["/", "/menu/tea"])
def test_an_edge_gets_the_very_bytes_that_its_visitor_gets(bistro, who, path) -> None:
    asked, raw = bistro.asked(path, *PEOPLE[who]), bistro.raw(path, *PEOPLE[who])
    assert is_kept(asked)
    assert asked.body == raw.body
    assert asked.header("etag") == raw.header("etag")
    assert names(asked, "x-sarto-vary") == names(raw)


def test_visitors_of_one_class_have_one_page(bistro) -> None:
    tokens = {who: tuple(bistro.keys(*said).items()) for who, said in PEOPLE.items()}
    assert tokens["a phone in Iran"] == tokens["a phone in the States"]
    assert len(set(tokens.values())) == 4


def test_of_whoever_else_the_request_speaks_nothing_is_read(bistro, keys) -> None:
    plain = bistro.keyed("/", keys)
    odd = bistro.keyed("/", [*keys.items(), *VISITOR])
    assert odd.messages == plain.messages


@pytest.mark.parametrize(
    "name", ["X-Sarto-Version", "X-Sarto-Country", "X-Sarto-Device"]
)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda _value: [], id="missing"),
        pytest.param(lambda _value: [""], id="empty"),
        pytest.param(lambda value: [value, value], id="twice the same"),
        pytest.param(lambda value: [value, "none"], id="twice another"),
        pytest.param(lambda value: [f"{value}, {value}"], id="twice in a line"),
        pytest.param(lambda value: [f"{value} "], id="with a blank"),
        pytest.param(lambda value: [value.upper() + "X"], id="in capitals"),
        pytest.param(lambda _value: ["zz-unheard-of"], id="of no class"),
        pytest.param(lambda _value: ["\xff\xfe"], id="no text"),
        pytest.param(lambda value: [value * 999], id="very long"),
    ],
)
def test_a_key_that_tells_nothing_makes_the_edge_ask_again(
    bistro, keys, name, change
) -> None:
    rest = [(n, v) for n, v in keys.items() if n != name.lower()]
    said = [(name, value) for value in change(keys[name.lower()])]

    answer = bistro.keyed("/", [*rest, *said])

    assert not is_kept(answer)
    assert names(answer) == {"x-sarto-version", "x-sarto-country", "x-sarto-device"}


def test_the_keys_of_another_version_are_not_those_of_this(bistro, keys) -> None:
    other = behind(texts={"far.html": "farther"})
    assert other.keys()["x-sarto-version"] != keys["x-sarto-version"]
    assert not is_kept(other.keyed("/", keys))


def test_keys_that_nothing_asks_for_change_nothing(bistro, keys) -> None:
    more = {**keys, "X-Sarto-Language": "fa", "X-Sarto-Pass": "1", "X-Sarto-Own": "own"}
    assert bistro.keyed("/", more).messages == bistro.keyed("/", keys).messages


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_is_sent_is_never_answered_by_keys(bistro, keys, method) -> None:
    answer = bistro.keyed("/", keys, method=method)
    assert answer.header("cdn-cache-control") is None
    assert "X-Sarto-Country" not in (answer.header("cache-control") or "")


def test_post_by_keys_is_asked_again(bistro, keys) -> None:
    assert not is_kept(bistro.keyed("/", keys, method="POST"))


def test_a_head_has_the_headers_of_its_page(bistro, keys) -> None:
    head, got = (bistro.keyed("/", keys, method=m) for m in ("HEAD", "GET"))
    assert is_kept(head)
    assert lines([head]) == lines([got])
    assert head.header("etag") == got.header("etag")


def test_what_no_rule_touches_passes_as_it_came(bistro, keys) -> None:
    answer = bistro.keyed("/plain", keys)
    assert answer.header("cache-control") == "public, max-age=600"
    assert answer.header("etag") == '"1"'
    assert answer.header("vary") is None
    assert not [n for n, _ in answer.raw_headers if n.startswith(b"x-sarto")]


SHOWN = """
[slots.hero]
pages = "/"
show = [
  { when = { country = ["IR", "US"] }, fragment = "named.html" },
  { when = { language = "fa" }, fragment = "two.html" },
]
"""
NAMED = {"named.html": "in {{ visitor.facts.country }}", "two.html": "دو"}


def test_where_a_fact_is_shown_its_very_value_is_the_key() -> None:
    shop = behind(SHOWN, texts=NAMED)
    for code in ("IR", "US", "PL"):
        keys = shop.keys(("CF-IPCountry", code))
        answer = shop.keyed("/", keys)
        assert keys["x-sarto-value-country"] == code.lower()
        assert is_kept(answer)
        assert "x-sarto-value-country" in names(answer)
        assert "x-sarto-country" not in names(answer)
        assert answer.body == shop.raw("/", ("CF-IPCountry", code)).body


PATHS = """
[language]
path = "/{language}/*"
cookie = "lang"
[slots.hero]
pages = ["/", "/*/menu"]
show = [{ when = { language = "fa" }, fragment = "two.html" }]
"""


@pytest.mark.parametrize("path", ["/", "/fa/menu", "/en/menu", "/pl/menu"])
@pytest.mark.parametrize(
    "said",
    [[], [("Accept-Language", "fa")], [("Cookie", "lang=fa")], [("Cookie", "sarto-prefs=language=fa")]],
    ids=str,
)  # fmt: skip
def test_an_address_tells_the_language_unless_its_visitor_chose_one(path, said) -> None:
    shop = behind(PATHS)
    asked, raw = shop.asked(path, *said), shop.raw(path, *said)
    assert is_kept(asked)
    assert asked.body == raw.body


CAME = """
[slots.hero]
pages = "/"
show = [
  { when = { channel = "email" }, fragment = "one.html" },
  { when = { channel = "search" }, fragment = "two.html" },
  { when = { query.ref = "a*" }, fragment = "far.html" },
  { when = { host = "other.*" }, fragment = "touch.html" },
]
"""


@pytest.mark.parametrize(
    "path", ["/", "/?utm_medium=email", "/?gclid=1", "/?ref=abc", "/?ref=b"]
)
@pytest.mark.parametrize(
    "referer", ["", "https://www.google.com/", "https://mail.google.com/"]
)
def test_what_the_address_says_counts_on_the_page_itself(path, referer) -> None:
    shop, said = behind(CAME), [("Referer", referer)] if referer else []
    asked, raw = shop.asked(path, *said), shop.raw(path, *said)
    assert is_kept(asked)
    assert asked.body == raw.body
