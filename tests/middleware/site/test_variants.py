"""What `sarto check` warns of where an edge stands in front."""

import pytest

from sarto.config.config import Config
from sarto.site.compile import compile_site

EDGE = '[cache]\nedge = "varnish"\n'
BIG = (
    "[slots.hero]\npages = ['/menu/*']\ndefault = 'd.html'\nshow = ["
    "{ when = { country = ['IR', 'PL', 'DE', 'FR'] }, fragment = 'a.html' },"
    "{ when = { country = ['PL'] }, fragment = 'a.html' },"
    "{ when = { country = ['DE'] }, fragment = 'a.html' },"
    "{ when = { device = ['mobile'] }, fragment = 'a.html' },"
    "{ when = { device = ['tablet'] }, fragment = 'a.html' }]\n"
)
TRUSTED = "[location]\ntrusted_proxies = ['127.0.0.1']\n"
MANY = (
    "warning SARTO030: pages like /menu/x come in up to 12 variants: 4 by country, "
    "3 by device (ask for fewer different values, or raise max_variants = {} under "
    "[cache])"
)


@pytest.fixture
def told(folder):
    """List what is warned of, each with its place in the file."""

    def tell(text):
        path = folder(text, d="d", a="a", zone="{{ visitor.facts.zone }}")
        site = compile_site(Config.read(path))
        return [str(each).partition("sarto.toml:")[2] for each in site.warnings]

    return tell


def test_too_many_variants_are_told_with_what_makes_them(told):
    text = TRUSTED + EDGE + "max_variants = 11\n" + BIG

    assert told(text) == ["6:8: " + MANY.format(11)]
    assert told(text.replace("11", "12")) == []


def test_without_an_edge_nobody_keeps_variants(told):
    assert told("[cache]\nmax_variants = 1\n" + BIG) == []


def test_pages_that_are_alike_are_told_of_once(told):
    text = TRUSTED + EDGE + "max_variants = 1\n" + BIG
    text = text.replace("'/menu/*'", "'/menu/*', '/a', '/b'")

    assert told(text) == ["6:8: " + MANY.format(1)]


def test_what_is_switched_off_makes_no_variants(told):
    text = TRUSTED + EDGE + "max_variants = 1\n"

    assert told(text + BIG + "off = true\n") == []
    page = "[[pages]]\npath = '/'\nshow = [{when={device='tv'}, serve='/b'}]\n"
    (line,) = told(text + page)
    assert line.startswith(
        "6:3: warning SARTO030: pages like / come in up to 2 variant"
    )
    assert told(text + page.replace("[{", "[{off = true, ")) == []
    assert told(text + page + "off = true\n") == []


def test_what_the_sites_own_code_reads_makes_variants_too(told):
    (line,) = told(TRUSTED + EDGE + "[app]\nreads = { '/where/*' = ['country'] }\n")

    assert line.startswith(
        "6:11: warning SARTO030: pages like /where/x come in up to 2"
    )


@pytest.mark.parametrize(
    ("more", "fact"),
    [
        (BIG, "country"),
        ("[app]\nreads = { '/' = ['eu'] }\n", "eu"),
        ("[slots.hero]\npages = ['/']\ndefault = 'zone.html'\nshow = []\n", "country"),
    ],
)
def test_an_edge_that_nobody_believes_is_in_one_place(told, more, fact):
    text = EDGE + "max_variants = 1000\n"

    assert told(text + more) == [
        f"2:8: warning SARTO030: `{fact}` is asked for, and whoever asks for a page is "
        "the edge: it has one place (believe the edge: trusted_proxies = "
        '["its address"] under [location])'
    ]
    assert told(TRUSTED + text + more) == []
    assert told(text.replace("varnish", "none") + more) == []


def test_where_nobodys_place_matters_the_edge_need_not_be_believed(told):
    device = "[slots.hero]\npages=['/']\ndefault='d.html'\nshow=[{when={device='tv'},fragment='a.html'}]\n"
    assert told('timezone = "UTC"\n' + EDGE + device) == []
