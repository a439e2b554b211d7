import pytest

from sarto.memory.circuit import ENOUGH, REST, Circuit


@pytest.fixture
def circuit():
    return Circuit()


def silenced(circuit, *, began=0.0):
    """Let as many calls be silent as it takes, one after the other; give the moment."""
    for number in range(ENOUGH):
        circuit.silent(began + number, began + number + 0.5)
    return began + ENOUGH - 0.5


def test_it_is_closed_at_first(circuit):
    assert all(circuit.may_pass(0.0) for _ in range(100))


def test_three_silences_in_a_row_open_it(circuit):
    circuit.silent(0.0, 0.1)
    circuit.silent(0.2, 0.3)
    assert circuit.may_pass(0.4)
    circuit.silent(0.4, 0.5)
    assert not circuit.may_pass(0.5)
    assert not circuit.may_pass(0.5 + REST - 0.001)


def test_an_answer_between_silences_begins_the_count_anew(circuit):
    for began in range(20):
        circuit.silent(began, began + 0.1)
        circuit.silent(began + 0.2, began + 0.3)
        circuit.answered()
        assert circuit.may_pass(began + 0.4)


def test_calls_that_were_under_way_together_count_as_one(circuit):
    for _ in range(64):
        circuit.silent(0.0, 0.5)
    assert circuit.may_pass(0.6)


def test_one_call_per_rest_may_try(circuit):
    now = silenced(circuit) + REST
    assert [circuit.may_pass(now) for _ in range(5)] == [True] + [False] * 4
    assert not circuit.may_pass(now + REST - 0.001)
    assert circuit.may_pass(now + REST)


def test_one_that_tries_in_vain_leaves_it_open(circuit):
    now = silenced(circuit) + REST
    assert circuit.may_pass(now)
    circuit.silent(now, now + 0.1)
    assert not circuit.may_pass(now + REST)
    assert circuit.may_pass(now + 0.1 + REST)


def test_one_that_is_answered_closes_it(circuit):
    now = silenced(circuit) + REST
    assert circuit.may_pass(now)
    circuit.answered()
    assert all(circuit.may_pass(now) for _ in range(100))
    circuit.silent(now + 0.1, now + 0.2)
    assert circuit.may_pass(now + 0.3)
