import pytest

HELP = "write types, #ids, .classes and [attributes], joined by a space or >"


@pytest.mark.parametrize("table", ["slots", "layouts"])
@pytest.mark.parametrize(
    ("selector", "column", "told"),
    [
        ("p:hover, b:hover", 14, '":hover" is not understood in a selector'),
        ("p:hover", 14, '":hover" is not understood in a selector'),
        ("p + b", 15, '"+" is not understood in a selector'),
        ("", 12, "a selector cannot be empty"),
        ("main >", 12, '"main >" ends too soon'),
        ("a" * 1001, 12, "a selector has at most 1000 characters"),
    ],
    ids=lambda text: str(text)[:20],
)
def test_what_is_no_selector_is_told_where_it_is_none(
    findings, table, selector, column, told
):
    found = findings(f'[{table}.a]\nselector = "{selector}"')
    (line,) = [each for each in found if "SARTO024" in each]
    assert line.startswith(f"2:{column}: error SARTO024: {told}")
    assert HELP in line


def test_a_selector_that_is_understood_is_none_of_these(findings):
    assert findings('[slots.a]\nselector = "main > .card, #hero[data-x]"') == []


def test_a_selector_of_two_lines_is_pointed_to_as_a_whole(findings):
    found = findings('[slots.a]\nselector = """p,\nb:hover"""')
    (line,) = [each for each in found if "SARTO024" in each]
    assert line.startswith("2:12: error SARTO024")
