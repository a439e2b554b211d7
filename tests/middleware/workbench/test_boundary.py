"""Whether a page outlives the clock: what the doctor of edges sees of that."""

from datetime import UTC, datetime, timedelta

import pytest

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench import boundary
from sarto.workbench.doctor import examined
from sarto.workbench.examination import Examination
from sarto.workbench.probing import Asking, Got
from support.sick_edge import edge

TOML = """
timezone = "UTC"
[cache]
edge = "varnish"
[slots.hero]
pages = ["/"]
default = "a.html"
show = [ { when = { time = "00:00-12:00" }, fragment = "b.html" } ]
"""


@pytest.fixture
def config(folder):
    return folder(TOML, a="a", b="b")


def site(config):
    return compile_site(Config.read(config))


def states(verdicts):
    return {each.name: each.state for each in verdicts}


def test_pages_of_no_clock_have_no_boundary(folder):
    path = folder("[slots.a]\npages = ['/']\ndefault = 'a.html'\nshow = []", a="a")
    with edge() as url:
        found = examined(url, path, ())

    assert states(found)["time boundary"] == "info"


@pytest.fixture
def near(config, monkeypatch):
    """Put the clock some seconds before noon; time goes by where one waits."""
    clock = [datetime(2026, 3, 2, 11, 59, 40, tzinfo=UTC)]
    monkeypatch.setattr(boundary, "utc_now", lambda: clock[0])

    def wait(seconds):
        clock[0] += timedelta(seconds=seconds)

    monkeypatch.setattr(boundary, "wait", wait)
    return clock


@pytest.mark.parametrize("is_late", [False, True])
def test_a_boundary_that_is_near_is_waited_for(config, near, monkeypatch, is_late):
    def ask(self, target, fields=(), method="GET"):
        is_raw = any(name == "Cookie" for name, _ in fields)
        is_noon = near[0].hour >= 12 and (is_raw or not is_late)
        return Got(200, (), b"afternoon" if is_noon else b"morning")

    monkeypatch.setattr(Asking, "ask", ask)
    exam = Examination.of(Asking.of("http://a.example"), site(config), ("/",))
    found = boundary.boundary(exam)

    assert near[0] == datetime(2026, 3, 2, 12, 0, 2, tzinfo=UTC)
    assert found.state == ("fail" if is_late else "pass")
    said = (
        "/ shows what it showed before 12:00:00 UTC"
        if is_late
        else "waited for that of /"
    )
    assert found.said == (said,)


@pytest.mark.parametrize(
    ("fields", "is_wrong"),
    [
        ((("age", "10"),), False),
        ((("age", "80000"),), True),
        ((("cache-control", "private, max-age=10"),), False),
        ((("cache-control", "private, max-age=10000"),), True),
        ((("cache-control", "private, no-cache, max-age=10000"),), False),
        ((("cache-control", "max-age=1, s-maxage=10000"),), True),
        ((("cache-control", "private, max-age=1, s-maxage=10000"),), False),
        ((("cache-control", "private, max-age=x"),), False),
        ((("cache-control", "private, max-age=10000"), ("age", "9999")), False),
    ],
)
def test_what_may_outlive_a_boundary_is_told(
    config, near, monkeypatch, fields, is_wrong
):
    near[0] = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    monkeypatch.setattr(Asking, "ask", lambda *_: Got(200, fields, b""))
    exam = Examination.of(Asking.of("http://a.example"), site(config), ("/",))

    assert (boundary.boundary(exam).state == "fail") is is_wrong


def test_time_goes_by_while_one_waits():
    before = boundary.utc_now()
    boundary.wait(-1)
    boundary.wait(0.01)

    assert boundary.utc_now() - before >= timedelta(seconds=0.01)


def test_without_a_config_nothing_is_known_of_clocks(config):
    asking = Asking.of("http://a.example")
    known = Examination.of(asking, site(config), ("/",))
    (found,) = boundary.by_clock(known)
    exam = Examination.of(asking, None, ("/",))

    assert dict(boundary.by_clock(exam)) == {}
    assert boundary.end(exam, *found, boundary.utc_now()) == boundary.NEVER
