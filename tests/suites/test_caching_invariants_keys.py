"""Invariants 1 to 5, and 17: what an edge keeps answers by is all that they differ by."""

import re
from collections.abc import Iterable
from itertools import product
from random import Random

import pytest

from sarto import visitor
from sarto.site.visitor import KEY
from support.edge_oracle import IPHONE, Visitor
from support.edge_site import KNOWN_ON
from support.invariants import PAGES, Site, is_kept, people, said, vary
from support.model_http import Answered
from support.model_shelves import OURS, PASS
from support.play import html
from support.shared_site import KEPT, PAGE, PHONE, behind, page

TOKENS = re.compile(r"[a-z0-9_-]{1,32}")
EDGE_ONLY = frozenset({"x-sarto-edge", "x-sarto-version"})
JUNK = {
    "user-agent": IPHONE,
    "accept-language": "fa",
    "cf-ipcountry": "IR",
    "cookie": "lang=pl; session=s-anna-canary; sarto=x",
    "referer": "https://www.google.com/",
    "x-forwarded-for": "192.0.2.9",
    "sec-ch-ua-mobile": "?1",
    "x-original-url": "/evening",
}
# fmt: off
NAMES = ["a-im", "accept", "accept-charset", "accept-encoding", "accept-language", "access-control-request-method", "akamai-edgescape", "alt-used", "authorization", "base-url", "cache-control", "cdn-loop", "cf-connecting-ip", "cf-ipcity", "cf-ipcontinent", "cf-ipcountry", "cf-iplatitude", "cf-iplongitude", "cf-ray", "cf-region", "cf-timezone", "cf-visitor", "client-ip", "cloudfront-viewer-country", "cloudfront-viewer-time-zone", "content-language", "cookie2", "date", "destination", "device-memory", "dnt", "downlink", "dpr", "early-data", "ect", "expect", "fastly-client-ip", "fastly-geo-country", "forwarded", "forwarded-for", "from", "front-end-https", "geoip-country-code", "hx-request", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "max-forwards", "origin", "prefer", "pragma", "priority", "profile", "proxy", "proxy-authorization", "purpose", "range", "referer", "request-uri", "rtt", "save-data", "sec-ch-lang", "sec-ch-prefers-color-scheme", "sec-ch-prefers-reduced-motion", "sec-ch-ua", "sec-ch-ua-arch", "sec-ch-ua-form-factors", "sec-ch-ua-full-version-list", "sec-ch-ua-mobile", "sec-ch-ua-model", "sec-ch-ua-platform", "sec-ch-width", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "sec-gpc", "sec-purpose", "service-worker", "te", "time-zone", "trailer", "translate", "true-client-ip", "turbo-frame", "upgrade-insecure-requests", "user-agent", "via", "viewport-width", "want-content-digest", "warning", "width", "x-amzn-trace-id", "x-appengine-country", "x-att-deviceid", "x-client-geo-location", "x-client-ip", "x-cluster-client-ip", "x-country-code", "x-csrf-token", "x-device", "x-forwarded", "x-forwarded-by", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-proto", "x-forwarded-scheme", "x-forwarded-server", "x-geo-country", "x-host", "x-http-destinationurl", "x-http-host-override", "x-http-method-override", "x-inertia", "x-language", "x-mobile", "x-nextjs-data", "x-original-host", "x-original-url", "x-operamini-phone-ua", "x-override-url", "x-pjax", "x-proxy-url", "x-real-ip", "x-remote-addr", "x-requested-with", "x-rewrite-url", "x-timezone", "x-true-ip", "x-ua-device", "x-up-version", "x-url-scheme", "x-user-agent", "x-wap-profile", "x-sarto-country", "x-sarto-device", "x-sarto-version", "x-sarto-own", "x-sarto-fill", "x-sarto-edge"]
# fmt: on
OF_CACHES = {"authorization"}  # every cache heeds it (RFC 9111 section 3.5)
OF_THE_FORM = {"accept-encoding", "if-none-match", "if-match", "range", "if-range"}
JUDGED = {name for name in NAMES if name.startswith(OURS)}  # in 18 to 20
VALUES = {
    "accept-language": ("fa", "pl"),
    "cf-ipcountry": ("IR", "PL"),
    "cookie": ("lang=fa", "session=s-anna-canary"),
    "if-none-match": ('"tea"', "*"),
    "referer": ("https://www.google.com/", "https://duckduckgo.com/"),
    "sec-ch-ua-mobile": ("?1", "?0"),
    "user-agent": (IPHONE, "curl/8"),
    "x-forwarded-for": ("192.0.2.9", "198.51.100.1"),
}
OTHERS = ("1", "fa, IR, mobile; Tablet")


def is_passed(answer: Answered) -> bool:
    """Whether the site saw who it is, and so nobody shares the answer."""
    return answer.headers.get(PASS) == "1" and not is_kept(answer)


def seen(answer: Answered) -> tuple[object, ...]:
    return answer.status, answer.body, answer.headers, answer.cookies


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_requests_that_differ_in_what_they_get_differ_in_their_keys(kind):
    """Invariant 1: what differs on a URL is never kept under one key."""
    site = Site(kind, bands=True)
    kept: dict[tuple[object, ...], bytes] = {}
    shown: dict[str, set[bytes]] = {}
    for who, path in product(people(Random(1), 60), PAGES):  # noqa: S311 - repeated
        keys = site.keys(said(who))
        if keys[PASS] == "1" or re.search(site.edge.filled, path):
            continue
        answer = site.keyed(path, keys)
        sent = [k.header.lower() for k in site.edge.keys if re.search(k.pages, path)]
        assert {*vary(answer)} - EDGE_ONLY <= {*sent} or not is_kept(answer), path
        if is_kept(answer):
            raw = site.ask(path, said(who))
            key = (path, *(keys[name] for name in vary(answer)))
            assert kept.setdefault(key, raw.body) == raw.body == answer.body, who
            shown.setdefault(path, set()).add(raw.body)
    assert len(shown["/menu/tea"]) > 8
    assert {path for path, bodies in shown.items() if len(bodies) > 1} >= {"/offers"}


def test_requests_of_equal_keys_get_the_same_bytes_whatever_else_they_carry():
    """Invariant 2: an answer by keys is a function of the address and the keys."""
    site = Site(bands=True)
    for who, path in product(people(Random(2), 12), PAGES):  # noqa: S311 - repeated
        keys = site.keys(said(who))
        alone, crowded = site.keyed(path, keys), site.keyed(path, {**JUNK, **keys})
        if is_kept(alone) and not (path in KNOWN_ON and is_passed(crowded)):
            assert seen(alone) == seen(crowded), (path, who)


def test_no_answer_stands_on_more_than_its_page_is_known_to_read():
    """Invariant 3: what is read is known beforehand; what strays is for nobody else."""
    found = []

    async def noted(scope, receive, send):
        found.append(scope[KEY])
        await page()(scope, receive, send)

    site = behind(app=noted)
    for fields in ([PHONE], [PHONE, ("CF-IPCountry", "IR")], []):
        site.raw("/", *fields)
        site.asked("/", *fields)
    assert all(each.visit.is_within(each.plan.reads.facts) for each in found)
    assert not any(each.has_strayed for each in found)

    async def astray(scope, receive, send):
        text = PAGE + str(visitor(scope).facts.language)
        await page(text)(scope, receive, send)

    for answer in (behind(app=astray).raw("/"), behind(app=astray).asked("/")):
        assert answer.header("cache-control") == "private, no-store"
        assert answer.header("cdn-cache-control") is None


HTML = [
    page(),
    html(PAGE),
    html(PAGE, headers=[*KEPT, ("Vary", "")]),
    html(PAGE, status=404, headers=KEPT),
    html(PAGE, status=503),
    html("", status=302, headers=[("Location", "/x")]),
    page(PAGE, ("Set-Cookie", "a=1")),
]


@pytest.mark.parametrize("edge", ["none", "varnish", "nginx", "fastly", "cloudflare"])
def test_vary_is_a_function_of_the_address(edge):
    """Invariant 4: every answer of a page varies on the same, whatever it is."""
    raw, keyed = set(), set()
    for app in HTML:
        site = behind(app=app, edge=edge)
        tag = site.raw("/", PHONE).header("etag") or '"x"'
        for fields in ([], [PHONE], [("If-None-Match", tag), PHONE]):
            for method in ("GET", "HEAD", "POST"):
                raw.add(site.raw("/", *fields, method=method).header("vary"))
            if edge != "none":
                keyed.add(site.asked("/", *fields).header("vary"))
                keyed.add(site.keyed("/", {"x-sarto-version": "old"}).header("vary"))
    assert len(raw) == 1
    assert len(keyed) == (edge != "none")


def differing(site: Site, path: str, fields: Iterable[str]) -> set[str]:
    """Name the headers whose value alone changes an answer."""
    base = seen(site.ask(path))
    return {
        name
        for name in fields
        for value in VALUES.get(name, OTHERS)
        if seen(site.ask(path, {name: value})) != base
    }


@pytest.mark.parametrize("path", ["/", "/menu/tea", "/offers", "/level", "/evening"])
def test_every_header_that_changes_an_answer_is_declared(path):
    """Invariant 5: of 130 headers those that change a page are in its `Vary`."""
    site = Site()
    declared = {*vary(site.ask(path))}
    assert len(NAMES) == len({*NAMES}) >= 100
    found = differing(site, path, (*NAMES, "cookie"))
    assert found - OF_THE_FORM - OF_CACHES <= declared
    assert found or path == "/evening"

    keys = site.keys()
    asked, looked = site.keyed(path, keys), seen(site.look())
    told = {*site.edge.inputs, "cookie", "forwarded", "x-forwarded-for"}
    for name in {*NAMES, "cookie"} - OF_THE_FORM - JUDGED - OF_CACHES:
        for value in VALUES.get(name, OTHERS):
            again = site.keyed(path, {name: value, **keys})
            assert seen(again) == seen(asked) or not is_kept(asked), name
            is_same = seen(site.look({name: value})) == looked
            assert is_same or name in told, name
    assert is_kept(asked) is (path != "/")


ODD = ["", " ", "\x7f", "é\xff", "a" * 5000, "null", "../../x", "none", "own-fa", "*"]


def test_every_token_is_one_short_word():
    """Invariant 17: keys are `[a-z0-9_-]{1,32}`; what is not known is a word, too."""
    site = Site(bands=True)
    wanted = {each.header.lower() for each in site.edge.keys}
    rng = Random(17)  # noqa: S311 - repeated
    for who in people(rng, 150):
        odd = {name: rng.choice(ODD) for name in rng.sample([*VALUES], 3)}
        told = site.keys({**said(who), **odd} if rng.random() < 0.7 else said(who))
        assert told.keys() >= wanted
        assert all(TOKENS.fullmatch(told[name]) for name in wanted), told
    nobody = site.keys(Visitor(machine="nothing").headers())
    assert nobody["x-sarto-country"] == nobody["x-sarto-eu"] == "none"
    assert nobody["x-sarto-device"] == "none"
