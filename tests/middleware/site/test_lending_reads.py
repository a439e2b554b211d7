"""What the site's own code reads of visitors, where an edge asks in their place."""

import pytest

from sarto import visitor
from support.shared_site import PAGE, PHONE, Behind, behind, is_kept, names, page

FAR = [PHONE, ("CF-IPCountry", "IR")]
HEAD = """
timezone = "UTC"
[cache]
edge = "{edge}"
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["127.0.0.1/32"]
[app]
reads = { "/where" = ["country"], "/eu" = ["eu"], "/speak" = ["language"] }
[slots.hero]
pages = ["/", "/menu/*"]
show = [{ when = { device = "mobile", country = ["IR", "US"] }, fragment = "far.html" }]
"""
ACTS = {
    "/": lambda who: who.facts.device,
    "/menu/country": lambda who: who.facts.country,
    "/menu/region": lambda who: who.facts.region,
    "/menu/signed": lambda who: who.facts.signed_in,
    "/menu/level": lambda who: who.level,
    "/menu/told": lambda who: who.told,
    "/menu/consent": lambda who: who.consent,
    "/menu/often": lambda who: who.often,
    "/menu/made": lambda who: who.facts["facts.x"],
    "/menu/nonsense": lambda who: who.facts["nonsense"],
    "/eu": lambda who: who.facts.country,
}


def reading(act) -> Behind:
    async def app(scope, receive, send):
        text = f"{PAGE}{act(visitor(scope))}"
        await page(text)(scope, receive, send)

    return behind("", app, head=HEAD)


@pytest.mark.parametrize("path", ACTS)
def test_what_code_reads_and_nobody_declared_is_asked_again_and_told(path) -> None:
    site = reading(ACTS[path])
    assert not is_kept(site.asked(path, *FAR))
    assert site.told == {"reads": 1}


def test_what_the_address_tells_code_may_read_as_far_as_rules_do() -> None:
    site = reading(lambda who: who.facts.path)
    assert not is_kept(site.asked("/", *FAR))


@pytest.mark.parametrize("code", ["IR", "PL", "XX"])
def test_what_code_reads_as_declared_is_a_key(code) -> None:
    site = reading(lambda who: who.facts.country)
    said = ("CF-IPCountry", code)
    asked, raw = site.asked("/where", said), site.raw("/where", said)
    assert is_kept(asked)
    assert names(asked) == {"x-sarto-version", "x-sarto-value-country"}
    assert asked.body == raw.body
    assert site.told == {}


def test_what_is_declared_and_not_read_is_a_key_all_the_same() -> None:
    answer = reading(lambda _who: "").asked("/eu", *FAR)
    assert is_kept(answer)
    assert names(answer) == {"x-sarto-version", "x-sarto-value-eu"}
