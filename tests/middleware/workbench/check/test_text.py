import pytest

from sarto.errors import Finding, Note
from sarto.workbench.check.text import as_text, summary

LINES = 'a = 1\nb = "two"\nc = 3\nd = 4\n'


def finding(**more):
    given = {"code": "SARTO004", "message": "no", "file": "a.toml", "line": 2}
    return Finding(**{**given, "column": 5, "length": 5, **more})


@pytest.fixture
def told(tmp_path):
    """Say what is told of a finding in a file of that text, a line each."""

    def tell(text=LINES, **more):
        (tmp_path / "a.toml").write_text(text, "utf-8", newline="")
        return as_text((finding(**more),), tmp_path).split("\n")

    return tell


def test_a_caret_stands_under_each_character_that_is_meant(told):
    assert told(help="yes") == [
        "error SARTO004: no",
        " --> a.toml:2:5",
        "  |",
        '2 | b = "two"',
        "  |     ^^^^^",
        "  = help: yes",
    ]


def test_another_place_is_shown_with_what_is_there(told):
    notes = (Note(message="the first", line=1, length=1),)
    assert told(line=4, column=1, length=1, notes=notes)[2:] == [
        "  |",
        "1 | a = 1",
        "  | - the first",
        "… |",
        "4 | d = 4",
        "  | ^",
    ]


def test_a_place_on_the_same_line_has_its_own_row(told):
    notes = (Note(message="here", line=2, column=1, length=1),)
    assert told(notes=notes)[3:] == ['2 | b = "two"', "  |     ^^^^^", "  | - here"]


def test_of_lines_next_to_each_other_nothing_is_left_out(told):
    notes = (Note(message="here", line=3, column=1, length=1),)
    assert "… |" not in told(notes=notes)


@pytest.mark.parametrize(
    ("line", "column", "below"),
    [
        ('b = "żółw", "x"', 13, " " * 12 + "^^^"),
        ('b = "日本", "x"', 11, " " * 12 + "^^^"),
        ('b = "z\u030c", "x"', 11, " " * 9 + "^^^"),
        ('b = "\u200c", "x"', 10, " " * 9 + "^^^"),
        ('\tb = "x"', 6, " " * 5 + "^^^"),
        ('b = "日本"', 5, " " * 4 + "^" * 6),
    ],
)
def test_a_caret_stands_right_under_wide_and_narrow_letters(told, line, column, below):
    length = 4 if below.endswith("^" * 6) else 3
    assert told(f"a = 1\n{line}\n", column=column, length=length)[4] == f"  | {below}"


def test_no_control_character_comes_to_a_terminal(told):
    text = "\n".join(told("a = 1\nb = \x1b[31m\u202e\n"))
    assert text.isascii() or "\u202e" not in text
    assert "\x1b" not in text


def test_of_a_long_line_the_part_that_is_meant_is_shown(told):
    long = "x" * 500 + '"two"' + "y" * 500
    line, carets = told(f"a = 1\n{long}", column=501)[3:5]

    assert len(line) < 170
    start = carets.index("^")
    assert line[start : start + 5] == '"two"'


@pytest.mark.parametrize("text", ["a = 1", "a = 1\n\n"])
def test_without_its_line_a_finding_is_told_all_the_same(told, text):
    notes = (Note(message="the first", line=1, length=1),)
    assert told(text, notes=notes, help="yes") == [
        "error SARTO004: no",
        " --> a.toml:2:5",
        "  = note: the first",
        "  = help: yes",
    ]


def test_a_file_that_is_no_text_is_not_shown(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\n\xff\xff\xff\xff\xff\n")
    assert "|" not in as_text((finding(),), tmp_path)


def test_colour_changes_nothing_but_colour(tmp_path):
    (tmp_path / "a.toml").write_text(LINES, "utf-8")
    found = (finding(help="yes", notes=(Note(message="here", line=4),)),)
    roles = set()

    def paint(role, text):
        roles.add(role)
        return text

    assert as_text(found, tmp_path, paint) == as_text(found, tmp_path)
    assert roles >= {"error", "frame", "message", "help", "note"}


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([], "Nothing wrong."),
        (["error"], "1 error."),
        (["warning", "warning"], "2 warnings."),
        (["error", "warning", "error"], "2 errors and 1 warning."),
    ],
)
def test_the_last_line_counts(severities, said):
    assert summary(tuple(finding(severity=each) for each in severities)) == said


def test_of_a_page_of_a_running_site_no_file_is_shown(tmp_path):
    (tmp_path / "menu").write_text(LINES, "utf-8")
    found = finding(file=str(tmp_path / "menu"))
    assert "|" not in as_text((found,), tmp_path)
