import pytest

from sarto.compose.page import is_measured

LENGTH = (b"content-length", b"5")
TYPE = (b"content-type", b"text/html")


@pytest.mark.parametrize(
    ("headers", "measured"),
    [
        ([LENGTH, TYPE], True),
        ([TYPE, LENGTH], True),
        ([TYPE, (b"Content-Length", b"5")], True),
        ([TYPE], False),
        ([], False),
    ],
)
def test_a_length_is_found_wherever_it_stands(headers, measured):
    assert is_measured(headers) is measured
