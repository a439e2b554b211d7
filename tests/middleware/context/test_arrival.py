import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.arrival import LONGEST_WORD
from sarto.context.arrival import channel as find_channel
from sarto.vocabulary.facts import CHANNELS
from support.visits import visit

LIMIT = (
    0.05 if sys.gettrace() is None else 0.5
)  # seconds, on a busy machine; what grows by squares takes minutes
OWN = "bistro.example"


def channel(
    referer: str = "", query: bytes = b"", host: str = OWN, **others: str
) -> object:
    sent = {"host": host, "referer": referer, **others}
    asked = [(name.replace("_", "-"), value) for name, value in sent.items() if value]
    return visit(*asked, scope={"query_string": query})["channel"]


REFERRERS = """
search    https://www.google.com/
search    https://www.google.co.uk/search?q=x
search    https://google.com.br/
search    https://images.google.de/
search    https://www.google.com./
search    https://WWW.GOOGLE.PL:443/
search    https://www.bing.com/
search    https://cn.bing.com/
search    https://de.search.yahoo.com/
search    https://search.yahoo.co.jp/
search    https://duckduckgo.com
search    https://html.duckduckgo.com/
search    https://yandex.ru/
search    https://yandex.com.tr/
search    https://ya.ru/
search    https://m.baidu.com/
search    https://search.naver.com/
search    https://www.ecosia.org/
search    https://search.brave.com/
search    https://www.perplexity.ai/
search    https://you.com/
search    android-app://com.google.android.googlequicksearchbox/
search    android-app://com.google.android.googlequicksearchbox/https/www.google.com
social    https://l.facebook.com/l.php
social    https://m.facebook.com/
social    https://lm.facebook.com./
social    https://l.instagram.com/
social    https://t.co/abc
social    https://x.com/
social    https://www.linkedin.com/feed
social    https://lnkd.in/abc
social    https://out.reddit.com/
social    https://old.reddit.com/
social    https://www.pinterest.de/
social    https://m.youtube.com/
social    https://t.me/
social    https://away.vk.com/
social    https://go.bsky.app/
social    https://www.tumblr.com/
social    android-app://com.linkedin.android/
social    android-app://org.telegram.messenger
social    android-app://com.facebook.katana/
email     https://mail.google.com/mail/u/0
email     https://outlook.live.com/mail
email     https://us-mg5.mail.yahoo.com/
email     https://mail.yandex.ru/
email     https://e.mail.ru/
email     https://webmail.university.example/
email     https://mail.company.example/owa
email     android-app://com.google.android.gm/
app       android-app://com.slack/
app       android-app://com.bistro.app/https/bistro.example
app       ios-app://585027354/
referral  https://chatgpt.com/
referral  https://gemini.google.com/app
referral  https://copilot.microsoft.com/
referral  https://claude.ai/
referral  https://docs.google.com/document
referral  https://accounts.google.com/
referral  https://news.google.com/
referral  https://tieba.baidu.com/
referral  https://news.example.org/story
referral  https://google.evil.example/
referral  https://www.google.com.evil.example/
referral  https://facebook.com.evil.example/
referral  https://notgoogle.com/
referral  https://google.zip/
referral  https://netflix.com/
referral  https://box.com/
referral  http://localhost:3000/
referral  http://[2001:db8::1]/
referral  http://192.0.2.7:8080/
referral  https://google.com@evil.example/
referral  https://xn--bcher-kva.example/
internal  https://bistro.example/menu
internal  https://bistro.example:8443/menu
internal  https://bistro.example./menu
internal  https://www.bistro.example/
internal  HTTPS://BISTRO.example/
internal  https://shop.bistro.example/
internal  https://visitor:secret@bistro.example/
referral  https://bistro.example.evil.example/
referral  https://evilbistro.example/
direct    about:blank
direct    null
direct    javascript:alert(1)
direct    data:text/html,x
direct    ftp://files.example/
direct    file:///home/index.html
direct    //evil.example/
direct    /menu
direct    http://[::1
direct    http://
direct    https://:80/
direct    https:///path
direct    https://a..b/
direct    https://bistro.example:port/
direct    https://ex ample.com/
"""
CASES = [line.split(maxsplit=1) for line in REFERRERS.strip().splitlines()]


@pytest.mark.parametrize(("expected", "referer"), CASES)
def test_the_channel_follows_the_referrer(expected: str, referer: str) -> None:
    assert channel(referer) == expected


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("https://b\xfccher.example/", "direct"),
        ("https://b\xc3\xbccher.example/", "referral"),
        ("https://evil.example\\@bistro.example/", "referral"),
        ("http://a\x00b", "direct"),
        ("\xff\xfe", "direct"),
    ],
)
def test_odd_letters_in_a_referrer_are_never_ours(referer: str, expected: str) -> None:
    assert channel(referer) == expected


@pytest.mark.parametrize(
    ("host", "referer", "expected"),
    [
        pytest.param("www.bistro.example", "https://bistro.example/", "internal"),
        pytest.param("shop.bistro.example", "https://bistro.example/", "internal"),
        pytest.param("[::1]:8000", "http://[::1]:8000/menu", "internal"),
        pytest.param("localhost", "https://evil.localhost/", "referral"),
        pytest.param("bistro.example", "https://example/", "referral"),
        pytest.param("blog.x.co.uk", "https://www.x.co.uk/", "internal"),
        pytest.param("x.co.uk", "https://y.co.uk/", "referral"),
        pytest.param("x.com.br", "https://y.com.br/", "referral"),
        pytest.param("a.github.io", "https://b.github.io/", "referral"),
        pytest.param("a.github.io", "https://github.io/", "referral"),
        pytest.param("a.github.io", "https://www.a.github.io/", "internal"),
        pytest.param("a.pages.dev", "https://b.pages.dev/", "referral"),
        pytest.param("10.0.0.1", "https://11.0.0.1/", "referral"),
        pytest.param("10.0.0.1:8000", "https://10.0.0.1/", "internal"),
        pytest.param(
            "xn--bcher-kva.example", "https://b\xc3\xbccher.example/", "internal"
        ),
        pytest.param("www.google.com", "https://mail.google.com/", "internal"),
    ],
)
def test_a_site_s_own_hosts_are_internal(
    host: str, referer: str, expected: str
) -> None:
    assert channel(referer, host=host) == expected


def test_without_a_host_of_our_own_nothing_is_internal() -> None:
    assert channel("https://bistro.example/", host="") == "referral"


LINKS = """
email     utm_medium=email
email     utm_medium=E-Mail
email     utm_medium=e_mail
email     utm_medium=newsletter
email     utm_medium=newsletter-2026-05
email     utm_medium=Email+Marketing
paid      utm_medium=cpc
paid      utm_medium=CPM
paid      utm_medium=ppc
paid      utm_medium=paid
paid      utm_medium=paid_social
paid      utm_medium=Paid+Search
paid      utm_medium=paidsearch
paid      utm_medium=social-paid
paid      utm_medium=google-cpc
paid      utm_medium=retargeting
paid      utm_medium=display
paid      utm_medium=banner
social    utm_medium=social
social    utm_medium=social-media
social    utm_medium=Social%20Network
social    utm_medium=sm
social    utm_medium=organic_social
social    utm_medium=organic&utm_source=facebook
search    utm_medium=organic
search    utm_medium=organic&utm_source=google
referral  utm_medium=referral
referral  utm_medium=affiliate
referral  utm_medium=affiliates
referral  utm_medium=link
app       utm_medium=push
app       utm_medium=web-push
app       utm_medium=push_notification
app       utm_medium=sms
app       utm_medium=in-app
paid      utm_source=newsletter&utm_medium=cpc
email     utm_source=facebook&utm_medium=email
email     utm_source=newsletter
email     utm_source=mailchimp
search    utm_source=google
search    utm_source=bing
search    utm_source=perplexity
social    utm_source=facebook
social    utm_source=ig
social    utm_source=FB
social    utm_source=l.facebook.com
social    utm_source=t.co
referral  utm_source=chatgpt.com
referral  utm_source=chatgpt
paid      gclid=abc
paid      gbraid=abc
paid      wbraid=abc
paid      msclkid=abc
paid      dclid=abc
paid      ttclid=abc
paid      li_fat_id=abc
social    fbclid=abc
social    igsh=abc
email     mc_eid=abc
paid      utm_medium=cpc&fbclid=abc
social    utm_source=partner&fbclid=abc
paid      utm_medium=organic&gclid=abc
none      gclid=
none      utm_medium=
none      utm_source=
none      utm_medium=qr
none      utm_medium=video
none      utm_medium=(none)
none      utm_medium=print&utm_source=flyer
none      utm_medium=%00%ff
none      utm_medium=&utm_medium=email
none      utm_campaign=email
"""
TAGGED = [line.split() for line in LINKS.strip().splitlines()]


@pytest.mark.parametrize(("expected", "link"), TAGGED)
def test_the_link_s_own_words_outrank_the_referrer(expected: str, link: str) -> None:
    """`none`: the link says nothing, and what came before it counts."""
    found = channel("https://news.example.org/", link.encode())
    assert found == ("referral" if expected == "none" else expected)
    direct = channel("", link.encode())
    assert direct == ("direct" if expected == "none" else expected)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"sec_fetch_site": "same-origin"}, "internal"),
        ({"sec_fetch_site": "same-site"}, "internal"),
        ({"sec_fetch_site": "cross-site"}, "direct"),
        ({"sec_fetch_site": "none"}, "direct"),
        ({"x_requested_with": "com.bistro.app"}, "app"),
        ({"x_requested_with": "org.telegram.messenger"}, "social"),
        ({"x_requested_with": "XMLHttpRequest"}, "direct"),
        ({"x_requested_with": "a.b " * 100_000}, "direct"),
        ({"x_requested_with": ""}, "direct"),
    ],
)
def test_without_a_referer_the_browser_tells_where_it_is(
    sent: dict[str, str], expected: str
) -> None:
    assert channel(**sent) == expected


def test_a_referer_outranks_what_the_browser_tells() -> None:
    asked = channel("https://www.google.com/", sec_fetch_site="same-origin")
    assert asked == "search"


def test_the_first_of_two_referers_counts() -> None:
    lines = ("referer", "https://www.google.com/"), ("referer", "https://t.co/")
    assert visit(*lines).known("channel") == ("search", "referer")


@pytest.mark.parametrize(
    "referer",
    [
        "https://" + "a." * 500_000 + "google.com/",
        "https://" + "@" * 1_000_000,
        "https://www.google.com/" + "x" * 1_000_000,
        "android-app://" + "a." * 500_000,
        "a" * 1_000_000,
    ],
    ids=["labels", "users", "path", "package", "scheme"],
)
def test_a_megabyte_of_referer_costs_next_to_nothing(referer: str) -> None:
    asked = visit(("host", OWN), ("referer", referer))
    assert asked.headers
    times = []
    for _ in range(5):
        start = perf_counter()
        known, _source = find_channel(asked, "channel")
        times.append(perf_counter() - start)
    assert known in CHANNELS
    assert min(times) < LIMIT


def test_where_it_is_known_from_is_told() -> None:
    asked = visit(scope={"query_string": b"utm_source=newsletter"})
    assert asked.known("channel") == ("email", "utm_source")
    assert asked.reads == {"channel", "campaign.medium", "campaign.source"}
    assert visit(scope={"query_string": b"gclid=1"}).known("channel") == (
        "paid",
        "gclid",
    )


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


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param(b"utm_source=a&utm_source=b", "a", id="the first counts"),
        pytest.param(b"utm_source=&utm_source=b", None, id="though it is empty"),
        pytest.param(b"utm_source=%ff%D9%86", "\ufffdن", id="odd bytes"),
        pytest.param(b"utm_source=" + b"x" * 100_000, "x" * LONGEST_WORD, id="long"),
    ],
)
def test_a_word_of_a_campaign_is_short_and_text(query: bytes, value: str) -> None:
    assert visit(scope={"query_string": query})["campaign.source"] == value


def test_an_empty_campaign_is_unknown() -> None:
    assert visit(scope={"query_string": b"utm_source="})["campaign.source"] is None


@given(
    st.sampled_from([b"", b"https://", b"android-app://", b"http://[", b"//"]),
    st.binary(max_size=200),
    st.binary(max_size=50),
    st.binary(max_size=100),
)
def test_no_arrival_raises(
    scheme: bytes, referer: bytes, host: bytes, query: bytes
) -> None:
    fields = [(b"referer", scheme + referer), (b"host", host)]
    for link in (b"", b"utm_medium=" + query, b"utm_source=" + query):
        asked = visit(scope={"headers": fields, "query_string": link})
        assert asked["channel"] in CHANNELS
