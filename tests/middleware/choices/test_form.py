"""The record of our own form: what it grants, and what never is a grant."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.choices.agreement import Agreement, Term
from sarto.choices.form import FormRecord, day_of, policy_of, written
from sarto.vocabulary.consent import Settings, State

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = day_of(NOW)
FORM = FormRecord(settings=Settings(version="2026-11"))
COOKIE = "__Host-sarto-consent"
BOTH = ("personalization", "analytics")


def granted(value: str, form: FormRecord = FORM, **settings: bool) -> frozenset[str]:
    """Read a cookie as a site does."""
    term = Term(name="form", source=form, ids=form.meanings)
    fields = [(b"cookie", f"{COOKIE}={value}".encode("utf-8", "surrogateescape"))]
    return Agreement(terms=(term,), **settings).consent(fields, NOW).granted


@pytest.mark.parametrize("purposes", [BOTH, BOTH[:1], BOTH[1:], ()])
def test_what_is_answered_is_read_again(purposes) -> None:
    value = FORM.answered(purposes, NOW)
    assert granted(value) == {*purposes}
    assert granted(FORM.answered(reversed(purposes), NOW)) == {*purposes}


def test_a_record_is_four_words() -> None:
    assert written("0a1b2c3d", 20779, BOTH) == (
        "1.0a1b2c3d.20779.personalization+analytics"
    )
    assert written("0a1b2c3d", 20779, ()) == "1.0a1b2c3d.20779.-"
    assert len(policy_of(None)) == 8
    assert policy_of(None) == policy_of("") != policy_of("2")


def test_without_a_record_nobody_was_asked() -> None:
    assert FORM.record({}, NOW) is None
    assert FORM.record({COOKIE: ""}, NOW) is None
    assert FORM.record({"sarto-consent": FORM.answered(BOTH, NOW)}, NOW) is None
    assert FORM.reads(COOKIE)
    assert not FORM.reads("sarto-consent")


def test_of_two_names_the_first_counts() -> None:
    form = FormRecord(cookies=("a", "b"))
    yes, no = form.answered(BOTH, NOW), form.answered((), NOW)
    record = form.record({"b": yes, "a": no}, NOW)
    assert record is not None
    assert record.told == "denied"


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-2, State.UNDECIDED),
        (-1, State.GRANTED),
        (0, State.GRANTED),
        (182, State.GRANTED),
        (183, State.STALE),
        (394, State.STALE),
    ],
)
def test_a_yes_counts_for_half_a_year(days, state) -> None:
    record = FORM.read(written(FORM.policy, TODAY - days, BOTH), NOW)
    assert record.state("analytics") is state


@pytest.mark.parametrize(("asked", "most"), [(30, 30), (395, 395), (4000, 395)])
def test_how_long_it_counts_is_bounded(asked, most) -> None:
    form = FormRecord(settings=Settings(max_age=timedelta(days=asked)))
    assert form.max_age == timedelta(days=most)
    assert granted(written(form.policy, TODAY - most + 1, BOTH), form) == {*BOTH}
    assert granted(written(form.policy, TODAY - most, BOTH), form) == set()


def test_a_refusal_denies_whatever_its_age_and_policy() -> None:
    for policy, day in ((FORM.policy, 0), (policy_of("older"), TODAY)):
        record = FORM.read(written(policy, day, ()), NOW)
        assert {record.state(purpose) for purpose in BOTH} == {State.DENIED}
        assert record.told == "stale"


def test_a_yes_to_another_policy_is_out_of_date() -> None:
    record = FORM.read(written(policy_of("older"), TODAY, BOTH), NOW)
    assert record.state("analytics") is State.STALE
    assert granted(written(policy_of("older"), TODAY, BOTH)) == set()


@pytest.mark.parametrize(
    "value",
    [
        "yes",
        "1..1.analytics",
        f"2.{FORM.policy}.{TODAY}.analytics",
        f"1.{FORM.policy.upper()}.{TODAY}.analytics",
        f"1.{FORM.policy}.0{TODAY}.analytics",
        f"1.{FORM.policy}.+{TODAY}.analytics",
        f"1.{FORM.policy}.²{TODAY}.analytics",
        f"1.{FORM.policy}.-1.analytics",
        f"1.{FORM.policy}.{TODAY}.",
        f"1.{FORM.policy}.{TODAY}.-+analytics",
        f"1.{FORM.policy}.{TODAY}.analytics+",
        f"1.{FORM.policy}.{TODAY}.analytics+analytics",
        f"1.{FORM.policy}.{TODAY}.analytics+personalization",
        f"1.{FORM.policy}.{TODAY}.Analytics",
        f"1.{FORM.policy}.{TODAY}.%61nalytics",
        f"1.{FORM.policy}.{TODAY}.analytics+marketing",
        f"1.{FORM.policy}.{TODAY}.analytics%20",
        f'"1.{FORM.policy}.{TODAY}.analytics"',
        f"1.{FORM.policy}.{TODAY}.analytics" + "+x" * 300,
        f"1.{FORM.policy}.{'9' * 300}.analytics",
    ],
)
def test_what_is_not_written_as_we_write_it_grants_nothing(value) -> None:
    assert granted(value) == set()
    assert granted(value, is_opt_out=True) == set()


def test_a_purpose_of_the_site_s_own_may_have_any_name() -> None:
    form = FormRecord(purposes=("a+b", "c d", "é"))
    value = form.answered(("a+b", "é"), NOW)
    assert value.isascii()
    assert granted(value, form) == {"a+b", "é"}
    assert form.ids == {"a+b", "c d", "é"}


@pytest.mark.parametrize("purposes", [BOTH, BOTH[:1], BOTH[1:]])
def test_no_truncation_and_no_flipped_bit_widens_a_grant(purposes) -> None:
    value = FORM.answered(purposes, NOW).encode()
    most = granted(value.decode())
    assert most == {*purposes}
    for end in range(len(value)):
        assert granted(value[:end].decode()) <= most
    for bit in range(8 * len(value)):
        flipped = bytearray(value)
        flipped[bit // 8] ^= 1 << bit % 8
        assert granted(flipped.decode("utf-8", "surrogateescape")) <= most, flipped


@given(st.text())
def test_nothing_raises_and_nothing_is_granted_for_any_text(text) -> None:
    assert FORM.read(text, NOW).state("analytics") is not State.GRANTED


@given(st.from_regex(r"1\.[0-9a-f]{0,9}\.[0-9]{0,6}\.[a-z+%-]{0,40}", fullmatch=True))
def test_nothing_raises_for_what_is_nearly_a_record(text) -> None:
    FORM.read(text, NOW)


def test_what_came_under_another_scheme_s_name_is_not_read() -> None:
    form = FormRecord(cookies=("__Host-sarto-consent", "sarto-consent"))
    term = Term(name="form", source=form, ids=form.meanings)
    fields = [(b"cookie", f"sarto-consent={form.answered(BOTH, NOW)}".encode())]
    agreement = Agreement(terms=(term,))
    assert agreement.form is form
    assert agreement.consent(fields, NOW, "__Host-sarto-consent").granted == set()
    assert agreement.consent(fields, NOW, "sarto-consent").granted == {*BOTH}
    assert agreement.consent(fields, NOW).granted == {*BOTH}
