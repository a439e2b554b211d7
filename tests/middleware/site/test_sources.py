from datetime import UTC, datetime

import pytest

from sarto import Config, Sarto, resolver, visitor
from sarto.site.compile import compile_site
from sarto.site.resolving import Resolving
from sarto.site.sources import devices
from support.play import html, play

PLACES = """
[location]
headers = ["CF-IPCountry"]
trusted_proxies = ["127.0.0.1"]
"""
CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)


def of_the_app(*facts):
    return f'[app]\nreads = {{ "/menu" = {list(facts)} }}'


@pytest.fixture
def unmade():
    """Forget the lists that tell devices apart, as before the first site."""
    devices.cache_clear()


def is_made():
    return devices.cache_info().currsize == 1


@pytest.mark.usefixtures("unmade")
@pytest.mark.parametrize("fact", ["device", "browser", "os", "bot"])
def test_where_the_sites_own_code_reads_devices_they_are_told_from_the_start(
    tmp_path, fact
):
    compile_site(Config.loads(of_the_app("language", fact), folder=tmp_path))

    assert is_made()


@pytest.mark.usefixtures("unmade")
def test_where_nobody_says_so_the_first_to_ask_waits(tmp_path):
    site = compile_site(Config.loads(of_the_app("language"), folder=tmp_path))
    assert not is_made()

    assert site.sources.devices.device("Mozilla/5.0").device == "other"
    assert is_made()


@pytest.mark.usefixtures("unmade")
def test_what_a_resolver_reads_for_the_sites_own_code_counts(tmp_path):
    weather = resolver(tier="segment", reads=["device"])(lambda asked: "rain")
    declared = Resolving.of({"weather": weather}, 1).declared
    config = Config.loads(of_the_app("facts.weather"), folder=tmp_path)

    compile_site(config, declared=declared)

    assert is_made()


def test_where_the_sites_own_code_reads_holidays_it_is_told_them(tmp_path):
    seen = []

    async def site(scope, receive, send):
        seen.append(visitor(scope).facts.holiday)
        await html("own")(scope, receive, send)

    for reads in (of_the_app("holiday"), ""):
        config = Config.loads(reads + PLACES, folder=tmp_path)
        app = Sarto(site, config=config, clock=lambda: CHRISTMAS)
        play(app, "/menu", headers=[("CF-IPCountry", "PL")])

    assert seen == ["Christmas Day", None]
