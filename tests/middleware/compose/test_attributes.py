"""Attributes of a start tag are set in its bytes, and nothing else of it changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sarto.compose.attributes import (
    attribute,
    element,
    is_name,
    with_attribute,
    with_attributes,
)


@pytest.mark.parametrize(
    ("tag", "changed"),
    [
        (b"<p>", b'<p class="new">'),
        (b"<p >", b'<p class="new" >'),
        (b"<br/>", b'<br class="new"/>'),
        (b"<br />", b'<br class="new" />'),
        (b"<p id=a>", b'<p id=a class="new">'),
        (b"<p id=a/>", b'<p id=a/ class="new">'),
        (b"<p id='a'/>", b"<p id='a' class=\"new\"/>"),
        (b"<p hidden>", b'<p hidden class="new">'),
        (b"<p hidden=>", b'<p hidden="" class="new">'),
        (b"<p hidden = >", b'<p hidden = "" class="new">'),
        (b"<p hidden==>", b'<p hidden== class="new">'),
        (b"<p =>", b'<p = class="new">'),
        (b'<p class="old">', b'<p class="new">'),
        (b"<p class='old'>", b'<p class="new">'),
        (b"<p class=old>", b'<p class="new">'),
        (b"<p class=old/>", b'<p class="new">'),
        (b"<p class>", b'<p class="new">'),
        (b"<p class/>", b'<p class="new"/>'),
        (b"<p class=>", b'<p class="new">'),
        (b"<p CLASS = 'a>b' id=x>", b'<p class="new" id=x>'),
        (b"<p\n  id=a\n  class=old\n>", b'<p\n  id=a\n  class="new"\n>'),
        (b"<p/class=old>", b'<p/class="new">'),
        (b"<p class=a id=x class=b>", b'<p class="new" id=x class=b>'),
        (b'<p id="a"class="b">', b'<p id="a"class="new">'),
        (b"<p =class=a>", b'<p =class=a class="new">'),
        (b"<p title='class=a'>", b"<p title='class=a' class=\"new\">"),
        (b"<p data-class=a>", b'<p data-class=a class="new">'),
        (b'<p "class>', b'<p "class class="new">'),
        (b"<p \x0bclass=a>", b'<p \x0bclass=a class="new">'),
        (b"<p title=\xff\xfe>", b'<p title=\xff\xfe class="new">'),
    ],
    ids=repr,
)
def test_an_attribute_is_replaced_in_place_or_added_last(
    tag: bytes, changed: bytes
) -> None:
    assert with_attributes(tag, [("class", "new")], "utf-8") == changed


def test_several_are_set_in_order_and_the_later_wins() -> None:
    wanted = [("lang", "fa"), ("dir", "rtl"), ("LANG", "ar")]
    expected = b'<p id=a lang="ar" dir="rtl">'
    assert with_attributes(b"<p id=a>", wanted, "utf-8") == expected


@pytest.mark.parametrize(
    ("value", "charset", "written"),
    [
        ('a"b&c<d>', "utf-8", b'"a&quot;b&amp;c<d>"'),
        ("&quot;", "utf-8", b'"&amp;quot;"'),
        ("س", "utf-8", b'"\xd8\xb3"'),
        ("س", "cp1256", b'"\xd3"'),
        ("語س", "cp1256", b'"&#35486;\xd3"'),
        ("س", "ascii", b'"&#1587;"'),
        ("\ud800", "utf-8", b'"&#55296;"'),
        ("", "ascii", b'""'),
    ],
    ids=ascii,
)
def test_a_value_is_escaped_in_the_charset_of_the_page(
    value: str, charset: str, written: bytes
) -> None:
    assert with_attribute(b"<p>", "title", value, charset) == b"<p title=%b>" % written


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (b"<p lang=fa>", b"fa"),
        (b"<p lang='fa'>", b"fa"),
        (b'<p LANG="fa" lang=en>', b"fa"),
        (b"<p lang>", b""),
        (b"<p lang=>", b""),
        (b"<p id=lang>", None),
        (b"<p>", None),
    ],
    ids=repr,
)
def test_an_attribute_is_read_as_it_is_spelt(tag: bytes, value: bytes | None) -> None:
    assert attribute(tag, "lang") == value


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        (b"<HTML lang=fa>", b"html"),
        (b"<br/>", b"br"),
        (b"<p t='<b>'>", b"p"),
        (b"", b""),
    ],
)
def test_the_element_of_a_tag_is_known(tag: bytes, name: bytes) -> None:
    assert element(tag) == name


@pytest.mark.parametrize(
    "name", ["class", "data-x", "aria-label", "xml:lang", "@click", ":k", "_x", "x.y"]
)
def test_these_can_be_set(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["", " class", "cl ass", "a=b", "a>b", 'a"', "a/b", "1a", "é", "a\n", "-a"]
)
def test_these_cannot_be_set(name: str) -> None:
    assert not is_name(name)


def parsed(tag: str) -> dict[str, str]:
    """Read a paragraph's attributes as an independent parser does."""
    node = LexborHTMLParser(f"<!doctype html>{tag}").css_first("p")
    assert node is not None
    return {name: value or "" for name, value in node.attributes.items()}


NAMES = st.sampled_from(["id", "class", "title", "hidden", "CLASS", "data-a"])
VALUES = st.sampled_from(
    ["", "=a", '="a b"', "='>'", "=''", '="x=y"', "=a/b", "=", "= ", "=="]
)
GAPS = st.sampled_from([" ", "\n", "  ", " / "])
TAGS = st.lists(st.tuples(GAPS, NAMES, VALUES), max_size=4).map(
    lambda parts: "<p" + "".join(map("".join, parts)) + ">"
)


@given(TAGS, st.text(st.characters(codec="utf-8", exclude_characters="\0\r")))
def test_a_parser_reads_the_value_that_was_set_and_the_others_as_before(
    tag: str, value: str
) -> None:
    before = parsed(tag)
    after = parsed(with_attribute(tag.encode(), "class", value, "utf-8").decode())
    assert after.pop("class") == value
    before.pop("class", None)
    assert after == before
