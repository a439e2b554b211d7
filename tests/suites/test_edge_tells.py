"""What an edge tells by itself is what a look-up says, for every header in the data."""

import json
from itertools import product
from pathlib import Path

import pytest

from sarto import Config, Sarto
from sarto.context.visit import Visit
from sarto.site.described import Described
from sarto.site.looking import Looking

DATA = Path(__file__).parents[1] / "data"
LANGUAGES = "language/accept_language.jsonl"
HOME = "127.0.0.1"
TOML = """
languages = ["en", "fa", "ar", "pl"]
cache.edge = "varnish"
consent.source = "form"
location = { headers = ["cf-ipcountry"], trusted_proxies = ["127.0.0.1/32"] }
[slots.hero]
pages = "*"
show = [
  { when = { device = ["mobile", "tablet"], language = ["fa", "ar"] }, fragment = "a.html" },
  { when = { country = ["IR", "AF"], undecided = true }, fragment = "b.html" },
  { when = { returning = true, country = "DE" }, fragment = "b.html" },
]
"""
SHOWN = "{{ visitor.facts.device }} {{ visitor.facts.language }} {{ visitor.facts.country }}"


def rows(file):
    with (DATA / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "fragments").mkdir()
    (folder / "fragments/a.html").write_text("<p>a</p>")
    (folder / "fragments/b.html").write_text(SHOWN)
    (folder / "sarto.toml").write_text(TOML)
    config = Config.read(folder / "sarto.toml")
    return Sarto(None, config=config, secret="s" * 40).current.site


@pytest.fixture(scope="module")
def edge(site):
    looking = Looking(site=site, sharing=site.sharing)
    return Described(looking).edge("http://127.0.0.1:8000", "127.0.0.1:8080")


def told(known, fields):
    """Tell what an edge knows by itself; `None`: it has to ask."""
    if any(name in fields for name in known.without):
        return None
    return dict(known.tokens).get(fields.get(known.header, ""))


def agreeing(site, edge, requests):
    """Count the requests of which an edge tells each class, and that it is right."""
    dimensions = {each.header: each for each in site.sharing.dimensions}
    found = dict.fromkeys(dimensions, 0)
    for fields in requests:
        pairs = [
            (name.encode(), value.encode("latin-1", "replace"))
            for name, value in fields.items()
        ]
        scope = {"type": "http", "path": "/", "headers": pairs, "client": (HOME, 1)}
        visit = Visit(scope, site.sources)
        for key in edge.keys:
            if (
                key.known
                and key.header in dimensions
                and (token := told(key.known, fields))
            ):
                assert token == dimensions[key.header].token(visit), fields
                found[key.header] += 1
    return found


def test_every_key_is_told_of_somebody(edge):
    assert {key.header for key in edge.keys if key.known} == {
        key.header for key in edge.keys
    }


def test_languages_are_told_as_they_are_looked_up(site, edge):
    headers = {row["header"] for row in rows(LANGUAGES) if "header" in row}
    known = next(k.known for k in edge.keys if k.header == "X-Sarto-Value-Language")
    headers |= {value for value, _ in known.tokens if value}
    requests = [{"accept-language": header} for header in sorted(headers)]

    assert agreeing(site, edge, [*requests, {}])["X-Sarto-Value-Language"] > 20


def test_devices_are_told_as_they_are_looked_up(site, edge):
    agents = {row["ua"] for row in rows("user-agents/samples.jsonl")}
    agents |= {row["ua"] for row in rows("user-agents/devices.jsonl")}
    hints = (None, "?0", "?1", "?2", '"?1"'), (None, '"Android"', '"Windows"')
    requests = [
        {
            name: value
            for name, value in (
                ("user-agent", agent),
                ("sec-ch-ua-mobile", mobile),
                ("sec-ch-ua-platform", platform),
            )
            if value is not None
        }
        for agent in sorted(agents)
        for mobile, platform in product(*hints)
    ]

    assert agreeing(site, edge, requests)["X-Sarto-Device"] >= len(agents)


def test_countries_are_told_as_they_are_looked_up(site, edge):
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    codes = ["".join(pair) for pair in product(letters, letters)]
    odd = ["", "ir", "IR ", "T1", "XX", "IRN", "IR, DE", "1"]
    requests = [{"cf-ipcountry": code} for code in (*codes, *odd)]
    found = agreeing(site, edge, requests)

    assert found["X-Sarto-Country"] > 240
    assert found["X-Sarto-Value-Country"] > 240


def test_where_strangers_are_noted_nothing_is_told(tmp_path):
    (tmp_path / "fragments").mkdir()
    (tmp_path / "fragments/a.html").write_text("<p>a</p>")
    (tmp_path / "fragments/b.html").write_text("<p>b</p>")
    text = TOML.replace(
        'consent.source = "form"',
        'consent.source = "cookieyes"\nconsent.regime = "opt-out"',
    )
    (tmp_path / "sarto.toml").write_text(text)
    config = Config.read(tmp_path / "sarto.toml")
    noting = Sarto(None, config=config, secret="s" * 40).current.site
    looking = Looking(site=noting, sharing=noting.sharing)
    edge = Described(looking).edge("http://127.0.0.1:8000", "127.0.0.1:8080")

    assert [key.known for key in edge.keys] == [None] * len(edge.keys)
