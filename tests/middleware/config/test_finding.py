import pytest

HELP = "write types, #ids, .classes and [attributes], joined by a space or >"


@pytest.mark.parametrize("table", ["slots", "layouts"])
@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ("p:hover", '":hover" is not understood in a selector'),
        ("p + b", '"+" is not understood in a selector'),
        ("", "a selector cannot be empty"),
        ("main >", '"main >" ends too soon'),
        ("a" * 1001, "a selector has at most 1000 characters"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_selector_is_told_at_its_value(findings, table, selector, told):
    found = findings(f'[{table}.a]\nselector = "{selector}"')
    (line,) = [each for each in found if "SARTO024" in each]
    assert line.startswith(f"2:12: error SARTO024: {told}")
    assert HELP in line


def test_a_selector_that_is_understood_is_none_of_these(findings):
    assert findings('[slots.a]\nselector = "main > .card, #hero[data-x]"') == []
