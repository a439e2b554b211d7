"""What a request wants of a file: whether it has it, and which parts."""

from email.utils import formatdate

import pytest

from sarto_adapters.sites.static.asked import Version, is_had, is_stale, moment, spans
from support.folder_asking import OLD

VERSION = Version(tag=b'"v1"', changed=OLD)
THEN = formatdate(OLD, usegmt=True)
BEFORE, AFTER = (formatdate(OLD + by, usegmt=True) for by in (-1, 1))


def said(**fields):
    return [(n.replace("_", "-").encode(), v.encode()) for n, v in fields.items()]


HAD = [
    ({}, False),
    ({"if_none_match": '"v1"'}, True),
    ({"if_none_match": 'W/"v1"'}, True),
    ({"if_none_match": '"v0", "v1"'}, True),
    ({"if_none_match": "*"}, True),
    ({"if_none_match": '"v2"'}, False),
    ({"if_none_match": "v1"}, False),
    ({"if_modified_since": THEN}, True),
    ({"if_modified_since": AFTER}, True),
    ({"if_modified_since": BEFORE}, False),
    ({"if_modified_since": "Tue Nov 14 22:13:20 2023"}, True),
    ({"if_modified_since": "yesterday"}, False),
    ({"if_modified_since": "Tue, 99 Nov 99999999 22:13:20 GMT"}, False),
    ({"if_none_match": '"v2"', "if_modified_since": AFTER}, False),
    ({"if_none_match": '"v1"', "if_modified_since": BEFORE}, True),
]


@pytest.mark.parametrize(("fields", "wanted"), HAD)
def test_a_version_is_had_by_its_tag_or_else_by_its_date(fields, wanted):
    assert is_had(said(**fields), VERSION) is wanted


STALE = [
    ({}, False),
    ({"if_match": '"v1"'}, False),
    ({"if_match": "*"}, False),
    ({"if_match": '"v0", "v1"'}, False),
    ({"if_match": 'W/"v1"'}, True),
    ({"if_match": '"v2"'}, True),
    ({"if_unmodified_since": THEN}, False),
    ({"if_unmodified_since": BEFORE}, True),
    ({"if_unmodified_since": "never"}, False),
    ({"if_match": '"v1"', "if_unmodified_since": BEFORE}, False),
]


@pytest.mark.parametrize(("fields", "wanted"), STALE)
def test_a_version_is_stale_to_who_wants_another(fields, wanted):
    assert is_stale(said(**fields), VERSION) is wanted


SPANS = [
    ("bytes=0-4", [(0, 5)]),
    ("bytes=0-0", [(0, 1)]),
    ("bytes=5-", [(5, 10)]),
    ("bytes=-3", [(7, 10)]),
    ("bytes=-30", [(0, 10)]),
    ("bytes=8-99", [(8, 10)]),
    ("BYTES=0-4", [(0, 5)]),
    ("bytes = 0-4", [(0, 5)]),
    ("bytes=0-1,4-5", [(0, 2), (4, 6)]),
    ("bytes=4-5 , 0-1", [(0, 2), (4, 6)]),
    ("bytes=0-4,2-6", [(0, 7)]),
    ("bytes=0-4,5-6", [(0, 7)]),
    ("bytes=0-9,-1", [(0, 10)]),
    ("bytes=0-1,50-60", [(0, 2)]),
    ("bytes=10-", []),
    ("bytes=50-60,70-", []),
    ("bytes=-0", []),
    ("bytes=4-2", None),
    ("bytes=-", None),
    ("bytes=", None),
    ("bytes", None),
    ("lines=0-4", None),
    ("bytes=a-b", None),
    ("bytes=0-4,x", None),
    ("bytes=0-4,", None),
    ("bytes=0-4-5", None),
    ("bytes=+0-4", None),
    ("bytes=٠-٤", None),
    (f"bytes={'9' * 5000}-", None),
    ("bytes=" + ",".join(["0-0"] * 17), None),
]


@pytest.mark.parametrize(("text", "wanted"), SPANS)
def test_parts_are_read_put_in_order_and_put_together(text, wanted):
    found = spans(said(range=text), VERSION, 10)
    assert (found and [(each.start, each.stop) for each in found]) == wanted


def test_nothing_of_an_empty_file_can_be_had_in_parts():
    assert spans(said(range="bytes=0-"), VERSION, 0) == []


OF = [
    ('"v1"', True),
    ('W/"v1"', False),
    ('"v2"', False),
    (THEN, True),
    (AFTER, False),
    (BEFORE, False),
    ("soon", False),
]


@pytest.mark.parametrize(("if_range", "is_part"), OF)
def test_parts_are_of_the_version_that_was_asked_for_or_not_at_all(if_range, is_part):
    fields = said(range="bytes=0-4", if_range=if_range)
    assert (spans(fields, VERSION, 10) is not None) is is_part


def test_no_date_is_no_moment():
    assert moment(None) is None
    assert moment(b"") is None
    assert moment(b"\xff\xfe") is None
