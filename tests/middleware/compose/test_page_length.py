import pytest

from sarto.compose.page import announced

LENGTH = (b"content-length", b"5")
TYPE = (b"content-type", b"text/html")


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ([LENGTH, TYPE], b"5"),
        ([TYPE, LENGTH], b"5"),
        ([TYPE, (b"Content-Length", b"5")], b"5"),
        ([TYPE], None),
        ([], None),
    ],
)
def test_a_length_is_found_wherever_it_stands(headers, length):
    assert announced(headers) == length
