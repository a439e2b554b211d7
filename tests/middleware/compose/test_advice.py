import pytest
from jinja2 import TemplateSyntaxError

from sarto.compose.advice import advised
from sarto.compose.folder import Folder
from sarto.compose.templates import Environment

ADVICE = [  # the template, the message, what to do, and the word that is meant
    ("{% if a %}", "nothing ends this `if`", "write {% endif %} where it ends", "if"),
    (
        "{% for a in b %}{% endif %}",
        "`endif` cannot stand here: `for` is not ended yet",
        "write {% endfor %} first",
        "endif",
    ),
    (
        "{% for a in b %}{% fi %}{% endfor %}",
        "Encountered unknown tag 'fi'.",
        "",
        "fi",
    ),
    ("{% iff a %}", "Encountered unknown tag 'iff'.", "did you mean 'if'?", "iff"),
    (
        "{% endif %}",
        "Encountered unknown tag 'endif'.",
        "what it belongs to is not open here",
        "endif",
    ),
    ("{% zzzzzzzz %}", "Encountered unknown tag 'zzzzzzzz'.", "", "zzzzzzzz"),
    (
        "{{ a }",
        "unexpected '}'",
        "what is written stands between {{ and }}, a statement between {% and %}",
        "}",
    ),
    ("{# a", "Missing end of comment tag", "end it with #}", ""),
    (
        "{% autoescape false %}{% endautoescape %}",
        "Escaping cannot be switched off.",
        "leave it out: of a fragment's own HTML nothing is escaped",
        "autoescape",
    ),
]


@pytest.mark.parametrize(
    ("template", "message", "hint", "word"), ADVICE, ids=[each[0] for each in ADVICE]
)
def test_what_jinja_says_is_said_to_who_writes_html(template, message, hint, word):
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment(Folder({})).parse(template)

    assert advised(str(caught.value.message)) == (message, hint, word)


def test_what_names_no_word_is_told_as_it_is():
    assert advised("it is too much") == ("it is too much", "", "")
