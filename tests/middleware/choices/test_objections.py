import pytest

from sarto.choices.objections import objects


@pytest.mark.parametrize("name", [b"sec-gpc", b"dnt"])
@pytest.mark.parametrize("value", [b"1", b" 1", b"1\t"])
def test_one_is_an_objection(name, value):
    assert objects([(b"host", b"x"), (name, value)])


@pytest.mark.parametrize("name", [b"sec-gpc", b"dnt"])
@pytest.mark.parametrize(
    "value", [b"", b"0", b"true", b'"1"', b"1, 1", b"01", b"?1", b"1;x"]
)
def test_anything_else_is_no_word(name, value):
    assert not objects([(name, value)])


def test_of_several_lines_one_is_enough():
    assert objects([(b"sec-gpc", b"0"), (b"sec-gpc", b"1")])


def test_other_fields_object_to_nothing():
    assert not objects([(b"sec-gpc-x", b"1"), (b"accept", b"1")])
