import logging

import pytest

from sarto import errors
from sarto.errors import ConfigError, Failures, Finding, FragmentError, SartoError

FOUND = Finding(
    code="SARTO002",
    message="there is no key called `shw` here",
    help="did you mean 'show'?",
    file="sarto.toml",
    line=3,
    column=7,
)


def test_a_finding_says_where_what_and_what_to_do():
    assert str(FOUND) == (
        "sarto.toml:3:7: error SARTO002: there is no key called `shw` here "
        "(did you mean 'show'?)"
    )


def test_a_finding_without_help_ends_with_what():
    found = Finding(code="SARTO021", message="later", file="a", severity="warning")
    assert str(found) == "a:1:1: warning SARTO021: later"


def test_a_finding_has_a_place_to_be_ordered_by():
    assert FOUND.place == ("sarto.toml", 3, 7)


def test_a_config_error_tells_all_findings():
    error = ConfigError((FOUND, FOUND))
    assert error.findings == (FOUND, FOUND)
    assert str(error) == f"{FOUND}\n{FOUND}"


def test_a_fragment_error_keeps_its_parts():
    error = FragmentError("hero.html", "division by zero")
    assert (error.fragment, error.reason) == ("hero.html", "division by zero")
    assert str(error) == (
        "Fragment 'hero.html' could not be rendered: division by zero"
    )


@pytest.mark.parametrize("error", [ConfigError(()), FragmentError("a", "b")])
def test_every_error_is_sarto_s(error):
    assert isinstance(error, SartoError)


@pytest.fixture
def clock(monkeypatch):
    """The hands of the clock that log lines are spaced by."""
    hands = [0.0]
    monkeypatch.setattr(errors, "monotonic", lambda: hands[0])
    return hands


def test_each_kind_of_failure_is_logged_at_most_once_a_minute(clock, caplog):
    failures = Failures()
    for second in (0, 1, 59, 60, 61):
        clock[0] = second
        failures.note("decide", ValueError())
        failures.note("compose", ValueError())
    assert failures.counts == {"decide": 5, "compose": 5}
    assert [record.getMessage() for record in caplog.records] == [
        "decide failed (1 times so far): ValueError",
        "compose failed (1 times so far): ValueError",
        "decide failed (4 times so far): ValueError",
        "compose failed (4 times so far): ValueError",
    ]


def fail(text):
    try:
        int(text)
    except ValueError as error:
        raise FragmentError("hero.html", str(error)) from error


def failed(text):
    with pytest.raises(FragmentError) as caught:
        fail(text)
    return caught.value


def test_a_log_line_names_the_first_error_and_its_place_but_not_its_words(caplog):
    Failures().note("fragment", failed("192.0.2.1"))
    (record,) = caplog.records
    place = f"{__file__}:{fail.__code__.co_firstlineno + 2}"
    assert record.getMessage() == (
        f"fragment failed (1 times so far): ValueError at {place}"
    )
    assert "192.0.2.1" not in caplog.text


def test_who_asks_for_it_has_the_whole_traceback(caplog):
    caplog.set_level(logging.DEBUG, "sarto")
    Failures().note("fragment", failed("text"))
    assert "invalid literal for int() with base 10: 'text'" in caplog.text


def test_what_is_no_failure_of_ours_is_a_warning_of_the_same_rhythm(clock, caplog):
    failures = Failures()
    for second in (0, 1, 60):
        clock[0] = second
        failures.tell("encoding", "The application sent br")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "The application sent br (1 times so far)"),
        ("WARNING", "The application sent br (3 times so far)"),
    ]
