"""Fragments and layouts: any text is a template or a problem with its line; in time.

What is rendered holds no value of a visitor's unescaped, and a runaway ends by itself.
"""

from functools import cache

from fuzz.dice import BYTE, Dice
from fuzz.words import words
from sarto.compose.arranging import ARRANGEMENT
from sarto.compose.fragments import Fragment, Fragments
from sarto.compose.swap import Html
from sarto.compose.templates import LARGEST, ORIGINAL
from sarto.errors import FragmentError
from support.templates import Someone, Texts, who

WORDS = words("templates")
ADDRESS = " at 0x"  # of something in memory: another in every process
SAID = "<\"&'>"  # what a visitor sends
TEXTS = {
    "b.html": "b{% block b %}{{ visitor.facts['query.q'] }}{% endblock %}",
    "c.html": "c",
}
PLACINGS = (ORIGINAL, ARRANGEMENT)
SLOTS = ("a", "b")
LANGUAGES = ("en", "fa")


@cache
def somebody() -> Someone:
    return who(path="/<x>", user_agent=SAID, q=SAID, a="1")


def fuzz(data: bytes) -> None:
    """Compile and render one text."""
    dice = Dice(data)
    placing = dice.pick(PLACINGS)
    is_raw = dice.byte() == BYTE - 1
    said = dice.rest() if is_raw else dice.written(WORDS, 64)
    text = said.decode("utf-8", "replace")
    known = Fragments(Texts({**TEXTS, "a.html": text}), LANGUAGES, placing, SLOTS)
    known.use("a.html")
    for problem in known.problems:
        assert problem.code in ("SARTO011", "SARTO012"), problem
        assert problem.message, problem
        assert problem.fragment in known.source.names(), problem
        lines = known.source.text(problem.fragment).count("\n") + text.count("\r") + 1
        assert 1 <= problem.line <= lines, problem
    if any(problem.severity == "error" for problem in known.problems):
        return
    fragment = known.of("a.html", lambda: "en")
    visitor = somebody()
    given = {"visitor": visitor, "page": visitor.facts}
    html = rendered(fragment, given)
    if isinstance(html, FragmentError):
        assert SAID not in str(html)
        return
    assert html == rendered(fragment, given)
    assert ADDRESS in text or ADDRESS not in "".join(html), html
    assert sum(map(len, html)) <= LARGEST
    if "<" not in text:
        assert SAID not in "".join(html[::2]), (text, html)


def rendered(fragment: Fragment, given: dict[str, object]) -> Html | FragmentError:
    try:
        return fragment.render(given)
    except FragmentError as error:
        return error
