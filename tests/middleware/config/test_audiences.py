from datetime import timedelta

import pytest

from sarto.config.audiences import Audience
from sarto.config.dictionary import DEEPEST

DECLARED = """\
languages = ["en", "fa"]
preferences.view.values = ["simple", "expert"]
signals.booked.on = "POST /book"
signals.left = {}
journey.stages = [{ name = "new" }, { name = "customer", when = { visits = 2 } }]
experiments.photo = { arms = { control = 50, photo = 50 }, goal = "booked" }
consent.map.personalization = "C0003"
[audiences.a]
"""
LINE = DECLARED.count("\n") + 1

CONDITIONS = [
    'device = "mobile"',
    'device = ["mobile", "tablet"]',
    'browser = "Firefox"',
    'os = ["iOS", "Android"]',
    "bot = true",
    'language = "fa"',
    'country = ["IR"]',
    'region = "US-WA"',
    'continent = "EU"',
    "eu = false",
    'zone = "Europe/*"',
    'city = "New York"',
    'time = "18:00-23:00"',
    'days = "mon-fri"',
    'days = ["sat", "sun"]',
    'date = "2026-12-01..2026-12-26"',
    "date = [2026-12-24, 2026-12-25]",
    'daypart = "evening"',
    "holiday = true",
    'holiday = ["Nowruz"]',
    'channel = ["email", "paid"]',
    'campaign.source = "news*"',
    'campaign.medium = "cpc"',
    'campaign.name = "winter"',
    'campaign.term = "soup"',
    'campaign.content = "top"',
    'host = "*.example"',
    'path = "/menu/*"',
    'query.page = "2"',
    'query."a.b" = "x"',
    "save_data = true",
    'color_scheme = "dark"',
    'reduced_motion = "reduce"',
    "signed_in = true",
    'traits.tier = "gold"',
    'traits.orders = ">=3"',
    "traits.vip = true",
    'visits = ">=2"',
    'days_since_last = "<7"',
    'visits = "2..5"',
    "visits = 1",
    "returning = true",
    'level = ["regular", "expert"]',
    'levels.booking = "expert"',
    'stage = "customer"',
    'signals.booked = ">=1"',
    "signals.booked = true",
    'signals.booked.value = ">=42.5"',
    'interest = ["soup", "pizza"]',
    'preference.view = "simple"',
    'preference.level = "expert"',
    'preference.language = "fa"',
    'preference.interests = "soup"',
    'arm.photo = "control"',
    'consent = "personalization"',
    'facts.weather = "rain"',
]


@pytest.mark.parametrize("line", CONDITIONS)
def test_a_condition_of_the_contract_is_read_as_written(config, line):
    (found,) = config(DECLARED + line).audiences["a"].conditions
    assert (found.written, found.within, found.since) == (
        line.replace('"a.b"', "a.b"),
        None,
        None,
    )


MISTAKES = [
    # line, column, code, message and help
    ('device = "mobil"', 10, "SARTO006: `device`: \"mobil\" is none of its values (did you mean 'mobile'?)"),
    ('device = ["tv", "x"]', 17, 'SARTO006: `device`: "x" is none of its values (one of: mobile, tablet, desktop, tv, console, wearable, other)'),
    ("device = []", 10, "SARTO006: `device`: an empty list can never hold (write a word in quotes)"),
    ("device = {}", 10, "SARTO006: `device`: {} is not a word in quotes (write a word in quotes, or a list of them)"),
    ("device.kind = 1", 1, "SARTO006: `device`: { kind = 1 } is not a word in quotes (write a word in quotes, or a list of them)"),
    ("browser = 12", 11, "SARTO006: `browser`: 12 is not a name in quotes (write a name in quotes, or a list of them)"),
    ('bot = "true"', 7, 'SARTO006: `bot`: "true" is not true or false (write true, without quotes)'),
    ('language = "pl"', 12, 'SARTO006: `language`: "pl" is none of its values (one of: en, fa)'),
    ('country = "iran"', 11, "SARTO006: `country`: \"iran\" is not a country's code like PL (did you mean 'IR'?)"),
    ('region = "WA"', 10, "SARTO006: `region`: \"WA\" is not a region's code like US-WA (write a region's code like US-WA)"),
    ('continent = "europe"', 13, 'SARTO006: `continent`: "europe" is none of its values (one of: AF, AN, AS, EU, NA, OC, SA)'),
    ('zone = "Europe/Warszaw"', 8, "SARTO006: `zone`: \"Europe/Warszaw\" is not a time zone (did you mean 'Europe/Warsaw'?)"),
    ("city = true", 8, "SARTO006: `city`: true is not a name in quotes (write a name in quotes, or a list of them)"),
    ('time = "evening"', 8, 'SARTO006: `time`: "evening" is no window (write it like "18:00-23:00")'),
    ("time = 18:00:00", 8, 'SARTO006: `time`: 18:00:00 is not a window like "18:00-23:00" (write a window like "18:00-23:00", or a list of them)'),
    ('days = "mon-fir"', 8, "SARTO006: `days`: \"fir\" is not a day of the week (did you mean 'fri'?)"),
    ("date = 2026-12-24T18:00:00", 8, 'SARTO006: `date`: 2026-12-24T18:00:00 is not a date (write dates like "2026-12-01..2026-12-26")'),
    ('daypart = "noon"', 11, 'SARTO006: `daypart`: "noon" is none of its values (did you mean \'afternoon\'?)'),
    ('holiday = "true"', 11, 'SARTO006: `holiday`: "true" is not true or false (write true, without quotes)'),
    ('channel = "mail"', 11, "SARTO006: `channel`: \"mail\" is none of its values (did you mean 'email'?)"),
    ('campain.source = "x"', 1, "SARTO005: there is no fact called `campain` (did you mean 'campaign'?)"),
    ('campaign.sorce = "x"', 10, "SARTO005: there is no fact called `campaign.sorce` (did you mean 'campaign.source'?)"),
    ("campaign = {}", 1, "SARTO005: `campaign` is a family of facts (name one of these: campaign.source, campaign.medium, campaign.name, campaign.term, campaign.content)"),
    ('query = "page"', 1, "SARTO005: `query` is a family of facts (name one of these: query.NAME)"),
    ("query.page = 2", 14, "SARTO006: `query.page`: 2 is not a glob in quotes (write a glob in quotes, or a list of them)"),
    ('color_scheme = "black"', 16, 'SARTO006: `color_scheme`: "black" is none of its values (one of: light, dark)'),
    ("traits.tier = {}", 15, 'SARTO006: `traits.tier`: {} is neither a word nor a number (write it like "gold", 3 or ">=3")'),
    ('visits = "often"', 10, 'SARTO006: `visits`: "often" is no comparison of numbers (write it like 3, ">=3", "<7" or "2..5")'),
    ("visits = nan", 10, 'SARTO006: `visits`: nan is not a number one can reach (write it like 3, ">=3", "<7" or "2..5")'),
    ('level = "novise"', 9, "SARTO006: `level`: \"novise\" is none of its values (did you mean 'novice'?)"),
    ('levels.booking = "pro"', 18, 'SARTO006: `levels.booking`: "pro" is none of its values (one of: novice, regular, expert)'),
    ('stage = "old"', 9, 'SARTO006: `stage`: "old" is none of its values (one of: new, customer)'),
    ("signals.boked = 1", 9, "SARTO005: there is no fact called `signals.boked` (did you mean 'signals.booked'?)"),
    ("signals.xyz = 1", 9, "SARTO005: there is no fact called `signals.xyz` (declare it: [signals.xyz])"),
    ("signals.boked.value = 1", 9, "SARTO005: there is no fact called `signals.boked.value` (did you mean 'signals.booked.value'?)"),
    ("signals.booked.valu = 1", 16, "SARTO005: there is no fact called `signals.booked.valu` (did you mean 'signals.booked.value'?)"),
    ("signals.booked.value = true", 24, 'SARTO006: `signals.booked.value`: true is no comparison of numbers (write it like 3, ">=3", "<7" or "2..5")'),
    ('interest = "soup,pizza"', 12, 'SARTO006: `interest`: "soup,pizza" is not one word (write ["soup", "pizza"])'),
    ('preference.zzz = "simple"', 12, "SARTO005: there is no fact called `preference.zzz` (declare it: [preferences.zzz])"),
    ('preference.view = "simpel"', 19, "SARTO006: `preference.view`: \"simpel\" is none of its values (did you mean 'simple'?)"),
    ('arm.photo = "x"', 13, 'SARTO006: `arm.photo`: "x" is none of its values (one of: control, photo)'),
    ('arm.qqqqqqqq = "x"', 5, "SARTO005: there is no fact called `arm.qqqqqqqq` (declare it: [experiments.qqqqqqqq])"),
    ('consent = "marketing"', 11, 'SARTO006: `consent`: "marketing" is none of its values (one of: personalization, analytics)'),
    ("devise = 1", 1, "SARTO005: there is no fact called `devise` (did you mean 'device'?)"),
    ("nott = { bot = true }", 1, "SARTO005: there is no fact called `nott` (did you mean 'not'?)"),
    ('"" = 1', 1, "SARTO005: there is no fact called ``"),
    ('"device.x" = 1', 1, "SARTO005: there is no fact called `device.x` (did you mean 'device'?)"),
    ('any = "b"', 7, "SARTO004: `any` is a list of tables of conditions (write any = [ … ], with one at least)"),
    ("any = []", 7, "SARTO004: `any` is a list of tables of conditions (write any = [ … ], with one at least)"),
    ('any = ["b"]', 8, 'SARTO004: "b" is not a table of conditions (write { all = ["b"] } to name an audience here)'),
    ("any = [{}]", 8, 'SARTO004: {} is not a table of conditions (write it like { country = ["US"] })'),
    ("all = {}", 7, "SARTO004: `all` is a list of audiences' names, or of tables of conditions (write all = [ … ], with one at least)"),
    ("all = [1]", 8, 'SARTO004: 1 is not a table of conditions (write it like { country = ["US"] })'),
    ('not = "b"', 7, 'SARTO004: "b" is not a table of conditions (write { all = ["b"] } to name an audience here)'),
    ("not = [{}]", 7, 'SARTO004: [{}] is not a table of conditions (write it like { country = ["US"] })'),
    ("not = { bot = 1 }", 15, "SARTO006: `bot`: 1 is not true or false (write true or false)"),
    ('any = [{ bot = true }, { devise = "x" }]', 26, "SARTO005: there is no fact called `devise` (did you mean 'device'?)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "text"), MISTAKES, ids=[line for line, *_ in MISTAKES]
)
def test_a_mistake_is_told_where_it_stands(wrong, line, column, text):
    assert wrong(DECLARED + line) == [f"{LINE}:{column}: {text}"]


def test_a_mistake_in_a_when_is_told_where_it_stands(wrong):
    text = '[slots.hero]\nshow = [{ when = { devise = "tv" }, fragment = "a" }]'
    assert wrong(text) == [
        "2:20: SARTO005: there is no fact called `devise` (did you mean 'device'?)"
    ]


def test_an_audience_without_conditions_is_everyone(config):
    assert config("[audiences.a]").audiences["a"] == Audience()


def test_a_quoted_dotted_name_is_the_same_fact(config):
    quoted = config(DECLARED + '"signals.booked" = 1\nwithin = "7d"')
    dotted = config(DECLARED + 'signals.booked = 1\nwithin = "7d"')
    assert quoted.audiences == dotted.audiences


def test_several_facts_of_a_family_are_several_conditions(config):
    text = '[audiences.a]\ncampaign = { source = "x", name = "y" }\nbot = false'
    assert [c.fact for c in config(text).audiences["a"].conditions] == [
        "campaign.source",
        "campaign.name",
        "bot",
    ]


def test_any_all_and_not_are_parts(config):
    text = """
[audiences.a]
any = [{ bot = true }, { eu = true }]
all = ["b", { all = ["c"] }]
not = { all = ["d"] }
[audiences]
b.bot = true
c.bot = true
d.bot = true
"""
    audience = config(text).audiences["a"]
    assert [part.conditions[0].written for part in audience.any] == [
        "bot = true",
        "eu = true",
    ]
    assert audience.all[0] == "b"
    assert audience.names() == {"b", "c", "d"}


def test_a_count_and_a_value_of_one_signal_stand_in_two_tables(config):
    line = "all = [{ signals.booked = 1 }, { signals.booked.value = 2 }]"
    parts = config(DECLARED + line).audiences["a"].all
    assert [part.conditions[0].fact for part in parts] == [
        "signals.booked",
        "signals.booked.value",
    ]


def test_within_and_since_speak_of_the_signals_of_their_table_only(config):
    line = 'signals.booked = 1\nvisits = 2\nwithin = "7d"\nsince = "left"'
    booked, visits = config(DECLARED + line).audiences["a"].conditions
    assert (booked.within, booked.since) == (timedelta(days=7), "left")
    assert booked.written == 'signals.booked = 1, within = "7d", since = "left"'
    assert (visits.within, visits.since, visits.written) == (None, None, "visits = 2")


DEEP = [
    ("not." * 52 + "bot = true", "these conditions are nested too deeply"),
    ("traits." + "a." * 52 + "b = 1", "is neither a word nor a number"),
    (
        "not = { any = [ { " * 17 + "bot = true" + " } ] }" * 17,
        "these conditions are nested too deeply",
    ),
]


@pytest.mark.parametrize(("line", "text"), DEEP, ids=["not", "traits", "any"])
def test_what_is_nested_too_deeply_is_told(wrong, line, text):
    (told,) = wrong(DECLARED + line)
    assert text in told


def test_what_is_not_nested_too_deeply_is_read(wrong):
    assert wrong("[audiences.a]\n" + "not." * (DEEPEST - 2) + "bot = true") == []


def test_a_list_that_nobody_wrote_is_told(wrong):
    (told,) = wrong("[audiences.a]\ndevice = [" + '"tv", ' * 1_001 + "]")
    assert told == (
        "2:10: SARTO006: `device`: a list of 1,001 is too long "
        "(write 1,000 or fewer, or a glob)"
    )
