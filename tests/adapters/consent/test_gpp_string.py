import pytest

from sarto_adapters.consent.bits import ShortError
from sarto_adapters.consent.gpp_string import Choice, GppString

CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TCF = "CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA.YAAAAAAAAAAA"
USCA = [(1, 6), *[(1, 2)] * 3, (1, 2), (2, 2), *[(0, 2)] * 15]


def packed(*fields):
    row = "".join(f"{value:0{width}b}" for value, width in fields)
    row += "0" * (-len(row) % 6)
    return "".join(CODE[int(row[at : at + 6], 2)] for at in range(0, len(row), 6))


HEADERS = [
    ("DBABMA~" + TCF, (2,)),
    ("DBACNYA~" + TCF + "~1YNN", (2, 6)),
    ("DBABjw~1~1YNN", (5, 6)),
    ("DBABLA~BVQqAAAAAgA.QA", (7,)),
    ("DBABTA~1YNN", (6,)),
    ("DBABBg~" + packed(*USCA), (8,)),
]


def test_of_a_state_that_is_not_read_nobody_knows_what_was_chosen():
    usp_and_virginia = packed(
        (3, 6), (1, 6), (2, 12), (0, 1), (0b10011, 5), (0, 1), (0b0011, 4)
    )
    found = GppString.read(f"{usp_and_virginia}~1YNN~whatever")
    assert found.ids == (6, 9)
    assert [each.sale for each in found.us] == [
        Choice.NOT_OPTED_OUT,
        Choice.NOT_APPLICABLE,
    ]


@pytest.mark.parametrize(("text", "ids"), HEADERS)
def test_the_header_lists_the_sections(text, ids):
    assert GppString.read(text).ids == ids


def test_california_has_no_choice_of_targeted_advertising():
    (found,) = GppString.read("DBABBg~" + packed(*USCA) + ".YA").us
    assert found.choices == {"sale": Choice.OPTED_OUT, "sharing": Choice.NOT_OPTED_OUT}
    assert found.is_gpc


def test_sections_that_nobody_here_reads_are_passed_over():
    found = GppString.read("DBABjw~what is this~1---")
    assert (found.tcf, [each.sale for each in found.us]) == (None, [0])


@pytest.mark.parametrize(
    "text",
    [
        "", "~", "DBABLA", "DBABLA~", "DBABLA~BVQq", "DBABLA~BVQqAAAAAgA~1YNN", "DBABLA~AVQqAAAAAgA",
        "DBABLA~B___AAAAAgA", "DBABLA~BVQqAAAAAgA.", "DBABTA~1YN", "DBABTA~2YNN", "DBABTA~1YXN", "CBABLA~1",
        "DAABLA~1", "DBABMA~" + TCF[:40], "D", "DBA_" + "A" * 40,
        packed((3, 6), (1, 6), (1, 12), (1, 1), (0b011, 3), (0b0000000000011, 13)) + "~1",
        packed((3, 6), (1, 6), (70, 12), *[(0b011, 3)] * 70) + "~1" * 70,
    ],
)  # fmt: skip
def test_what_is_no_string_is_refused(text):
    with pytest.raises(ShortError):
        GppString.read(text)
