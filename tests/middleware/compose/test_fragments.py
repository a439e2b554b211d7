"""Fragments are compiled once; the twin that suits the visitor is taken."""

from dataclasses import dataclass

import pytest

from sarto.compose.folder import Folder
from sarto.compose.fragments import Fragments
from sarto.errors import FragmentError
from sarto.vocabulary.reads import ReadSet
from support.templates import Texts, fragment, fragments, who


def shown(found: Fragments, language: str) -> tuple[str, str | None]:
    """Give what a reader of that language is shown, and in which it says it is."""
    twin = found.of("a.html", lambda: language)
    return "".join(twin.render({})), twin.language


def test_without_twins_nobody_is_asked_for_a_language() -> None:
    found = fragments("en", "fa", a="text")
    assert found.use("a.html") == ReadSet()
    assert found.of("a.html", pytest.fail).language is None


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "plain", "en"),
        ("fa", "persian", "fa"),
        ("pt-BR", "portuguese", "pt"),
        ("pl", "plain", "en"),
        ("xx", "plain", "en"),
    ],
)
def test_the_closest_twin_is_taken_and_else_the_plain_one(
    language: str, text: str, said: str
) -> None:
    found = fragments(
        *("en", "fa", "pt-BR", "pl"), a="plain", a__fa="persian", a__pt="portuguese"
    )
    assert found.use("a.html") == ReadSet.of(["language"])
    assert shown(found, language) == (text, said)


def test_a_twin_in_the_first_language_outranks_the_plain_one() -> None:
    found = fragments("en", "fa", "pl", a="plain", a__en="english", a__fa="persian")
    found.use("a.html")
    assert shown(found, "en") == ("english", "en")
    assert shown(found, "fa") == ("persian", "fa")
    assert shown(found, "pl") == ("plain", "en")


def test_a_tag_may_be_spelt_with_an_underscore() -> None:
    found = fragments("en", "pt-BR", a="plain", a__pt_BR="portuguese")
    found.use("a.html")
    assert shown(found, "pt-BR") == ("portuguese", "pt-BR")


@pytest.mark.parametrize(
    "name",
    ["a__min", "a__old", "a__no_tag_at_all", "a__fa__x", "ab__fa", "abfa", "a__"],
)
def test_a_file_with_another_word_in_its_name_is_no_twin(name: str) -> None:
    found = fragments("en", "fa", a="plain", **{name: "other"})
    assert found.use("a.html") == ReadSet()
    assert shown(found, "fa") == ("plain", None)


def test_what_a_twin_reads_counts_whoever_is_shown_it() -> None:
    found = fragments("en", "fa", a="plain", a__fa="{{ visitor.facts.device }}")
    assert found.use("a.html") == ReadSet.of(["language", "device"])


def test_a_mistake_in_a_twin_is_told_at_its_file() -> None:
    found = fragments("en", "fa", a="plain", a__fa="\n{{ nope }}")
    found.use("a.html")
    assert [(each.fragment, each.line) for each in found.problems] == [("a.fa.html", 2)]


def test_what_nothing_can_change_is_rendered_once_at_the_start() -> None:
    compiled = fragment("{% for x in [1, 2] %}{{ x }}{% endfor %}{{ original }}")
    assert compiled.constant == ("12", "")
    assert compiled.render({}) is compiled.constant


@pytest.mark.parametrize(
    "text",
    [
        "{{ visitor.level }}",
        "{{ page.path }}",
        "{% include 'b.html' %}",
        "{% include ['b.html', 'c.html'][0] %}",
    ],
)
def test_what_a_visit_can_change_is_rendered_for_each(text: str) -> None:
    compiled = fragment(text, b="{{ page.path }}", c="")
    assert compiled.constant is None


def test_what_is_included_without_a_visit_is_constant_too() -> None:
    text = "{% for x in 'ab' %}{% include 'b.html' %}{% endfor %}"
    assert fragment(text, b="[{{ x }}]").constant == ("[a][b]",)


@dataclass
class Seen:
    path: str


def test_each_visit_is_rendered_for_itself() -> None:
    compiled = fragment("{{ page.path }}:{{ visitor.facts['query.q'] }}")
    for word in ("one", "two"):
        given = {"visitor": who(q=word), "page": Seen(f"/{word}")}
        assert compiled.render(given) == (f"/{word}:{word}",)


def test_an_error_tells_the_line_and_nothing_of_the_visitors() -> None:
    compiled = fragment("\n\n{{ {'a': 1}[visitor.facts['query.q']] }}")
    with pytest.raises(FragmentError) as raised:
        compiled.render({"visitor": who(q="secret")})
    assert str(raised.value) == (
        "Fragment 'a.html' could not be rendered: UndefinedError at line 3"
    )
    assert raised.value.__suppress_context__


def test_an_error_of_our_own_tells_its_reason() -> None:
    compiled = fragment("{{ visitor.level * 999999 }}")
    with pytest.raises(FragmentError, match="makes too much") as raised:
        compiled.render({"visitor": who()})
    assert raised.value.fragment == "a.html"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n{{ 1 / 0 }}", 2, "ZeroDivisionError: division by zero"),
        ("\n\n{{ ''.nope }}", 3, "'str object' has no attribute 'nope'"),
        ("\n{{ 'x' * 9999999 }}", 2, "`*` makes too much of its operands"),
        ("\n{% include 'b.html' %}", 3, "ZeroDivisionError: division by zero"),
        ("{{ '" + "x" * 9 + "'|int|nope }}", 1, "No filter named 'nope'."),
    ],
    ids=["an error", "a lack", "a bound", "included", "compiled"],
)
def test_what_fails_at_the_start_is_told_at_its_line(
    text: str, line: int, message: str
) -> None:
    found = fragments(a=text, b="\n\n{{ 1 / 0 }}")
    found.use("a.html")
    (problem,) = found.problems
    assert (problem.line, problem.message) == (line, message)


class Broken(Texts):
    """A source that lists what it then cannot give."""

    def text(self, name: str) -> str:
        if name == "b.html":
            raise OSError("gone")
        if name == "c.html":
            raise KeyError(name)
        return super().text(name)


@pytest.mark.parametrize("name", ["b.html", "c.html"])
def test_a_source_that_fails_is_told(name: str) -> None:
    texts = {"a.html": f"{{% include '{name}' %}}", name: ""}
    found = Fragments(Broken(texts), ("en",))
    found.use("a.html")
    assert len(found.problems) == 1


def test_why_a_file_is_no_fragment_is_told() -> None:
    texts = {"a.html": "\n{% include 'b.html' %}"}
    found = Fragments(Folder(texts, {"b.html": "it is no file"}), ("en",))
    found.use("a.html")
    (problem,) = found.problems
    assert (problem.line, problem.message) == (
        2,
        "'b.html' is no fragment: it is no file",
    )
    assert found.unreadable("a.html") is None


def test_what_a_visit_chooses_to_include_may_be_missing_then() -> None:
    compiled = fragment("{% include page.path %}", b="fine")
    assert compiled.render({"page": Seen("b.html")}) == ("fine",)
    for path in ("../secret.html", "/etc/passwd", "none.html"):
        with pytest.raises(FragmentError, match="TemplateNotFound"):
            compiled.render({"page": Seen(path)})


@pytest.mark.parametrize(
    "line",
    ["{{ 1 }", "{% endif %}", "{% if %}", "{{ 'x }}", "{% for x %}", "{{ }}"],
)
def test_a_slip_of_syntax_is_told_at_its_line(line: str) -> None:
    found = fragments(a="\n\n" + line)
    found.use("a.html")
    assert [(each.code, each.line) for each in found.problems] == [("SARTO011", 3)]
