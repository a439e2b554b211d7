import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.cache.etag import is_known, tags, variant

NONE: list[bytes] = []
TAG = b'W/"abc"'
PARTS = st.tuples(
    st.binary(max_size=8), st.text(max_size=8), st.lists(st.binary(max_size=8))
)


@given(PARTS, PARTS)
def test_equal_tags_mean_equal_parts(
    one: tuple[bytes, str, list[bytes]], other: tuple[bytes, str, list[bytes]]
) -> None:
    assert (variant(*one) == variant(*other)) is (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((b'"a"', "v", [b"xy"]), (b'"a"', "v", [b"x", b"y"]), id="split"),
        pytest.param((b'"a"', "v", [b"x"]), (b'"a"', "vx", NONE), id="version"),
        pytest.param((b'"a"', "v", [b""]), (b'"a"', "v", NONE), id="an empty part"),
        pytest.param((b'"a"', "v", NONE), (b'W/"a"', "v", NONE), id="weak and strong"),
    ],
)
def test_no_part_runs_into_the_next(
    one: tuple[bytes, str, list[bytes]], other: tuple[bytes, str, list[bytes]]
) -> None:
    assert variant(*one) != variant(*other)


@given(PARTS)
def test_a_tag_is_weak_and_well_formed_whatever_the_application_s_was(
    parts: tuple[bytes, str, list[bytes]],
) -> None:
    tag = variant(*parts)
    assert tag.startswith(b'W/"')
    assert tags(tag) == [tag]


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        pytest.param(b'W/"abc"', True, id="the same"),
        pytest.param(b'"abc"', True, id="strong, compared weakly"),
        pytest.param(b'"x", W/"abc"', True, id="one of a list"),
        pytest.param(b'"x","y" ,\t"abc"', True, id="any spaces"),
        pytest.param(b'"a,b", "abc"', True, id="a comma in another tag"),
        pytest.param(b', ,"abc",', True, id="empty members"),
        pytest.param(b"*", True, id="any"),
        pytest.param(b" * ", True, id="any, spaced"),
        pytest.param(b'"abcd"', False, id="another"),
        pytest.param(b'"x,"abc","', False, id="inside a malformed one"),
        pytest.param(b'"x, W/"abc"', False, id="an open quote"),
        pytest.param(b'"abc', False, id="never closed"),
        pytest.param(b"abc", False, id="no quotes"),
        pytest.param(b'w/"abc"', False, id="a small w"),
        pytest.param(b'"ABC"', False, id="capitals"),
        pytest.param(b"", False, id="empty"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_a_client_s_tags_are_compared_weakly(sent: bytes | None, known: bool) -> None:
    assert is_known(sent, TAG) is known


def test_a_tag_with_a_comma_is_known_whole() -> None:
    assert is_known(b'"a,b"', b'"a,b"')
    assert not is_known(b'"a,b"', b'"a"')


@given(st.binary(max_size=60))
def test_no_list_of_tags_raises(sent: bytes) -> None:
    assert is_known(sent, TAG) in (True, False)
