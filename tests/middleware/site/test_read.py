import pytest

from sarto.site.read import NOTHING, read_by_application

READS = {"/menu/*": ["country", "eu"], "/menu/tea": ["device"], "/": ["language"]}


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("/", {"language"}),
        ("/menu/coffee", {"country", "eu"}),
        ("/menu/tea", {"country", "eu", "device"}),
        ("/menu", set()),
        ("/Menu/tea", set()),
    ],
)
def test_what_code_reads_is_gathered_from_all_globs_that_match(path, facts) -> None:
    assert read_by_application(READS, path) == facts


def test_where_nothing_is_declared_nothing_is_read() -> None:
    assert read_by_application({}, "/") == NOTHING == frozenset()
