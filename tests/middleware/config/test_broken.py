import tomllib

import pytest

from sarto.config.broken import broken

TOLD = [  # the text; line, column and length; the message; what to do
    ("a = mobile", (1, 5, 6), "Invalid value", 'a text stands in quotes: "mobile"'),
    ("a = app:app", (1, 5, 7), "Invalid value", "a text stands in quotes"),
    ("a = False", (1, 5, 5), "Invalid value", "write false"),
    ("a = None", (1, 5, 4), "Invalid value", "write nothing at all: leave the key out"),
    (
        "a = \u201cx\u201d",
        (1, 5, 3),
        "Invalid value",
        'a text stands in quotes, and these are straight: "',
    ),
    (
        'a = 1\nb = "x\n',
        (2, 5, 2),
        "this text has no end",
        "a text ends with its quote",
    ),
    ("b = 'x\n", (1, 5, 2), "this text has no end", "a text ends with its quote"),
    (
        "[a\n",
        (1, 3, 1),
        "Expected ']' at the end of a table declaration",
        "end it with ]",
    ),
    (
        "[[a]\n",
        (1, 4, 1),
        "Expected ']]' at the end of an array declaration",
        "end it with ]]",
    ),
]


def told(text):
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    return broken(str(caught.value), text)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"), TOLD, ids=[t[0] for t in TOLD]
)
def test_what_is_no_toml_is_told_as_authors_speak(text, place, message, hint):
    found = told(text)
    assert (found.message, found.help, tuple(found.place)) == (message, hint, place)


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ("[t]\na = 1\nb = 2\na = 3\n", (4, 1, 1), (2, 1, 1)),
        ("[t]\na.b = 1\n  a.b.c = 2\n", (3, 3, 5), (2, 1, 3)),
        ("[a.b]\n[c]\n[ a.b ]\n", (3, 3, 3), (1, 2, 3)),
        ("[[a]]\n[a]\n", (2, 2, 1), (1, 3, 1)),
    ],
)
def test_what_is_written_again_is_shown_where_it_was_written_first(text, place, first):
    found = told(text)
    (note,) = found.notes
    assert tuple(found.place) == place
    assert (note.line, note.column, note.length) == first


def test_of_one_key_written_twice_a_list_is_offered():
    assert told("[t]\na = 1\na = 2\n").help.startswith("leave one of them out; any of")
    assert "under `all`" in told("[t]\na.b = 1\na.b.c = 2\n").help


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[t.a]\nb = 1\n[t]\na = 2\n", (4, 1, 1)),
        ("a = 1\n[a]\n", (2, 2, 1)),
        ("[t]\na.b = 1\n[t.a]\n", (3, 2, 3)),
    ],
)
def test_what_stands_elsewhere_under_another_name_is_told_alone(text, place):
    found = told(text)
    assert (tuple(found.place), found.notes) == (place, ())


def test_a_key_in_the_middle_of_a_line_is_told_where_toml_tells_it():
    found = told("a = [\n{ b = 1, b.c = 2 }]\n")
    assert (found.place.line, found.notes) == (2, ())
