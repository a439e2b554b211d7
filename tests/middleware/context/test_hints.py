import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context import hints
from support.visits import visit


@pytest.mark.parametrize(
    ("sent", "mobile"),
    [
        ("?1", True),
        ("?0", False),
        ("?1;x", True),
        ("1", False),
        ("", False),
        ("?", False),
        ("?1, ?1", False),
    ],
)
def test_a_boolean_says_whether_it_is_mobile(sent: str, mobile: bool) -> None:
    assert hints.is_mobile(visit(("sec-ch-ua-mobile", sent))) is mobile


@pytest.mark.parametrize(
    ("sent", "brand"),
    [
        (
            '"Chromium";v="143", "Not:A-Brand";v="24", "Google Chrome";v="143"',
            "Google Chrome",
        ),
        ('" Not A;Brand";v="99", "Chromium";v="98", "Opera";v="98"', "Opera"),
        ('"(Not(A:Brand";v="8", "Microsoft Edge";v="120"', "Microsoft Edge"),
        ('"Not.A/Brand";v="8", "Chromium";v="147"', None),
        ('"Android WebView";v="147", "Not.A/Brand";v="8", "Chromium";v="147"', None),
        ('"Not", 5, token, ("a" "b"), ""', "Not"),
        ("Google Chrome", None),
        ('"Google Chrome', None),
        ('"é"', None),
        ("", None),
    ],
)
def test_the_brand_that_is_not_made_up_names_the_browser(
    sent: str, brand: str | None
) -> None:
    assert hints.brand(visit(("sec-ch-ua", sent))) == brand


@pytest.mark.parametrize(
    ("sent", "platform"),
    [
        ('"Android"', "Android"),
        ('"Chrome OS"', "Chrome OS"),
        ("Windows", "Windows"),
        ("Chrome OS", "Chrome OS"),
        ('"Unknown"', None),
        ('""', None),
        ('"Windows', None),
        ("<b>", None),
        ("", None),
    ],
)
def test_a_text_is_read_with_its_quotes_or_without(
    sent: str, platform: str | None
) -> None:
    assert hints.platform(visit(("sec-ch-ua-platform", sent))) == platform


@pytest.mark.parametrize(
    ("sent", "form"),
    [
        ('"Tablet"', "tablet"),
        ('"Mobile", "Watch"', "wearable"),
        ('"XR"', "wearable"),
        ('"EInk"', "tablet"),
        ('"Automotive", "Tablet"', "other"),
        ('"Desktop"', "desktop"),
        ('"Spaceship"', None),
        ("Tablet,", None),
    ],
)
def test_of_several_form_factors_the_most_particular_counts(
    sent: str, form: str | None
) -> None:
    assert hints.form(visit(("sec-ch-ua-form-factors", sent))) == form


@pytest.mark.parametrize(
    ("mobile", "platform", "computer"),
    [
        ("?0", '"Windows"', True),
        ("?1", '"Windows"', False),
        ("?0", '"Android"', False),
        ("", '"macOS"', False),
    ],
)
def test_a_computer_says_its_system_and_that_it_is_not_mobile(
    mobile: str, platform: str, computer: bool
) -> None:
    asked = visit(("sec-ch-ua-mobile", mobile), ("sec-ch-ua-platform", platform))
    assert hints.is_computer(asked) is computer


@pytest.mark.parametrize(
    ("sent", "app"),
    [
        ("org.example.shop", "org.example.shop"),
        ("XMLHttpRequest", None),
        ("", None),
        ("a b.c", None),
    ],
)
def test_a_page_in_an_android_app_carries_its_name(sent: str, app: str | None) -> None:
    assert hints.app(visit(("x-requested-with", sent))) == app


def test_a_field_too_long_to_be_one_is_not_looked_into() -> None:
    long = f'"{"x" * hints.LONGEST}"'
    asked = visit(("sec-ch-ua", long), ("sec-ch-ua-platform", long))
    assert hints.brand(asked) is hints.platform(asked) is None


@given(st.binary(max_size=100))
def test_no_field_raises(value: bytes) -> None:
    names = (
        b"sec-ch-ua",
        b"sec-ch-ua-mobile",
        b"sec-ch-ua-platform",
        b"sec-ch-ua-form-factors",
        b"x-requested-with",
    )
    asked = visit(scope={"headers": [(name, value) for name in names]})
    for read in (hints.brand, hints.form, hints.model, hints.platform, hints.app):
        assert read(asked) is None or read(asked)
    assert hints.is_mobile(asked) in (True, False)
    assert hints.is_computer(asked) is False
