import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.hosts import in_ascii, is_own, listed, registered


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.google.co.uk", "google.co.uk"),
        ("a.b.example.com", "example.com"),
        ("example.com", "example.com"),
        ("t.co", "t.co"),
        ("www.x.com.co", "x.com.co"),
        ("shop.go.it", "go.it"),
        ("a.go.jp", "a.go.jp"),
        ("co.uk", "co.uk"),
        ("com", "com"),
        ("localhost", "localhost"),
        ("b.a.github.io", "a.github.io"),
        ("github.io", "github.io"),
        ("b.a.s3.amazonaws.com", "a.s3.amazonaws.com"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("", ""),
        ("..", ".."),
    ],
)
def test_the_registered_name_is_one_part_and_its_suffix(host: str, name: str) -> None:
    assert registered(host) == name


def test_every_suffix_of_the_list_parts_two_sites() -> None:
    for last, names in listed("suffixes.txt"):
        for name in names:
            suffix = f"{name}.{'pl' if last == '*' else last}"
            assert not is_own(f"x.{suffix}", f"y.{suffix}")
            assert not is_own(suffix, f"y.{suffix}")
            assert is_own(f"www.x.{suffix}", f"x.{suffix}")


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [
        ("example.com", "example.com"),
        ("b\xc3\xbccher.example", "xn--bcher-kva.example"),
        ("b\xfccher.example", None),
        ("\xe3\x80\x82\xe3\x80\x82", None),
        ("a" * 64 + ".example", None),
        ("a." * 130 + "example", None),
        ("-a.example", None),
        ("a_b.example", "a_b.example"),
        ("bücher", None),
        ("ن", None),
    ],
)
def test_a_name_is_written_as_dns_has_it(name: str, ascii_name: str | None) -> None:
    assert in_ascii(name) == ascii_name


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_raises(one: str, other: str) -> None:
    assert registered(one) in one
    assert is_own(one, one)
    assert is_own(one, other) == is_own(other, one)
