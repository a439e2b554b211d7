import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.facts import CHANNELS
from support.visits import visit


def channel(
    referer: str = "", query: bytes = b"", host: str = "bistro.example"
) -> object:
    fields = [("host", host), ("referer", referer)]
    asked = [field for field in fields if field[1]]
    return visit(*asked, scope={"query_string": query})["channel"]


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("", "direct"),
        ("https://www.google.com/", "search"),
        ("https://www.google.co.uk/search?q=x", "search"),
        ("https://duckduckgo.com", "search"),
        ("https://yandex.ru/", "search"),
        ("https://mail.google.com/mail/u/0", "email"),
        ("https://outlook.live.com/mail", "email"),
        ("https://l.facebook.com/l.php", "social"),
        ("https://t.co/abc", "social"),
        ("https://www.facebook.com./", "social"),
        ("https://news.example.org/story", "referral"),
        ("https://google.evil.example/", "referral"),
        ("https://facebook.com.evil.example/", "referral"),
        ("https://notgoogle.com/", "referral"),
        ("http://localhost:3000/", "referral"),
        ("http://[2001:db8::1]/", "referral"),
        ("android-app://com.google.android.gm/", "app"),
        ("https://bistro.example/menu", "internal"),
        ("https://bistro.example:8443/menu", "internal"),
        ("https://www.bistro.example/", "internal"),
        ("https://BISTRO.example/", "internal"),
        ("https://shop.bistro.example/", "internal"),
        ("https://bistro.example.evil.example/", "referral"),
        ("https://evilbistro.example/", "referral"),
    ],
)
def test_the_channel_follows_the_referrer(referer: str, expected: str) -> None:
    assert channel(referer) == expected


@pytest.mark.parametrize(
    ("host", "referer", "expected"),
    [
        pytest.param("www.bistro.example", "https://bistro.example/", "internal"),
        pytest.param("shop.bistro.example", "https://bistro.example/", "internal"),
        pytest.param("[::1]:8000", "http://[::1]:8000/menu", "internal"),
        pytest.param("localhost", "https://evil.localhost/", "referral"),
        pytest.param("bistro.example", "https://example/", "referral"),
    ],
)
def test_a_site_s_own_hosts_are_internal(
    host: str, referer: str, expected: str
) -> None:
    assert channel(referer, host=host) == expected


@pytest.mark.parametrize(
    "referer",
    [
        "about:blank",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://files.example/",
        "//evil.example/",
        "/menu",
        "null",
        "http://[::1",
        "http://",
        "https://:80/",
        "http://a\x00b",
    ],
)
def test_a_hostile_referrer_is_nobody_or_somebody_but_never_ours(referer: str) -> None:
    assert channel(referer) in ("direct", "referral")


def test_without_a_host_of_our_own_nothing_is_internal() -> None:
    assert channel("https://bistro.example/", host="") == "referral"


@pytest.mark.parametrize(
    ("medium", "expected"),
    [
        ("email", "email"),
        ("E-Mail", "email"),
        ("newsletter", "email"),
        ("cpc", "paid"),
        ("paid_social", "paid"),
        ("Paid+Search", "paid"),
        ("social-media", "social"),
        ("organic", "search"),
        ("referral", "referral"),
        ("push", "app"),
    ],
)
def test_the_link_s_own_words_outrank_the_referrer(medium: str, expected: str) -> None:
    query = f"utm_medium={medium}".encode()
    assert channel("https://www.google.com/", query) == expected


def test_a_medium_nobody_knows_says_nothing() -> None:
    assert channel("https://www.google.com/", b"utm_medium=qr") == "search"


def test_a_click_of_an_advertiser_is_paid() -> None:
    assert channel("https://www.google.com/", b"gclid=abc") == "paid"


def test_a_pinned_medium_pins_the_channel() -> None:
    assert visit(pins={"campaign.medium": "email"})["channel"] == "email"


@pytest.mark.parametrize(
    ("fact", "sent"),
    [
        ("campaign.source", "utm_source"),
        ("campaign.medium", "utm_medium"),
        ("campaign.name", "utm_campaign"),
        ("campaign.term", "utm_term"),
        ("campaign.content", "utm_content"),
    ],
)
def test_each_part_of_a_campaign_travels_in_its_parameter(fact: str, sent: str) -> None:
    asked = visit(scope={"query_string": f"{sent}=Spring+26".encode()})
    assert asked.known(fact) == ("Spring 26", "query")


def test_an_empty_campaign_is_unknown() -> None:
    assert visit(scope={"query_string": b"utm_source="})["campaign.source"] is None


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_no_referrer_raises(referer: bytes, host: bytes) -> None:
    fields = [(b"referer", referer), (b"host", host)]
    assert visit(scope={"headers": fields})["channel"] in CHANNELS
