import pytest

NOTHING = (
    "does nothing: nobody is remembered who was not asked "
    '(say where consent is read: [consent] source = "…")'
)
STABLE = '[layouts.home]\nselector = "main"\nstable = "visit"'
CAP = '[slots.a]\nshow=[{fragment="b",cap={times=1,per="day"}}]'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[signals]", "1:2: warning SARTO028: [signals] "),
        ("level = {}", "1:1: warning SARTO028: [level] "),
        ("[interests]", "1:2: warning SARTO028: [interests] "),
        ('[journey]\nstages = [{ name = "new" }]', "1:2: warning SARTO028: [journey] "),
        (STABLE, "3:1: warning SARTO028: `stable` "),
        (CAP, "2:21: warning SARTO028: `cap` "),
    ],
)
def test_a_memory_without_consent_is_warned_of(findings, text, told):
    assert findings(text) == [told + NOTHING]
    assert findings(f'consent.source = "onetrust"\n{text}') == []


def test_what_is_the_same_on_each_request_needs_no_memory(findings):
    assert findings('[slots.a]\nstable = "request"\nshow = []') == []
