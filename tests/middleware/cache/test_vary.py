import pytest

from sarto.cache.vary import headers_read, varied
from sarto.vocabulary.reads import ReadSet


@pytest.mark.parametrize(
    ("facts", "headers"),
    [
        (("bot",), ("User-Agent",)),
        (("browser", "bot"), ("Sec-CH-UA", "User-Agent")),
        (("language", "os"), ("Accept-Language", "Sec-CH-UA-Platform", "User-Agent")),
        (("returning",), ("Cookie", "Sec-GPC", "User-Agent")),
        (("color_scheme",), ("Cookie", "Sec-CH-Prefers-Color-Scheme", "Sec-GPC")),
        (("channel",), ("Referer", "Sec-Fetch-Site", "X-Requested-With")),
        (("path", "query.q", "time"), ()),
        (("nonsense",), ()),
        ((), ()),
    ],
)
def test_the_headers_are_those_the_facts_come_from(
    facts: tuple[str, ...], headers: tuple[str, ...]
) -> None:
    assert headers_read(ReadSet.of(facts), {}) == headers


def test_a_site_s_settings_add_headers_of_their_own() -> None:
    besides = {"country": ("cf-ipcountry",), "language": ("Cookie",)}
    told = headers_read(ReadSet.of(("zone", "language")), besides)
    assert told == ("Accept-Language", "cf-ipcountry", "Cookie")


def test_a_header_is_named_once_however_it_is_capitalised() -> None:
    besides = {"country": ("USER-AGENT",)}
    told = headers_read(ReadSet.of(("bot", "country")), besides)
    assert told == ("User-Agent",)


@pytest.mark.parametrize(
    ("said", "names", "merged"),
    [
        pytest.param([], ["Cookie"], b"Cookie", id="none before"),
        pytest.param([b"Origin"], ["Cookie"], b"Origin, Cookie", id="one before"),
        pytest.param([b"cookie"], ["Cookie"], b"cookie", id="the same"),
        pytest.param([b"A, a", b"A"], ["B", "b"], b"A, B", id="said twice"),
        pytest.param([b"A,,B ,"], ["C"], b"A, B, C", id="empty members"),
        pytest.param([b"*"], ["Cookie"], b"*", id="anything"),
        pytest.param([b"A, *"], ["Cookie"], b"*", id="anything among others"),
    ],
)
def test_names_are_merged_into_the_application_s_own(
    said: list[bytes], names: list[str], merged: bytes
) -> None:
    headers = [(b"vary", value) for value in said]
    assert varied(headers, names) == [(b"vary", merged)]


def test_nothing_is_said_of_nothing() -> None:
    headers = [(b"content-type", b"text/html")]
    assert varied(headers, ()) is headers


def test_the_other_headers_stay_in_order() -> None:
    headers = [(b"a", b"1"), (b"vary", b"X"), (b"a", b"2")]
    assert varied(headers, ("Y",)) == [(b"a", b"1"), (b"a", b"2"), (b"vary", b"X, Y")]
