from sarto.config.audiences import Condition
from sarto.decide.conditions import All, AnyOf, Leaf, Window
from sarto.decide.program import Program
from sarto.decide.trace import Trace
from sarto.vocabulary.patterns import OneOf
from support.visits import NOON, visit


def on(fact: str, word: str) -> Leaf:
    return Leaf(
        Condition(fact=fact, pattern=OneOf((word,)), written=f"{fact} = {word}")
    )


PHONE, POLAND = on("device", "mobile"), on("country", "PL")


def test_a_trace_tells_what_was_asked_in_order_with_the_answers() -> None:
    open_ = Window(start=NOON)
    program = Program((All((open_, PHONE, POLAND)), POLAND))
    trace = Trace.of(program, visit(pins={"country": "PL", "device": "tv"}))
    assert trace.number == 1
    assert list(trace.asked.values()) == [(open_, True), (PHONE, False), (POLAND, True)]


def test_what_was_not_reached_was_not_asked() -> None:
    trace = Trace.of(
        Program((AnyOf((PHONE, POLAND)),)), visit(pins={"device": "mobile"})
    )
    assert list(trace.asked) == [PHONE.key]
    assert trace.read == {"device"}
