import pytest

MISTAKES = [
    (
        'languages = ["en", "english"]',
        '1:20: SARTO016: "english" is not a language tag '
        '(write it like "en" or "pt-BR")',
    ),
    (
        'language.path = "/fa/*"',
        '1:17: SARTO016: "/fa/*" does not say where the language stands '
        '(write it like "/{language}/*")',
    ),
    (
        'timezone = "visiter"',
        "1:12: SARTO016: \"visiter\" is not a time zone (did you mean 'visitor'?)",
    ),
    (
        'site_timezone = "europe/warsaw"',
        '1:17: SARTO016: "europe/warsaw" is not a time zone '
        "(did you mean 'Europe/Warsaw'?)",
    ),
    (
        'site_timezone = "visitor"',
        '1:17: SARTO016: "visitor" is not a time zone (write it like "Europe/Warsaw")',
    ),
    (
        'site_timezone = "../etc/passwd"',
        '1:17: SARTO016: "../etc/passwd" is not a time zone '
        '(write it like "Europe/Warsaw")',
    ),
    (
        'location.trusted_proxies = ["10.0.0.0/8", "proxy"]',
        '1:43: SARTO016: "proxy" is not a network (write it like 10.0.0.0/8)',
    ),
    (
        'origins = ["bistro.example"]',
        '1:12: SARTO016: "bistro.example" is not an origin '
        '(write it like "https://bistro.example")',
    ),
    *(
        (
            f'prefix = "{prefix}"',
            f'1:10: SARTO016: "{prefix}" is not a prefix (write it like "/_sarto")',
        )
        for prefix in ("", "/", "_sarto", "/_sarto/", "/a b", "/a//b", "/*")
    ),
    (
        'signals.booked.on = "/book"',
        '1:21: SARTO016: "/book" is not a method and a path '
        '(write it like "POST /book")',
    ),
    (
        'signals.booked.status = "ok"',
        '1:25: SARTO016: "ok" is not a list of statuses (write it like "2xx,303")',
    ),
    (
        "level.regular = 0",
        "1:17: SARTO016: everybody is a regular visitor from the start "
        "(write more than 0)",
    ),
    (
        'consent.source = ["form", "onetrst"]',
        '1:27: SARTO016: nothing called "onetrst" tells of consent '
        "(did you mean 'onetrust'?)",
    ),
    (
        'telemetry.to = ["log", "promethius"]',
        '1:24: SARTO016: nothing called "promethius" takes telemetry '
        "(did you mean 'prometheus'?)",
    ),
    (
        'level.half_life = "month"',
        '1:19: SARTO016: "month" is not a length of time (write it like "7d" or "12h")',
    ),
    (
        "level = { regular = 10, expert = 10 }",
        "1:34: SARTO016: an expert has no more points than a regular visitor "
        "(write more than `regular`)",
    ),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_value_that_says_nothing_is_told(wrong, text, told):
    assert wrong(text) == [told]


FINE = [
    'languages = ["en", "pt-BR", "zh-Hant"]',
    'timezone = "Asia/Tehran"',
    'timezone = "visitor"',
    'location.trusted_proxies = ["10.1.2.3/8", "::1", "192.0.2.1"]',
    'origins = ["https://bistro.example", "http://localhost:8000"]',
    'prefix = "/de-fr/_sarto"',
    'language.path = "/{language}/*"',
    'signals.booked = { on = "POST /book/*", status = "2xx, 303" }',
    'level = { regular = 5, expert = 6, half_life = "2w" }',
]


@pytest.mark.parametrize("text", FINE)
def test_a_value_that_says_something_is_no_mistake(wrong, text):
    assert wrong(text) == []
