import pytest

VAIN = [
    ('location.headers = ["cf-ipcountry"]', "1:10: warning SARTO019: these headers are believed from nobody (add `trusted_proxies`)"),
    ('consent.map.personalisation = "C3"', "1:13: warning SARTO019: nothing needs consent to \"personalisation\" (did you mean 'personalization'?)"),
    ('[audiences.a]\nnot = { levels.booking = "expert" }', '1:12: warning SARTO019: no signal counts towards `levels.booking` (give one of them `area = "booking"`)'),
    ('slots.a.show = [{ fragment = "x", when = { levels.x = "expert" } }]', '1:51: warning SARTO019: no signal counts towards `levels.x` (give one of them `area = "x"`)'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), VAIN, ids=[v[0] for v in VAIN])
def test_what_does_nothing_is_a_warning(findings, text, told):
    assert [line for line in findings(text) if "SARTO021" not in line] == [told]


FINE = [
    'location = { headers = ["a"], trusted_proxies = ["10.0.0.0/8"] }',
    'consent.map = { personalization = "C3", marketing = "C4" }',
    'signals.book.area = "booking"\naudiences.a.levels.booking = "expert"',
]


@pytest.mark.parametrize("text", FINE)
def test_what_does_something_is_none(findings, text):
    assert [line for line in findings(text) if "SARTO019" in line] == []
