"""The text of a part, and how it differs from another's."""

import pytest

from sarto.workbench.gallery.texts import Run, changes, text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>word</b>.</p><p>Two</p>", "One word.\nTwo"),
        ("<h1>A</h1>\n\n  <p>B\n  C</p>", "A\nB C"),
        ('<img src="a.svg" alt="A lamp"><img src="b.svg" alt="">', "[A lamp]"),
        ("<style>p{}</style><script>x()</script><p>seen</p>", "seen"),
        ('<input type="submit" value="Send"><input value="kept">', "Send"),
        ("a &amp; b<br>c", "a & b\nc"),
        ("<template><p>no</p></template><p>yes</p></template>!", "yes\n!"),
        ("<head><title>no</title><body>the head ends unsaid", "the head ends unsaid"),
        ("", ""),
    ],
)
def test_a_text_is_what_is_read(html, text) -> None:
    assert text_of(html) == text


def test_a_difference_is_told_word_by_word() -> None:
    assert changes("the lamp is lit", "the lamp was never lit") == [
        Run("same", "the lamp"),
        Run("out", "is"),
        Run("in", "was never"),
        Run("same", "lit"),
    ]


def test_equal_texts_do_not_differ() -> None:
    assert changes("a b", "a b") == []
    assert changes("", "") == []


def test_what_is_new_and_what_is_gone_are_told() -> None:
    assert changes("", "soup") == [Run("in", "soup")]
    assert changes("soup", "") == [Run("out", "soup")]


def test_lines_stay_lines() -> None:
    assert changes("a", "b\nc") == [Run("out", "a"), Run("in", "b\nc")]


def test_long_agreement_is_cut_short() -> None:
    words = " ".join(map(str, range(50)))
    same, new = changes(words, f"{words} more")
    assert same.text == "0 1 2 3 4 5 6 7 … 42 43 44 45 46 47 48 49"
    assert new == Run("in", "more")
