"""For how long an edge may believe a look-up."""

from datetime import timedelta

import pytest

from sarto.site.looking import policy
from support.shared_site import NOON, Moving, behind, seconds

TIMED = """
[slots.hero]
pages = "/"
show = [{ when = { time = "18:00-23:00" }, fragment = "one.html" }]
[slots.part]
pages = "/"
show = [{ fragment = "part.html" }]
"""
ZONED = 'languages = ["en"]\ntimezone = "visitor"\n[cache]\nedge = "{edge}"\n'


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ("17:58:00", 60),
        ("17:59:00", 59),
        ("17:59:58.5", 0),
        ("18:00:00", 60),
        ("22:59:30", 29),
    ],
)
def test_no_look_up_outlives_what_its_visitor_s_clock_tells(now, kept) -> None:
    site = behind(
        TIMED, head=ZONED, clock=Moving(f"2026-06-15T{now}"), texts={"part.html": ""}
    )
    answer = site.look()
    assert seconds(answer) == kept
    assert answer.raw_headers[0] == (b"x-accel-expires", b"%d" % kept)


def test_nor_what_any_clock_shows() -> None:
    texts = {"part.html": "{{ visitor.facts.daypart }}"}
    site = behind(TIMED, head=ZONED, clock=Moving("2026-06-15T11:59:30"), texts=texts)
    assert site.keys()["x-sarto-value-daypart"] == "morning"
    assert seconds(site.look()) == 29


@pytest.mark.parametrize(
    ("left", "kept"), [(-5, 0), (0, 0), (1, 0), (2, 1), (2.9, 1), (61, 60), (9999, 60)]
)
def test_a_look_up_is_kept_for_a_minute_at_the_most(left, kept) -> None:
    assert policy(NOON, NOON + timedelta(seconds=left), 1) == [
        (b"x-accel-expires", b"%d" % kept),
        (b"cdn-cache-control", b"max-age=%d" % kept),
    ]
