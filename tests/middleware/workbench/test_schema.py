import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.workbench.schema import schema
from support.as_json import plain

ROOT = Path(__file__).parents[3]
FILES = [
    ROOT / "examples" / "bistro" / "sarto.toml",
    ROOT / "tests" / "benchmarks" / "site" / "sarto.toml",
    ROOT / "tests" / "data" / "contract.toml",
]


@pytest.fixture(scope="module")
def validator():
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_right_file_is_right_by_the_schema(validator, file):
    raw = plain(tomllib.loads(file.read_text("utf-8")))

    assert [error.message for error in validator.iter_errors(raw)] == []


WRONG = [
    "zzz = 1",
    "version = 2",
    "version = true",
    'languages = "en"',
    "languages = []",
    'https = "never"',
    "folders.fragments = 1",
    'location.trusted_proxies = "10.0.0.0/8"',
    "language.cookie = true",
    "preferences.view = {}",
    "preferences.view.values = []",
    "[slots.hero]\nshw = []",
    "[slots.hero]\nshow = {}",
    '[slots.hero]\nstable = "day"',
    "[slots.hero]\npages = []",
    "[[slots.hero.show]]\nattrs = { class = 1 }",
    '[[slots.hero.show]]\nfragment = "keep"\nto = []',
    '[[slots.hero.show]]\nfragment = "keep"\nfrom = 5',
    '[[slots.hero.show]]\nfragment = "keep"\ncap = { times = 0, per = "day" }',
    '[[slots.hero.show]]\nfragment = "keep"\ncap = { times = 1 }',
    '[[slots.hero.show]]\nfragment = "keep"\noff = 1',
    '[[pages]]\npath = "/"',
    '[[pages]]\nshow = [{ serve = "/a" }]',
    "signals.booked.points = '5'",
    "level.lead = -1",
    "journey = {}",
    "journey.stages = []",
    "journey.stages = [{}]",
    "interests.min = 0",
    'experiments.a = { arms = { b = 1 }, goal = "c" }',
    "experiments.a.arms = { b = 1, c = 1 }",
    'experiments.a = { arms = { b = 1, c = -1 }, goal = "c" }',
    'experiments.a = { arms = { b = 1, c = 1 }, goal = "c", traffic = 101 }',
    "holdouts.winter = 10.5",
    "events.keep = 90",
    'experiments.a = { factors = { b = ["c"] }, goal = "d" }',
    'experiments.a = { arms = { b = 1, c = 1 }, goal = "d", margin = -0.5 }',
    'consent.regime = "maybe"',
    "consent.source = []",
    'app.reads = { "/" = "country" }',
    "dev.app = 1",
    'cache.edge = "varnsh"',
    "cache.max_variants = 0",
    "cache.hold_cap = 1.5",
    '[audiences.a]\ndevice = "moblie"',
    "[audiences.a]\nbot = 1",
    '[audiences.a]\ncountri = "IR"',
    '[audiences.a]\ncountry = "ir"',
    "[audiences.a]\ncountry = []",
    '[audiences.a]\ncampaign = { sauce = "x" }',
    "[audiences.a]\ncampaign = {}",
    "[audiences.a]\ncampaign.name = 1",
    "[audiences.a]\ntraits = {}",
    "[audiences.a]\ntraits.tier = []",
    "[audiences.a]\ntraits.tier.deep = 2026-12-01\nbot = 1",
    '[audiences.a]\nlevels.booking = "pro"',
    '[audiences.a]\nlevel = "Expert"',
    "[audiences.a]\nvisits = true",
    '[audiences.a]\ntime = "evening"',
    '[audiences.a]\ndays = "monday"',
    '[audiences.a]\ndate = "1.12.2026"',
    '[audiences.a]\ncity = ""',
    '[audiences.a]\nany = { device = "tv" }',
    "[audiences.a]\nany = []",
    "[audiences.a]\nany = [{}]",
    '[audiences.a]\nany = ["b"]',
    "[audiences.a]\nall = [1]",
    "[audiences.a]\nnot = []",
    "[audiences.a]\nnot = {}",
    '[audiences.a]\nwithin = "1 year"',
    "[audiences.a]\nwithin = 7",
    '[slots.hero]\nshow = [{ when = { time = "evening" } }]',
    'personas.p.device = "phone"',
    "personas.p.visits = []",
    "personas.p.city = 7",
    'personas.p.country = ["IR", "PL"]',
    "personas.p.campaign.source = true",
    'personas.p.nobody = "x"',
    "personas.p = 1",
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_wrong_by_the_schema_and_by_the_reader(validator, wrong):
    assert list(validator.iter_errors(plain(tomllib.loads(wrong))))
    with pytest.raises(ConfigError):
        Config.loads(wrong, folder=ROOT)


RIGHT = [
    '[slots.hero]\npages = "/"\nshow = [{ fragment = "keep" }]',
    '[slots.hero]\npages = ["/"]\nshow = [{ fragment = "keep" }]',
    '[audiences.a]\n"campaign.source" = "x"',
    "[audiences.a]\ndate = 2026-12-24",
    '[audiences.a]\ntraits.a.b = "x"',
    'consent.map.marketing = "1"\naudiences.a.consent = "marketing"',
    "signals.booked = {}\naudiences.a.signals.booked.value = 3",
    "signals.booked = {}\naudiences.a = { signals.booked = 3, within = '90d', since = 'booked' }",
    "audiences.a = {}",
    'slots.a.show = [{ fragment = "keep", when = {}, until = 2026-12-24T18:00:00Z }]',
    "personas.p = { time = 20:00:00, date = 2026-12-01, visits = 3, interest = ['a', 'b'] }",
    'personas.p = { country = ["IR"], bot = true, traits.vip = true, holiday = "Nowruz" }',
]


@pytest.mark.parametrize("right", RIGHT)
def test_what_is_right_is_right_by_both(validator, right):
    assert not list(validator.iter_errors(plain(tomllib.loads(right))))
    assert Config.loads(right, folder=ROOT)
