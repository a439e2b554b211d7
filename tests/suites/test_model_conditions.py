"""What is known, a part or its head: the model cache answers as RFC 9110 and 9111 say."""

from email.utils import formatdate

import pytest

from support.model_origin import Origin

FRESH = {"cache-control": "max-age=60"}
TAGGED = {**FRESH, "etag": '"a"'}


def test_what_is_stale_is_asked_for_by_its_tag_and_freshened():
    origin = Origin()
    origin.says(**TAGGED, x_a="1")
    origin.ask()
    origin.says(304, **TAGGED, x_a="2")
    again = origin.ask(after=60)
    assert (again.status, again.body, again.headers["x-a"]) == (200, b"body 1", "2")
    assert origin.asked[-1].headers["if-none-match"] == '"a"'
    assert origin.ask(after=59).body == b"body 1"
    assert len(origin.asked) == 2


def test_it_asks_by_the_tags_of_every_variant_and_believes_the_answer():
    origin = Origin()
    origin.says(cache_control="no-cache", vary="X-K", etag='"a"')
    origin.ask(x_k="a")
    origin.says(cache_control="no-cache", vary="X-K", etag='W/"b"')
    origin.ask(x_k="b")
    origin.says(304, vary="X-K", etag='"b"')
    assert origin.ask(x_k="a").body == b"body 2"
    assert origin.asked[-1].headers["if-none-match"] == '"a", W/"b"'


def test_a_304_for_a_tag_that_it_has_not_is_not_believed():
    origin = Origin()
    origin.says(cache_control="no-cache", etag='"a"')
    origin.ask()
    origin.says(304, etag='"z"')
    assert origin.ask().status == 304  # to no condition: the origin's own doing
    assert len(origin.asked) == 3
    assert "if-none-match" not in origin.asked[-1].headers


@pytest.mark.parametrize(
    ("tag", "status"),
    [('"a"', 304), ('W/"a"', 304), ('"x", "a"', 304), ("*", 304), ('"x"', 200)],
)
def test_who_has_what_is_kept_is_told_so(tag, status):
    origin = Origin()
    origin.says(**TAGGED)
    origin.ask()
    assert origin.ask(if_none_match=tag).status == status
    assert len(origin.asked) == 1


def test_a_condition_that_it_knows_nothing_of_goes_on():
    origin = Origin()
    origin.says(304, etag='"c"')
    assert origin.ask(if_none_match='"c"').status == 304
    assert origin.asked[0].headers["if-none-match"] == '"c"'


def test_a_date_of_change_is_a_condition_where_there_is_no_tag():
    origin = Origin()
    origin.says(**FRESH, last_modified=formatdate(1000))
    origin.ask()
    assert origin.ask(if_modified_since=formatdate(1000)).status == 304
    assert origin.ask(if_modified_since=formatdate(999)).status == 200


PARTS = [
    ("bytes=0-3", {}, 206, b"body"),
    ("bytes=5-", {}, 206, b"1"),
    ("bytes=-2", {}, 206, b" 1"),
    ("bytes=0-99", {}, 206, b"body 1"),
    ("bytes=9-", {}, 416, b""),
    ("bytes=0-0,2-3", {}, 200, b"body 1"),
    ("bytes=-", {}, 200, b"body 1"),
    ("bytes=0-3", {"if_range": '"a"'}, 206, b"body"),
    ("bytes=0-3", {"if_range": 'W/"a"'}, 200, b"body 1"),
    ("bytes=0-3", {"if_range": '"b"'}, 200, b"body 1"),
]


@pytest.mark.parametrize(("span", "more", "status", "body"), PARTS)
def test_a_part_is_cut_from_what_is_kept(span, more, status, body):
    origin = Origin()
    origin.says(**TAGGED)
    for _ in range(2):
        answer = origin.ask(range=span, **more)
        assert (answer.status, answer.body) == (status, body)
    assert len(origin.asked) == 1
    assert "range" not in origin.asked[0].headers


def test_a_head_is_answered_from_what_is_kept():
    origin = Origin()
    origin.says(**FRESH)
    assert origin.ask(method="HEAD").body == b"body 1"
    origin.ask()
    assert origin.ask(method="HEAD").body == b""
    assert len(origin.asked) == 2
