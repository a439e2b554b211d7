"""Tables for a terminal."""

from sarto.workbench.report.columns import WIDTH, paragraph, table


def test_names_stand_to_the_left_and_numbers_to_the_right() -> None:
    text = table(["arm", "n"], [["photo", "1,204"], ["a", "7"]])
    assert text.splitlines() == ["  arm        n", "  photo  1,204", "  a          7"]


def test_no_line_ends_in_spaces() -> None:
    text = table(["a", "b", "c"], [["x", "", ""]], left=2)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_paragraph_is_as_wide_as_a_page_and_breaks_no_word() -> None:
    lines = paragraph(f"{'word ' * 60}{'x' * 100}", "  ").splitlines()
    assert all(len(line) <= WIDTH for line in lines[:-1])
    assert lines[-1] == f"  {'x' * 100}"
