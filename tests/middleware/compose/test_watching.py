"""What is counted as shown: places whose every byte was written, changed or not.

Every page is written whole, cut in two at every place, in single bytes, and by the cut
of one that came before; each way says the same.
"""

import pytest

from middleware.compose.test_layouts import CASES as ARRANGED
from middleware.compose.test_rewrite import CASES
from sarto.compose.html.wanted import NOTHING
from sarto.compose.learning import scanned
from sarto.compose.rewrite import Rewriter, rewritten
from sarto.compose.splice import DEEPEST, LARGEST
from sarto.compose.swap import Swap
from support.cuts import ROOM, swap
from support.layouts import terms as arranging
from support.watched import ALL, TAGGED, left, watching

NEW = {"a": swap("new")}
AROUND = {"a": swap("[", "]")}
CLASS = {"a": Swap(attrs=(("class", "x"),))}
FAILS = {"a": Swap(render=lambda: None)}
SHOWN = {
    "a slot that is swapped": (b"<p data-sarto=a>old</p>", NEW, "slots.a"),
    "a slot that keeps its own": (b"<p data-sarto=a>old</p>", {}, "slots.a"),
    "a slot that nobody watches": (b"<p data-sarto=other>old</p>", {}, ""),
    "a slot that is not there": (b"<p>old</p>", NEW, ""),
    "a slot that fails": (b"<p data-sarto=a>old</p>", FAILS, "slots.a"),
    "a slot whose attributes change": (b"<p data-sarto=a>old</p>", CLASS, "slots.a"),
    "marks": (
        b"<div><!--# sarto a -->old<!--# /sarto a --></div>",
        {},
        "slots.a",
    ),
    "a slot that nothing ends": (b"<div data-sarto=a>old", {}, ""),
    "a slot that nothing ends, to be swapped": (b"<div data-sarto=a>old", NEW, ""),
    "a slot that a parser ends": (b"<li data-sarto=a>old<li>", {}, "slots.a"),
    "a void element": (b"<img data-sarto=a>", {}, ""),
    "a void element that is to be filled": (b"<img data-sarto=a>", NEW, ""),
    "a slot that goes with the one around it": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b></p>",
        NEW,
        "slots.a",
    ),
    "a slot in the original of another": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b></p>",
        AROUND,
        "slots.a slots.b",
    ),
    "a slot in one that keeps its own": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b></p>",
        {"b": swap("B")},
        "slots.a slots.b",
    ),
    "a slot that goes once, and once stays": (
        b"<p data-sarto=a><b data-sarto=b></b></p><b data-sarto=b></b>",
        NEW,
        "slots.a slots.b",
    ),
}


@pytest.mark.parametrize(("page", "swaps", "told"), SHOWN.values(), ids=SHOWN)
def test_what_is_written_whole_is_told(
    page: bytes, swaps: dict[str, Swap], told: str
) -> None:
    assert left(page, watching(swaps)) == set(told.split())


@pytest.mark.parametrize(("page", "swaps", "result"), CASES.values(), ids=CASES)
def test_watching_changes_no_byte(
    page: bytes, swaps: dict[str, Swap], result: bytes
) -> None:
    left(page, watching(swaps))


REGIONS = {
    "a region that keeps its own": (
        b"<main data-sarto-layout=home>1<p data-sarto=a>2</p></main>",
        None,
        "layouts.home slots.a",
    ),
    "a region that is arranged": (
        b"<main data-sarto-layout=home>1<p data-sarto=a>2</p></main>",
        '{{ slot("a") }}{{ rest }}',
        "layouts.home slots.a",
    ),
    "what is left out was not shown": (
        b"<main data-sarto-layout=home><p data-sarto=a>1</p><p data-sarto=b>2</p></main>",
        '{{ slot("a") }}',
        "layouts.home slots.a",
    ),
    "what is left out, and stands elsewhere, was": (
        b"<main data-sarto-layout=home><p data-sarto=b>1</p></main><p data-sarto=b>2</p>",
        '{{ slot("a") }}',
        "layouts.home slots.b",
    ),
    "a region in one that leaves it out": (
        b"<main data-sarto-layout=home><p data-sarto-layout=in>"
        b"<b data-sarto=b>1</b></p></main>",
        '{{ slot("a") }}',
        "layouts.home",
    ),
    "a slot that is a region": (
        b"<main data-sarto=a data-sarto-layout=home>1</main>",
        None,
        "layouts.home slots.a",
    ),
    "a region that nothing ends": (b"<main data-sarto-layout=home>1", "2", ""),
}


@pytest.mark.parametrize(("page", "layout", "told"), REGIONS.values(), ids=REGIONS)
def test_of_regions_what_is_placed_is_told(
    page: bytes, layout: str | None, told: str
) -> None:
    layouts = {} if layout is None else {"home": layout}
    said = arranging({}, layouts, watched=ALL)
    assert left(page, said) == set(told.split())


@pytest.mark.parametrize(
    ("page", "swaps", "layout", "result"), ARRANGED.values(), ids=ARRANGED
)
def test_watching_regions_changes_no_byte(
    page: bytes, swaps: dict[str, Swap], layout: str, result: bytes
) -> None:
    left(page, arranging(swaps, {"home": layout}, watched=ALL))


def test_a_region_that_fails_is_counted_as_those_are_that_cannot() -> None:
    said = arranging({}, {"home": "x"}, watched=ALL)
    failing = {"home": Swap(render=lambda: None)}
    object.__setattr__(said, "layouts", failing)
    page = b"<main data-sarto-layout=home><p data-sarto=a>1</p></main>"
    assert left(page, said) == {"layouts.home", "slots.a"}


def test_a_slot_beyond_the_cap_is_not_shown_its_fragment() -> None:
    page = b"<p data-sarto=a>%s</p>" % (b"long" * 30)
    assert left(page, watching(NEW, cap=60)) == set()
    assert left(page, watching({}, cap=60)) == set()
    assert left(page, watching({}, cap=len(page))) == {"slots.a"}


def test_a_region_beyond_the_cap_is_counted_for_no_layout() -> None:
    page = b"<main data-sarto-layout=home>%s</main>" % (b"long" * 30)
    for texts in ({}, {"home": "x{{ rest }}"}):
        assert left(page, arranging({}, texts, cap=60, watched=ALL)) == set()
        assert left(page, arranging({}, texts, watched=ALL)) == {"layouts.home"}


ATTRIBUTES = {
    "a mark": (b"<div><!--# sarto a -->old<!--# /sarto a --></div>", ""),
    "an element": (b"<p data-sarto=a>old</p>", "slots.a"),
    "a void element": (b"<img data-sarto=a>", "slots.a"),
    "more than the cap": (b"<p data-sarto=a>%s</p>" % (b"long" * 30), "slots.a"),
}


@pytest.mark.parametrize(("page", "told"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_where_attributes_alone_may_change_those_are_what_matters(
    page: bytes, told: str
) -> None:
    for swaps in ({}, CLASS):
        said = watching(swaps, cap=60, watched=TAGGED)
        assert left(page, said) == set(told.split())


ALIKE = {
    name: page for name, (page, _, _) in SHOWN.items() if b"data-sarto=b" not in page
}
MISNESTED = b"<p data-sarto=a>1<b><i data-sarto=b>2</b>3</i>4</p>5</i>"


@pytest.mark.parametrize("page", ALIKE.values(), ids=ALIKE)
@pytest.mark.parametrize("cap", [ROOM, 12])
def test_every_arm_of_a_slot_is_counted_alike(page: bytes, cap: int) -> None:
    huge = {"a": swap("x" * (LARGEST + 1))}
    arms = ({}, NEW, AROUND, FAILS, huge)
    counted = [left(page, watching(swaps, cap=cap)) for swaps in arms]
    assert counted == [counted[0]] * len(arms)


def test_a_slot_that_ends_outside_of_the_one_around_it_is_counted_in_no_arm() -> None:
    counted = [
        left(MISNESTED, watching({**AROUND, **inner})) & {"slots.b"}
        for inner in ({}, {"b": swap("B")}, {"b": Swap(render=lambda: None)})
    ]
    assert counted == [counted[0]] * len(counted)


def test_slots_deeper_than_any_swap_goes_are_counted_in_no_arm() -> None:
    deep = b"<b data-sarto=z>" * DEEPEST + b"<b data-sarto=a>"
    page = deep + b"x" + b"</b>" * (DEEPEST + 1)
    around = {"z": swap("[", "]")}
    for swaps in (around, {**around, **NEW}):
        seen, written = scanned(page, NOTHING), set[str]()
        rewritten(page, watching(swaps), seen, written=written)
        assert written == {"slots.z"}


def test_a_page_in_another_alphabet_shows_nothing() -> None:
    page = "<p data-sarto=a>old</p>".encode("utf-16")
    assert left(page, watching(NEW, kind=b"text/html; charset=utf-16")) == set()


def test_a_watched_slot_is_not_held_back() -> None:
    said = watching({}, kind=b"text/html")  # nobody knows the charset yet
    written = set[str]()
    rewriting = Rewriter(said, written=written)
    assert rewriting.feed(b"<p data-sarto=a>") == b"<p data-sarto=a>"
    assert rewriting.feed(b"old</p") == b"old"
    assert not written
    assert rewriting.feed(b">and more") == b"</p>and more"
    assert written == {"slots.a"}


def test_a_slot_is_told_with_its_last_byte_and_not_before() -> None:
    page = b"<p data-sarto=a>old</p>y"
    for at in range(len(page)):
        written = set[str]()
        rewriting = Rewriter(watching({}), written=written)
        out = rewriting.feed(page[:at])
        assert bool(written) == (b"</p>" in out), at
