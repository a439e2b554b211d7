from sarto.config.locate import locate
from sarto.config.report import Report
from sarto.vocabulary.reading import ConditionError


def opened():
    return Report(file="sarto.toml", places=locate('[a]\nb = ["x", "yy"]'))


def test_a_finding_has_the_place_of_its_key_or_of_its_value():
    report = opened()
    report.wrong("SARTO002", ("a", "b"), "at its key")
    report.wrong("SARTO004", ("a", "b", 1), "at its value", "help", at_value=True)
    first, second = report.all()
    assert (first.line, first.column, first.length) == (2, 1, 1)
    assert (second.line, second.column, second.length, second.help) == (
        2,
        11,
        4,
        "help",
    )


def test_findings_are_in_the_order_of_the_file():
    report = opened()
    report.wrong("SARTO004", ("a", "b"), "later")
    report.wrong("SARTO004", ("a",), "earlier", severity="warning")
    assert [finding.message for finding in report.all()] == ["earlier", "later"]


def test_a_condition_s_mistake_is_told_at_its_item():
    report = opened()
    report.mistaken("b", ConditionError("is wrong", "do it", 1), ("a", "b"))
    (finding,) = report.all()
    assert (finding.column, finding.message) == (11, "`b`: is wrong")


def test_around_a_spoiled_place_nothing_more_is_told():
    report = opened()
    report.spoiled.add(("a",))
    report.wrong("SARTO013", ("a",), "a guess")
    report.wrong("SARTO013", ("a", "b"), "no guess")
    assert [finding.message for finding in report.all()] == ["no guess"]


def test_of_what_is_doubted_nothing_is_told():
    report = opened()
    report.doubted.add("signal")
    report.wrong("SARTO007", ("a",), "a guess", about="signal")
    assert report.all() == ()
