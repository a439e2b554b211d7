"""What is held is bounded, goes out as soon as it may, and is rendered once."""

import pytest

from sarto.compose import splice
from sarto.compose.swap import Swap
from support.cuts import counting, passed, rewriter, rewritten, swap, ways

SLOT = b"<p data-sarto=a>1234567890</p>"
NEW = {"a": swap("new")}
AROUND = {"a": swap("[", "]")}
PAIR = {"a": swap("A"), "b": swap("B")}
CLASS = {"a": Swap(attrs=(("class", "x"),))}


@pytest.mark.parametrize("before", [b"", b"before", b"<b>" * 40], ids=len)
@pytest.mark.parametrize("after", [b"", b"after" * 30], ids=len)
def test_the_cap_counts_the_bytes_of_the_slot_itself(
    before: bytes, after: bytes
) -> None:
    page = before + SLOT + after
    new = before + b"<p data-sarto=a>new</p>" + after
    assert rewritten(page, NEW, hold_cap=len(SLOT)) == new
    assert rewritten(page, NEW, hold_cap=len(SLOT) - 1) == page
    assert rewritten(page, NEW, hold_cap=0) == page


def test_the_cap_of_a_slot_that_a_parser_ends() -> None:
    page, slot = b"<ul><li data-sarto=a>old<li>more</ul>", b"<li data-sarto=a>old"
    new = page.replace(b"old", b"new")
    assert rewritten(page, NEW, hold_cap=len(slot)) == new
    assert rewritten(page, NEW, hold_cap=len(slot) - 1) == page


def test_the_cap_of_a_void_element() -> None:
    page = b"x<img data-sarto=a data-sarto-swap=element>y"
    assert rewritten(page, NEW, hold_cap=len(page) - 2) == b"xnewy"
    assert rewritten(page, NEW, hold_cap=len(page) - 3) == page


def test_a_slot_in_one_that_is_too_long_is_swapped() -> None:
    page = b"<div data-sarto=a>12345<b data-sarto=b>2</b>67890</div>"
    new = b"<div data-sarto=a>12345<b data-sarto=b>B</b>67890</div>"
    for cap in range(len(b"<b data-sarto=b>2</b>"), len(page)):
        assert rewritten(page, PAIR, hold_cap=cap) == new
    assert rewritten(page, PAIR, hold_cap=len(page)) == b"<div data-sarto=a>A</div>"


def test_attributes_are_set_whatever_the_cap() -> None:
    assert b'class="x"' in rewritten(SLOT, CLASS, hold_cap=0)


@pytest.mark.parametrize("html", [("new",), None], ids=["fine", "fails"])
def test_a_slot_is_rendered_once_however_often_it_is_met(
    html: tuple[str, ...] | None,
) -> None:
    for chunks in ways(SLOT * 3):
        times: list[int] = []
        passed(chunks, {"a": counting(html, times)})
        assert times == [1]


def test_what_is_not_shown_is_not_rendered() -> None:
    times: list[int] = []
    page = b"<p data-sarto=b><b data-sarto=a>1</b></p><p data-sarto=a>1"
    swaps = {"a": counting(("A",), times), "b": swap("B")}
    rewritten(page, swaps)
    assert not times


def test_bytes_go_out_as_soon_as_they_may() -> None:
    rewriting = rewriter(NEW)
    assert rewriting.feed(b"before<b") == b"before"
    assert rewriting.feed(b"><p data-sarto=z>") == b"<b><p data-sarto=z>"
    assert rewriting.feed(b"kept<p data-sarto=a>old") == b"kept"
    assert rewriting.held == b"<p data-sarto=a>old"
    assert rewriting.feed(b"</p>after") == b"<p data-sarto=a>new</p>after"
    assert rewriting.finish() == b""


def test_until_the_charset_is_known_only_slots_wait() -> None:
    rewriting = rewriter(CLASS, content_type=b"text/html")
    assert rewriting.feed(b"before<b>") == b"before<b>"
    assert rewriting.feed(b"<p data-sarto=a>" + b" " * 900) == b""
    assert rewriting.feed(b"x" * 200).startswith(b'<p data-sarto=a class="x"> ')


def test_a_slot_beyond_the_cap_goes_out_before_it_ends() -> None:
    rewriting = rewriter(NEW, hold_cap=100)
    assert rewriting.feed(b"<p data-sarto=a>" + b"x" * 84) == b""
    assert len(rewriting.feed(b"x")) == 101
    assert rewriting.finish(b"</p>") == b"</p>"


def test_no_memory_stays_of_slots_that_went_out() -> None:
    rewriting = rewriter(NEW | {"b": Swap(attrs=(("class", "x"),))}, hold_cap=50)
    for _ in range(100):
        rewriting.feed(SLOT + b"<p data-sarto=b>1</p><p data-sarto=z>2</p>" + b"x" * 99)
    assert not rewriting.held
    assert not rewriting._met


def test_a_slot_whose_rendering_raises_leaves_all_that_is_held() -> None:
    def broken() -> tuple[str, ...]:
        raise ZeroDivisionError

    for last in (b"<p data-sarto=a>1</p>", b""):
        rewriting = rewriter({"a": Swap(render=broken)}, content_type=b"text/html")
        page = b"x<p data-sarto=a>0</p>"
        out = rewriting.feed(page)
        with pytest.raises(ZeroDivisionError):
            rewriting.finish(last)
        assert out + rewriting.held == page + last


def nested(depth: int, name: bytes = b"a") -> bytes:
    return b"<div data-sarto=%b>" % name * depth + b"x" + b"</div>" * depth


def test_slots_nested_without_end_do_not_grow_without_end() -> None:
    doubling = {"a": swap("", "", "")}
    page = nested(60)
    out = passed([page], doubling)
    assert len(out) < 2 * splice.LARGEST
    assert passed([page[at : at + 1] for at in range(len(page))], doubling) == out


@pytest.mark.parametrize("depth", [splice.DEEPEST, splice.DEEPEST + 1, 500])
def test_slots_nested_too_deep_keep_their_own_content(depth: int) -> None:
    out = passed([nested(depth)], AROUND)
    assert out.count(b"[") == min(depth, splice.DEEPEST)
    assert out.replace(b"[", b"").replace(b"]", b"") == nested(depth)


def test_slots_that_stand_side_by_side_are_not_deep() -> None:
    out = passed([SLOT * 99 + nested(splice.DEEPEST + 1)], AROUND)
    assert out.count(b"[") == 99 + splice.DEEPEST


def test_a_slot_that_becomes_too_large_keeps_its_own_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = b"<p data-sarto=a>12<b data-sarto=b>3</b>45</p>"
    swaps = {"a": swap("(", "|", ")"), "b": swap("B")}
    own = page.replace(b">3<", b">B<")
    both = b"<p data-sarto=a>(%b|%b)</p>" % ((own[16:-4],) * 2)
    monkeypatch.setattr(splice, "LARGEST", 2 * len(own[16:-4]) + 3)
    assert rewritten(page, swaps) == both
    monkeypatch.setattr(splice, "LARGEST", 2 * len(own[16:-4]) + 2)
    assert rewritten(page, swaps) == own


def test_many_slots_are_swapped_in_good_time() -> None:
    page = b"<div data-sarto=z>" + SLOT * 20_000
    expected = page.replace(b"1234567890", b"[1234567890]")
    assert passed([page], AROUND) == expected
