import pytest

from sarto.config.shape import known_keys

CACHE = "edge, max_variants, bands, cookies, hold_cap"
MISTAKES = [
    ("languagess = []", 1, "SARTO002: there is no key called `languagess` here (did you mean 'languages'?)"),
    ("zzz = 1", 1, "SARTO002: there is no key called `zzz` here"),
    ("cache.egde = 1", 7, "SARTO002: there is no key called `egde` here (did you mean 'edge'?)"),
    ("cache.zzz = 1", 7, f"SARTO002: there is no key called `zzz` here (one of: {CACHE})"),
    ("slots.show.shw = 1", 12, "SARTO002: there is no key called `shw` here (did you mean 'show'?)"),
    ("slots.a.show = [{ fragmnt = 1, fragment = 'b' }]", 19, "SARTO002: there is no key called `fragmnt` here (did you mean 'fragment'?)"),
    ("slots.a.show = [{ cap = { times = 1, pr = 1, per = 'day' }, fragment = 'b' }]", 38, "SARTO002: there is no key called `pr` here (did you mean 'per'?)"),
    ("slots.a.show = [{ fragment = 'b', start = 2026-01-01 }]", 35, "SARTO002: there is no key called `start` here"),
    ("interests.source = []", 11, "SARTO002: there is no key called `source` here (one of: from, min, never)"),
    ("consent.mapp = 1", 9, "SARTO002: there is no key called `mapp` here (did you mean 'map'?)"),
    ("journey.stages = [{ name = 'a', wen = 1 }]", 33, "SARTO002: there is no key called `wen` here (did you mean 'when'?)"),
    ("dev.host = 1", 5, "SARTO002: there is no key called `host` here (one of: app)"),
    ("events.url = 1", 14, "SARTO004: 1 cannot stand here (write a text in quotes)"),
    ("journey = {}", 1, "SARTO003: the key `stages` is missing here (add `stages = …`)"),
    ("journey.stages = [{ when = { bot = true } }]", 19, "SARTO003: the key `name` is missing here (add `name = …`)"),
    ("pages = [{ path = '/' }]", 10, "SARTO003: the key `show` is missing here (add `show = …`)"),
    ("slots.a.show = [{ fragment = 'b', cap = { times = 1 } }]", 35, "SARTO003: the key `per` is missing here (add `per = …`)"),
    ("version = 2", 11, "SARTO004: 2 cannot stand here (one of: 1)"),
    ("cache.edge = 'varnsh'", 14, "SARTO004: \"varnsh\" cannot stand here (did you mean 'varnish'?)"),
    ("cache.edge = 3", 14, "SARTO004: 3 cannot stand here (one of: none, varnish, nginx, fastly, cloudflare)"),
    ("cache.hold_cap = -1", 18, "SARTO004: -1 cannot stand here (write 0 or more)"),
    ("cache.hold_cap = 1.5", 18, "SARTO004: 1.5 cannot stand here (write a whole number)"),
    ("cache.max_variants = 0", 22, "SARTO004: 0 cannot stand here (write 1 or more)"),
    ("cache.bands = 'yes'", 15, 'SARTO004: "yes" cannot stand here (write true or false)'),
    ("cache = 1", 9, "SARTO004: 1 cannot stand here (write a table)"),
    ("timezone = 1", 12, "SARTO004: 1 cannot stand here (write a text in quotes)"),
    ("languages = 'en'", 13, 'SARTO004: "en" cannot stand here (write a list: ["en"])'),
    ("languages = []", 13, "SARTO004: [] cannot stand here (write 1 or more of them)"),
    ("languages = ['en', 2]", 20, "SARTO004: 2 cannot stand here (write a text in quotes)"),
    ("slots.a.pages = 5", 17, "SARTO004: 5 cannot stand here (write a text in quotes, or a list of them)"),
    ("slots.a.pages = []", 17, "SARTO004: [] cannot stand here (write 1 or more of them)"),
    ("slots.a.show = [{ fragment = 'b', to = [] }]", 40, "SARTO004: [] cannot stand here (write 1 or more of them)"),
    ("slots.a.show = [{ fragment = 'b', to = ['x', {}] }]", 46, "SARTO004: {} cannot stand here (write a text in quotes)"),
    ("slots.a.show = { fragment = 'b' }", 16, 'SARTO004: { fragment = "b" } cannot stand here (write a list: [{ fragment = "b" }])'),
    ("slots.a.show = ['b']", 17, 'SARTO004: "b" cannot stand here (write a table)'),
    ("slots.a.show = [{ fragment = 'b', when = 'c' }]", 42, 'SARTO004: "c" cannot stand here (write a table)'),
    ("slots.a.show = [{ fragment = 'b', from = '2026-12-01' }]", 42, 'SARTO004: "2026-12-01" cannot stand here (write 2026-12-01, without quotes)'),
    ("slots.a.show = [{ fragment = 'b', from = '2026' }]", 42, 'SARTO004: "2026" cannot stand here (write a date like 2026-12-24, or a date and time, without quotes)'),
    ("slots.a.show = [{ fragment = 'b', until = 10:00:00 }]", 43, "SARTO004: 10:00:00 cannot stand here (write a date like 2026-12-24, or a date and time, without quotes)"),
    ("slots.a.show = [{ fragment = 'b', until = { date = 2026-01-01 } }]", 43, "SARTO004: { date = 2026-01-01 } cannot stand here (write a date like 2026-12-24, or a date and time, without quotes)"),
    ("slots = []", 9, "SARTO004: [] cannot stand here (write a table)"),
    ("pages = { path = '/' }", 9, 'SARTO004: { path = "/" } cannot stand here (write a list: [{ path = "/" }])'),
    ("audiences.a = 'b'", 15, 'SARTO004: "b" cannot stand here (write a table)'),
    ("level.regular = 'x'", 17, 'SARTO004: "x" cannot stand here (write a number)'),
    ("level.regular = nan", 17, "SARTO004: nan cannot stand here (write a number one can count to)"),
    ("holdouts.winter = 101", 19, "SARTO004: 101 cannot stand here (write 100 or less)"),
    ("experiments.a = { arms = { b = 1 }, goal = 'c' }\nsignals.c = {}", 26, "SARTO004: { b = 1 } cannot stand here (write 2 or more of them)"),
    ("consent.map.analytics = []", 25, "SARTO004: [] cannot stand here (write 1 or more of them)"),
    ("personas.a = 1", 14, "SARTO004: 1 cannot stand here (write a table)"),
    ("cache.bands   = 0x" + "f" * 5000, 17, None),
    ("cache.edge    = 0x" + "f" * 5000, 17, None),
    ("cache.hold_cap = 'x" + "x" * 5000 + "'", 18, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "text"), MISTAKES, ids=[line[:70] for line, *_ in MISTAKES]
)
def test_a_mistake_of_shape_is_told_once_and_nothing_is_guessed(
    wrong, line, column, text
):
    (told,) = wrong(f"{line}\n")
    if text is None:
        assert told.startswith(f"1:{column}: SARTO004: ")
        assert len(told) < 200
    else:
        assert told == f"1:{column}: {text}"


SEVERAL = """\
languagess = ["en"]
version = 2
[audiences.a]
devise = "tv"
time = "18:00"
[audiences.b]
all = ["c"]
[slots.hero]
ower = "web"
default = 3
[[slots.hero.show]]
to = "A"
fragmnt = "a.html"
[[slots.hero.show]]
to = ["a", 5]
fragment = "b.html"
until = "2026"
[cache]
edge = "varnsh"
"""


def test_several_mistakes_are_all_told_in_the_order_of_the_file(wrong):
    assert [line.partition(": ")[0] for line in wrong(SEVERAL)] == [
        "1:1",
        "2:11",
        "4:1",
        "5:8",
        "7:8",
        "9:1",
        "10:11",
        "12:6",
        "13:1",
        "15:12",
        "17:9",
        "19:8",
    ]


DOUBTED = [
    'languages = "fa"\naudiences.a.language = "fa"',
    'preferences.view.values = 1\naudiences.a.preference.view = "x"',
    "signals = []\naudiences.a.signals.booked = 1",
    'signals.booked = 1\naudiences.a = { signals.booked = 1, since = "booked" }',
    'journey.stages = [{}]\naudiences.a.stage = "new"',
    'experiments.a = {}\naudiences.x.arm.a = "b"',
    'audiences.a = 1\nslots.b.show = [{ to = "a", fragment = "c" }]',
    'consent.map.marketing = 1\naudiences.a.consent = "marketing"',
    "signals.booked = 1\npersonas.a = { signals.booked = 1 }",
    'preferences.a = 1\napp.reads = { "/" = ["preference.a"] }',
]


@pytest.mark.parametrize("text", DOUBTED)
def test_what_a_mistake_of_shape_left_undeclared_is_not_told_besides(wrong, text):
    assert {line.partition(":")[0] for line in wrong(text)} == {"1"}


def test_a_mistake_of_shape_hides_no_other(wrong):
    told = wrong('signals.booked = 1\naudiences.a.device = "tvv"')
    assert [line.partition(": ")[0] for line in told] == ["1:18", "2:22"]


def test_the_keys_of_any_table_are_known():
    assert known_keys(("slots", "a", "show", 0, "cap")) == ("times", "per")
    assert known_keys(("journey", "stages", 1)) == ("name", "when")
    assert known_keys(("level",))[0] == "regular"
    assert "from" in known_keys(("slots", "a", "show", 0))
