"""Files that anybody may have written: rows, or every fault with its line."""

import random
from contextlib import suppress

import pytest

from sarto.workbench.importing.sheet import MOST, SheetError, sheet

GOOD = b"visitor,experiment,arm,booked\nv1,hero,a,1\n"
SEED = 20_261_122


def faults(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(SheetError) as caught:
        sheet(data)
    return [(fault.line, fault.text) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"\n", b"\r"),
        GOOD.rstrip(),
        GOOD + b"\n\n,,,\n",
        GOOD.replace(b"v1", b'"v1"'),
        GOOD.replace(b"visitor,", b" visitor ,"),
    ],
)
def test_a_file_is_read_however_it_was_saved(data) -> None:
    found = sheet(data)
    assert found.columns == ("visitor", "experiment", "arm", "booked")
    assert [row.cells for row in found.rows] == [["v1", "hero", "a", "1"]]


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "empty"),
        (b"\n\n", 1, "empty"),
        (b"a,b\n1,2\n3\n", 3, "1 cell"),
        (b"a,b\n1,2,3\n", 2, "3 cells"),
        (b"a,b\n1,\xff\n", 2, "0xff"),
        (b'a,b\n1,"2\n3,4\n', 3, "unexpected end"),
        (b'a,b\n1,"2"x\n', 2, "expected after"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", 2, "limit"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data, line, said) -> None:
    ((at, text), *_) = faults(data)
    assert at == line
    assert said in text


def test_of_many_faults_the_first_are_told_and_all_are_counted() -> None:
    with pytest.raises(SheetError) as caught:
        sheet(b"a,b\n" + b"x\n" * 1000)
    told = caught.value.told("f.csv").splitlines()
    assert len(told) == MOST + 1
    assert told[0].startswith("f.csv:2: 1 cell")
    assert told[-1].endswith("and 980 more")


def test_any_bytes_give_rows_or_faults_and_nothing_else() -> None:
    dice = random.Random(SEED)  # noqa: S311 - a test's
    marks = [b",", b"\n", b'"', b"\r", b"\0", b"a", b"1", b"\xd8", b"\xc3\xa9", b"'"]
    for _ in range(3000):
        data = b"".join(dice.choices(marks, k=dice.randrange(60)))
        with suppress(SheetError):
            found = sheet(data)
            assert {len(row.cells) for row in found.rows} <= {len(found.columns)}
