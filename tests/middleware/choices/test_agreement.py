"""From a request to what was granted, with a source that says what its cookie says."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.choices.agreement import MOST, Agreement, Term
from sarto.headers import COOKIES
from sarto.vocabulary.consent import LONGEST, Fault, Record, State

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAP = {"personalization": ("p",), "analytics": ("a",)}
STATES = {state.value: state for state in State}


@dataclass
class Spoken:
    """A source whose cookies `x…` are spoken: `p=granted,a=denied`, or a fault."""

    name: str = "x"
    seen: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    answer: Any = None
    ids: Any = None
    meanings: Any = field(default_factory=dict[str, Any])
    takes: frozenset[str] = frozenset()

    def reads(self, cookie: str) -> bool:
        return cookie.startswith(self.name)

    def record(self, cookies: Any, now: datetime) -> Any:
        self.seen.append(dict(cookies))
        if self.answer is not None:
            return self.answer
        value = cookies.get(self.name)
        if not value:
            return None
        if value in list(Fault):
            return Record(said={"p": True, "a": True}, fault=Fault(value))
        said = dict(part.split(":") for part in value.split(","))
        (means,) = {word for word in said.values() if word != "denied"} or {"granted"}
        return Record(
            said={id_: word != "denied" for id_, word in said.items()},
            means=STATES[means],
        )


def agreement(*sources: Spoken, **settings: Any) -> Agreement:
    terms = [Term(name=each.name, source=each, ids=MAP) for each in sources]
    return Agreement(terms=tuple(terms), **settings)


def granted(
    *lines: str, gpc: str | None = None, source: Any = None, **settings: Any
) -> set[str]:
    fields = [(b"cookie", line.encode()) for line in lines]
    if gpc is not None:
        fields.append((b"sec-gpc", gpc.encode()))
    return set(agreement(source or Spoken(), **settings).consent(fields, NOW).granted)


def test_what_was_granted_counts():
    assert granted("x=p:granted,a:denied") == {"personalization"}


@pytest.mark.parametrize("word", ["denied", "undecided", "implied", "stale"])
def test_nothing_else_does_where_visitors_opt_in(word):
    assert granted(f"x=p:{word}") == set()


@pytest.mark.parametrize("word", ["denied", "undecided", "stale"])
def test_where_they_opt_out_a_no_no_answer_and_an_old_yes_are_none(word):
    assert granted(f"x=p:{word}", is_opt_out=True) == set()


@pytest.mark.parametrize(
    "lines", [(), ("other=1",), ("x=",), ("x=p:implied,a:implied",)]
)
def test_where_they_opt_out_silence_is_a_yes(lines):
    assert granted(*lines) == set()
    assert granted(*lines, is_opt_out=True) == set(MAP)


@pytest.mark.parametrize("lines", [(), ("x=p:implied",)])
def test_global_privacy_control_takes_back_a_yes_that_nobody_said(lines):
    assert granted(*lines, gpc="1", is_opt_out=True) == set()
    assert granted(*lines, gpc="0", is_opt_out=True) != set()
    assert granted(*lines, gpc="1", is_opt_out=True, heeds_gpc=False) != set()


@pytest.mark.parametrize("is_opt_out", [True, False])
def test_an_explicit_yes_on_this_site_stands(is_opt_out):
    assert granted("x=p:granted", gpc="1", is_opt_out=is_opt_out) == {"personalization"}


@pytest.mark.parametrize("is_opt_out", [True, False])
@pytest.mark.parametrize("fault", list(Fault))
def test_a_record_with_a_fault_grants_nothing(fault, is_opt_out):
    assert granted(f"x={fault.value}", is_opt_out=is_opt_out) == set()


@pytest.mark.parametrize(
    "lines", [("x=p:denied; x=p:granted",), ("x=p:granted", "x=p:denied")]
)
def test_of_two_copies_the_one_that_denies_wins(lines):
    assert granted(*lines) == set()
    assert granted(*lines, is_opt_out=True) == set()


def test_copies_that_agree_are_one():
    source = Spoken()
    assert granted("x=p:granted; x=p:granted", source=source) == {"personalization"}
    assert len(source.seen) == 1


def test_the_cookies_of_one_record_are_read_in_every_way():
    source = Spoken()
    granted("x=p:granted; xa=1; xa=2; xb=3; xb=4", source=source)
    assert len(source.seen) == 4
    assert {tuple(sorted(each)) for each in source.seen} == {("x", "xa", "xb")}


def test_too_many_copies_are_no_record():
    copies = "; ".join(f"x{n}={m}" for n in range(7) for m in range(2))
    source = Spoken()
    assert granted("x=p:granted; " + copies, source=source, is_opt_out=True) == set()
    assert MOST < 2**7
    assert source.seen == []


@pytest.mark.parametrize(
    "value", [b"x" * (LONGEST + 1), b"\x01", b"\x7f", b"\x85", b"\xc2\x85", b"\xff"]
)
def test_a_value_beyond_measure_or_no_text_is_shown_to_nobody(value):
    source = Spoken()
    found = agreement(source, is_opt_out=True).consent(
        [(b"cookie", b"x=" + value)], NOW
    )
    assert (found.granted, source.seen) == (frozenset(), [])


def test_letters_of_any_script_are_text():
    assert granted("x=é:granted,p:granted") == {"personalization"}


def test_more_cookies_than_are_read_grant_nothing():
    found = agreement(Spoken(), is_opt_out=True).consent(
        [(b"cookie", b"y" * (COOKIES + 1))], NOW
    )
    assert (found.granted, found.told) == (frozenset(), "too many cookies")


def test_it_is_shown_no_cookie_of_another_s():
    source = Spoken()
    granted("session=secret; x=p:granted", source=source)
    assert source.seen == [{"x": "p:granted"}]


def test_of_several_sources_all_must_grant():
    both = agreement(Spoken(), Spoken("y"))
    fields = [(b"cookie", b"x=p:granted,a:granted; y=p:denied,a:granted")]
    found = both.consent(fields, NOW)
    assert found.granted == {"analytics"}
    assert found.told == "x: granted, y: partial"


def test_with_a_source_that_is_not_there_nothing_is_granted():
    missing = Term(name="form", source=None, ids={})
    there = agreement(Spoken()).terms[0]
    both = Agreement(terms=(there, missing), is_opt_out=True)
    found = both.consent([(b"cookie", b"x=p:granted")], NOW)
    assert (found.granted, found.told) == (
        frozenset(),
        "x: granted, form: nobody reads it",
    )


def test_where_nobody_is_asked_nothing_is_granted():
    assert Agreement(terms=(), is_opt_out=True).consent([], NOW).granted == frozenset()


@pytest.mark.parametrize("answer", ["yes", 1, {"p": True}, object()])
def test_an_answer_that_is_no_record_grants_nothing(answer):
    assert granted("x=1", source=Spoken(answer=answer), is_opt_out=True) == set()


def test_a_purpose_needs_all_of_its_ids():
    needs = {"personalization": ("p", "a"), "analytics": ()}
    term = Term(name="x", source=Spoken(), ids=needs)

    def of(line):
        return Agreement(terms=(term,)).consent([(b"cookie", line)], NOW).granted

    assert of(b"x=p:granted") == set()
    assert of(b"x=p:granted,a:denied") == set()
    assert of(b"x=p:granted,a:granted") == {"personalization"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "x: no record"),
        ("x=p:granted", "x: granted"),
        ("x=p:granted,a:denied", "x: partial"),
        ("x=opaque", "x: opaque"),
        ("x=p:granted; x=p:denied", "x: copies that disagree"),
    ],
)
def test_it_tells_people_in_a_word(line, told):
    assert agreement(Spoken()).consent([(b"cookie", line.encode())], NOW).told == told


@given(st.lists(st.binary(max_size=60), max_size=4), st.booleans())
def test_no_cookies_raise(lines, is_opt_out):
    fields = [(b"cookie", line) for line in lines]
    found = agreement(Spoken(answer=Record()), is_opt_out=is_opt_out).consent(
        fields, NOW
    )
    assert found.granted <= set(MAP)


@pytest.mark.parametrize("is_opt_out", [True, False])
def test_a_tool_that_is_there_and_has_no_answer_is_no_record_of_nothing(is_opt_out):
    assert granted("xy=seen", is_opt_out=is_opt_out) == set()


def test_a_purpose_that_nothing_stands_for_is_granted_by_no_silence():
    term = Term(name="x", source=Spoken(), ids={"analytics": (), "other": ("o",)})
    silent = Agreement(terms=(term,), is_opt_out=True).consent([], NOW)
    assert silent.granted == {"other"}
