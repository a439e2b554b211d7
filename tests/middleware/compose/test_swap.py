"""A swap writes its slot's start tag; lang and dir only where they would differ."""

import pytest

from sarto.compose.swap import Swap

FA = Swap(language="fa", direction="rtl")
SPOKEN = b'<p lang="fa" dir="rtl">'


@pytest.mark.parametrize(
    ("tag", "page", "written"),
    [
        (b"<p>", "en", SPOKEN),
        (b"<p>", None, SPOKEN),
        (b"<p>", "", SPOKEN),
        (b"<p>", "fa", b"<p>"),
        (b"<p>", " FA ", b"<p>"),
        (b"<p>", "fa-AF", SPOKEN),
        (b"<p lang=en>", "fa", SPOKEN),
        (b"<p lang=fa>", "en", b"<p lang=fa>"),
        (b"<p dir=ltr lang=en id=a>", "en", b'<p dir="rtl" lang="fa" id=a>'),
    ],
)
def test_the_language_follows_the_twin(
    tag: bytes, page: str | None, written: bytes
) -> None:
    assert FA.tag(tag, page, "utf-8") == written


def test_a_language_without_a_direction_is_written_left_to_right() -> None:
    assert Swap(language="pl").tag(b"<p>", "en", "utf-8") == b'<p lang="pl" dir="ltr">'


def test_attributes_that_a_rule_sets_outrank_the_twins() -> None:
    both = Swap(language="fa", direction="rtl", attrs=(("dir", "auto"), ("id", "x")))
    assert both.tag(b"<p>", "en", "utf-8") == b'<p lang="fa" dir="auto" id="x">'


def test_without_attributes_and_language_a_tag_stays() -> None:
    assert Swap().tag(b"<P  lang = en>", "fa", "utf-8") == b"<P  lang = en>"
