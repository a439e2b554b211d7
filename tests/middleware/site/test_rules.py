import sys
from datetime import date
from pathlib import Path

import pytest

from sarto import Config, ConfigError
from sarto.site.compile import compile_site


@pytest.fixture
def found(folder):
    """Compile a config; tell what was found as `line: code message (help)`."""

    def find(config, **fragments):
        path = folder(config, **fragments)
        try:
            findings = compile_site(Config.read(path)).warnings
        except ConfigError as error:
            findings = error.findings
        return [f"{f.file}:{f.line}: {f.code} {f.message}" for f in findings]

    return find


def rule(text):
    return f"[slots.hero]\nshow = [ {{ {text} }} ]"


@pytest.mark.parametrize("name", ["../secret.html", "/etc/passwd", "a/../../b.html"])
def test_a_fragment_stays_inside_its_folder(found, name):
    (told,) = found(rule(f'fragment = "{name}"'))

    assert told.startswith("sarto.toml:2: SARTO014")


def test_a_missing_fragment_is_told_with_what_was_meant(folder):
    path = folder(rule('fragment = "hero/evning.html"'), hero__evening="x")

    with pytest.raises(ConfigError) as stopped:
        compile_site(Config.read(path))

    (finding,) = stopped.value.findings
    assert (finding.code, finding.line) == ("SARTO010", 2)
    assert "hero/evening.html" in finding.help


def test_a_fragment_that_cannot_be_read_is_told(folder):
    path = folder(rule('fragment = "hero.html"'), hero="x")
    (path.parent / "fragments" / "hero.html").write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigError) as stopped:
        compile_site(Config.read(path))

    assert stopped.value.findings[0].code == "SARTO010"


@pytest.mark.parametrize("name", ["on click", "data-sarto", "DATA-SARTO-swap", "a=b"])
def test_an_attribute_must_be_one_that_can_be_set(found, name):
    (told,) = found(rule(f'attrs = {{ "{name}" = "x" }}'))

    assert "SARTO018" in told


def test_a_mistake_in_a_template_is_told_at_its_own_line(found):
    (told,) = found(rule('fragment = "hero.html"'), hero="fine\n{{ visitr }}")

    assert told.startswith("fragments/hero.html:2: SARTO012")


def test_a_syntax_error_in_a_template_is_told(found):
    (told,) = found(rule('fragment = "hero.html"'), hero="{% if %}")

    assert told.startswith("fragments/hero.html:1: SARTO011")


def test_where_holidays_count_the_calendar_is_opened(folder):
    config = rule('when = { holiday = true }, attrs = { id = "a" }')

    site = compile_site(Config.read(folder(config)))

    assert site.sources.holidays.names("PL", date(2026, 12, 25)) == ("Christmas Day",)
    assert compile_site(Config.read(folder(""))).sources.holidays is None


def test_without_a_calendar_holidays_are_a_warning(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "sarto_adapters.calendars.holidays", None)
    config = rule('when = { holiday = true }, attrs = { id = "a" }')

    site = compile_site(Config.read(folder(config)))

    assert "pip install" in str(*site.warnings)
    assert site.sources.holidays is None


def test_rules_that_are_off_never_match(folder):
    path = folder(
        "[slots.hero]\nshow = [\n"
        '  { off = true, attrs = { id = "a" } },\n'
        '  { attrs = { id = "c" } },\n]\n'
        "[slots.gone]\noff = true\n"
        '[[pages]]\npath = "/"\noff = true\nshow = [{ serve = "/b" }]'
    )

    site = compile_site(Config.read(path))

    assert [place.name for place in site.slots] == ["hero"]
    assert [rule.attrs for rule in site.slots[0].rules] == [(("id", "c"),)]
    assert site.swaps == ()


def test_default_and_keep_are_words_of_their_own(folder):
    path = folder(
        '[slots.hero]\ndefault = "hero.html"\n'
        'show = [ { when = { bot = true }, fragment = "keep" }, { fragment = "default" } ]',
        hero="x",
    )

    (place,) = compile_site(Config.read(path)).slots

    assert [rule.shows for rule in place.rules] == [None, "hero.html"]


def test_on_the_visitors_clock_the_time_reads_their_zone(folder):
    config = rule('when = { daypart = "evening" }, attrs = { id = "a" }')

    own = compile_site(Config.read(folder(config))).plan("/").reads
    fixed = (
        compile_site(Config.read(folder('timezone = "UTC"\n' + config))).plan("/").reads
    )

    assert "zone" in own
    assert "zone" not in fixed


def test_rules_are_functions_before_the_first_visitor_comes(folder):
    path = folder(
        '[slots.a]\nshow = [{ when.device = "tv", attrs.id = "a" }]\n'
        '[[pages]]\npath = "/"\nshow = [{ when.device = "tv", serve = "/tv" }]'
    )
    site = compile_site(Config.read(path))

    for place in (*site.slots, *site.swaps):
        assert "choose" in vars(place.program)


def test_a_language_in_the_path_is_heard(folder):
    path = folder('languages = ["en", "fa"]\n[language]\npath = "/{language}/*"')
    site = compile_site(Config.read(path))

    scope = {"type": "http", "method": "GET", "path": "/fa/menu", "headers": []}

    assert site.meet(scope).facts.language == "fa"


def test_the_first_stage_is_the_stage_of_the_unknown(folder):
    path = folder(
        '[journey]\nstages = [ { name = "new" }, { name = "b", when = { visits = 2 } } ]'
    )
    site = compile_site(Config.read(path))

    assert site.meet({"type": "http", "path": "/", "headers": []}).stage == "new"


def test_a_location_database_is_read_when_it_is_there(folder):
    database = Path(__file__).parents[2] / "data" / "geoip" / "GeoLite2-City-Test.mmdb"
    path = folder(f'[location]\ndatabase = "{database}"')

    site = compile_site(Config.read(path))

    assert site.warnings == ()
    scope = {"type": "http", "path": "/", "headers": [], "client": ("81.2.69.142", 1)}
    assert site.meet(scope).facts.country == "GB"


def test_the_version_names_the_config_and_the_fragments(folder):
    def version(config, **fragments):
        return compile_site(Config.read(folder(config, **fragments))).version

    versions = {
        version(""),
        version("# a"),
        version("# a", hero="x"),
        version("# a", hero="y"),
    }

    assert len(versions) == 4


def test_devices_are_made_ready_only_where_a_rule_asks(folder, monkeypatch):
    made = []
    monkeypatch.setattr("sarto.site.sources.devices", lambda: made.append(1))

    compile_site(Config.read(folder(rule('when.country = "PL", attrs.id = "a"'))))
    assert made == []
    compile_site(Config.read(folder(rule('when.os = "iOS", attrs.id = "a"'))))
    assert made == [1]
