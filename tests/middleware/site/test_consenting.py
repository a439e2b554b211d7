"""What `[consent]` becomes, and what is told of it."""

import sys
from datetime import UTC, datetime

import pytest

from sarto import Sarto, visitor
from sarto.config.config import Config
from sarto.config.pins import pins
from sarto.errors import ConfigError
from sarto.site.compile import compile_site
from sarto.site.explained import explained
from support.consent import TOOLS
from support.play import html, play

COOKIEBOT = "CookieConsent={stamp:'x',necessary:true,preferences:%s,statistics:false,method:'explicit',ver:1}"
YES, NO = (COOKIEBOT % word for word in ("true", "false"))


def found(text, tmp_path):
    try:
        site = compile_site(Config.loads(text, folder=tmp_path))
    except ConfigError as error:
        return [str(finding) for finding in error.findings]
    return [str(finding) for finding in site.warnings]


def lines(text, tmp_path):
    return [line.partition(":")[2] for line in found(text, tmp_path)]


MAPPED = 'map = { personalization = "a", analytics = "b" }'
FREE = (
    "axeptio",
    "civic",
    "commanders-act",
    "cookieconsent",
    "didomi",
    "django-cookie-consent",
    "drupal",
    "klaro",
    "tarteaucitron",
)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_without_a_meaning_of_its_own_needs_a_map(tool, tmp_path):
    told = found(f'[consent]\nsource = "{tool}"', tmp_path)
    wanted = [
        f"sarto.toml:2:10: warning SARTO026: no id of {tool} stands for a purpose, "
        'so nothing is granted (say which: map = { personalization = "…", analytics = "…" })'
    ]
    assert told == (wanted if tool in FREE else [])


@pytest.mark.parametrize("tool", FREE)
def test_with_a_map_all_is_well(tool, tmp_path):
    assert found(f'[consent]\nsource = "{tool}"\n{MAPPED}', tmp_path) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'source = "cookiebot"\nmap = { personalization = "preferencess" }',
            "3:27: error SARTO026: cookiebot has no id \"preferencess\", so it is never granted (did you mean 'preferences'?)",
        ),
        (
            'source = "cookiebot"\nmap = { personalization = ["preferences", "x"] }',
            '3:43: error SARTO026: cookiebot has no id "x", so it is never granted (one of: marketing, necessary, preferences, statistics)',
        ),
        (
            'source = "cookiebot"\nsettings.cookiebot.map.personalization = "x"',
            '3:42: error SARTO026: cookiebot has no id "x", so it is never granted (one of: marketing, necessary, preferences, statistics)',
        ),
        (
            'source = "cookiebot"\nsettings.cookiebot.version = "2"',
            "3:20: warning SARTO019: cookiebot has no setting `version` (one of: map)",
        ),
        (
            'source = "cookiebot"\nsettings.onetrust.version = "2"',
            '3:10: warning SARTO019: "onetrust" is not among the sources of consent (one of: cookiebot)',
        ),
        (
            'source = "tcf"\nsettings.tcf.max_age = "long"',
            '3:24: error SARTO016: "long" is not a length of time (write it like "7d" or "12h")',
        ),
        (
            'source = "onetrust"\nneeds = { city = "none" }',
            "3:11: warning SARTO026: `city` needs no consent here; by default it needs consent to personalization",
        ),
        (
            'source = "onetrust"\nneeds = { country = "analytics" }',
            "3:11: warning SARTO026: `country` needs consent to analytics here; by default it needs no consent",
        ),
        (
            'source = "onetrust"\nneeds = { contry = "analytics" }',
            "3:11: error SARTO016: \"contry\" is no fact whose consent is decided here (did you mean 'country'?)",
        ),
        (
            'source = "onetrust"\nneeds = { consent = "analytics" }',
            "3:11: error SARTO016: \"consent\" is no fact whose consent is decided here (did you mean 'continent'?)",
        ),
        (
            'source = "onetrust"\nneeds = { city = "analitics" }',
            "3:18: error SARTO016: \"analitics\" is no purpose here (did you mean 'analytics'?)",
        ),
        (
            'source = "onetrust"\nregime = "opt-out"\ngpc = false',
            "4:1: warning SARTO026: a browser that says Global Privacy Control is not heard here (laws of opt-out ask to hear it)",
        ),
    ],
)
def test_what_is_wrong_is_told(text, told, tmp_path):
    assert lines(f"[consent]\n{text}", tmp_path) == [told]


@pytest.mark.parametrize(
    "text",
    [
        'source = "cookiebot"\nneeds = { city = "personalization" }',
        'source = "cookiebot"\ngpc = false',
        'source = ["cookiebot", "onetrust"]\nsettings.onetrust.map.personalization = "G7"',
        'source = "tcf"\nsettings.tcf.max_age = "395d"',
        'source = "cookiebot"\nmap = { marketing = "marketing" }',
    ],
)
def test_what_is_right_is_not(text, tmp_path):
    assert found(f"[consent]\n{text}", tmp_path) == []


@pytest.fixture
def strange(tmp_path, monkeypatch):
    """A source that somebody else publishes, under the name `strange`."""

    def publish(code):
        (tmp_path / "strange_tool.py").write_text(code)
        folder = tmp_path / "strange_tool-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Name: strange-tool\nVersion: 1.0\n")
        points = "[sarto.consent]\nstrange = strange_tool:Tool\n"
        (folder / "entry_points.txt").write_text(points)
        monkeypatch.syspath_prepend(tmp_path)

    yield publish
    sys.modules.pop("strange_tool", None)


TOOL = """
from sarto.vocabulary.consent import Record
class Tool:
    ids = None
    meanings = {"personalization": ("p",)}
    takes = frozenset()
    def __init__(self, settings):
        pass
    def reads(self, cookie):
        return cookie == "strange"
    def record(self, cookies, now):
        return Record(said={"p": cookies.get("strange") == "yes"})
"""


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (
            "class Tool:\n    def __init__(self, settings):\n        raise ValueError('no')\n",
            "no",
        ),
        (TOOL.replace("takes", "gives"), "'Tool' object has no attribute 'takes'"),
        ("1 / 0", "division by zero"),
    ],
)
def test_a_source_that_cannot_be_used_is_a_mistake(tmp_path, strange, code, why):
    strange(code)
    told = lines('[consent]\nsource = "strange"', tmp_path)
    assert told == [f"2:10: error SARTO026: strange cannot be used: {why}"]


def test_anybody_may_publish_a_source(folder, strange):
    strange(TOOL)
    config = site(folder, '[consent]\nsource = "strange"')
    assert asked(config, ("cookie", "strange=yes"))[1] == {"personalization"}
    assert asked(config, ("cookie", "strange=no"))[1] == frozenset()


# What a whole site does with it


def site(folder, consent, when='{ consent = "personalization" }'):
    text = f'{consent}\n[slots.hero]\nshow = [ {{ when = {when}, fragment = "hero.html" }} ]'
    return folder(text, hero="for you")


def app(seen):
    async def answering(scope, receive, send):
        seen.append(visitor(scope).consent)
        await html('<p data-sarto="hero">own</p>')(scope, receive, send)

    return answering


def asked(config, *headers):
    seen = []
    answer = play(Sarto(app(seen), config=config), headers=headers)
    return answer, seen[0]


def test_a_granted_purpose_opens_rules_and_code(folder):
    config = site(folder, '[consent]\nsource = "cookiebot"')
    answer, consent = asked(config, ("cookie", YES))
    assert "for you" in answer.text
    assert consent == {"personalization"}


@pytest.mark.parametrize(
    "headers", [(), (("cookie", NO),), (("cookie", YES), ("cookie", NO))]
)
def test_a_purpose_that_is_not_does_not(folder, headers):
    config = site(folder, '[consent]\nsource = "cookiebot"')
    answer, consent = asked(config, *headers)
    assert "own" in answer.text
    assert consent == frozenset()


def test_a_page_that_reads_consent_varies_by_what_it_is_read_from(folder):
    answer, _ = asked(site(folder, '[consent]\nsource = "cookiebot"'))
    assert answer.header("vary") == "Cookie, Sec-GPC"
    assert answer.header("cache-control") == "private, no-cache"


def test_where_visitors_opt_out_it_varies_by_both_objections(folder):
    opted = '[consent]\nsource = "cookiebot"\nregime = "opt-out"'
    answer, consent = asked(site(folder, opted), ("dnt", "1"))
    assert answer.header("vary") == "Cookie, DNT, Sec-GPC"
    assert consent == frozenset()
    assert asked(site(folder, opted))[1] == {"personalization", "analytics"}
    assert asked(site(folder, opted), ("sec-gpc", "1"))[1] == frozenset()


def test_a_tool_s_own_map_goes_before_the_other(folder):
    text = '[consent]\nsource = "cookiebot"\nmap.personalization = "marketing"\nsettings.cookiebot.map.personalization = "preferences"'
    assert asked(site(folder, text), ("cookie", YES))[1] == {"personalization"}


def test_two_sources_must_both_grant(folder):
    config = site(folder, '[consent]\nsource = ["cookiebot", "bridge"]')
    assert asked(config, ("cookie", YES))[1] == frozenset()


def test_without_the_table_nobody_consents(folder):
    assert asked(site(folder, ""), ("cookie", YES))[1] == frozenset()


def test_a_fact_that_needs_consent_here_is_closed_without(folder):
    text = (
        '[consent]\nsource = "cookiebot"\nneeds = { "query.who" = "personalization" }'
    )
    config = site(folder, text, '{ query.who = "you" }')
    seen = []
    played = Sarto(app(seen), config=config)
    assert "own" in play(played, "/?who=you").text
    answer = play(played, "/?who=you", headers=[("cookie", YES)])
    assert "for you" in answer.text
    assert answer.header("vary") == "Cookie, Sec-GPC"


@pytest.mark.parametrize("fact", ["country", "zone"])
def test_where_a_visitors_clock_needs_consent_one_decision_is_no_others(folder, fact):
    text = f"""
timezone = "visitor"
[location]
headers = ["CF-IPCountry"]
trusted_proxies = ["127.0.0.1"]
[consent]
source = "cookiebot"
needs = {{ {fact} = "personalization" }}
"""
    config = site(folder, text, '{ time = "18:00-23:00" }')
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    played = Sarto(app([]), config=config, clock=lambda: noon)
    tokyo = ("CF-IPCountry", "JP")  # where it is nine in the evening

    for cookie, word in ((YES, "for you"), (NO, "own"), (YES, "for you"), (NO, "own")):
        answer = play(played, headers=[tokyo, ("cookie", cookie)])
        assert word in answer.text
        assert "Cookie" in (answer.header("vary") or "")


def test_explain_says_what_consent_is_from_and_pins_it(folder):
    config = site(folder, '[consent]\nsource = "cookiebot"')
    made = compile_site(Config.read(config))
    nobody = explained(made, "/", {})
    assert nobody["facts"]["consent"] == {"value": [], "from": "cookiebot: no record"}
    assert nobody["slots"]["hero"]["near"][0]["would"] == "consent=personalization"
    pinned = pins(made.config.dictionary, "consent=personalization")
    agreed = explained(made, "/", pinned)
    assert agreed["facts"]["consent"]["value"] == ["personalization"]
    assert agreed["slots"]["hero"]["fragment"] == "hero.html"


@pytest.mark.parametrize("headers", [[], [("cookie", YES)]])
def test_a_page_that_reads_no_consent_reads_no_cookie(folder, headers):
    config = site(folder, '[consent]\nsource = "cookiebot"', '{ device = "mobile" }')
    answer = play(
        Sarto(html('<p data-sarto="hero">own</p>'), config=config), headers=headers
    )
    assert "Cookie" not in answer.header("vary")


def test_a_template_sees_what_was_granted(folder):
    text = '[consent]\nsource = "cookiebot"\n[slots.hero]\nshow = [ { fragment = "hero.html" } ]'
    config = folder(
        text, hero="{{ 'yes' if 'personalization' in visitor.consent else 'no' }}"
    )
    page = Sarto(html('<p data-sarto="hero">own</p>'), config=config)
    assert "no" in play(page).text
    answer = play(page, headers=[("cookie", YES)])
    assert "yes" in answer.text
    assert answer.header("vary") == "Cookie, Sec-GPC"
    assert "no" in play(page, headers=[("cookie", NO)]).text
