"""Pages as they pass `sarto dev`: the bar last in each, and nothing of them spoilt."""

import gzip

import pytest

from sarto.workbench.dev import DevSite
from sarto.workbench.dev.holds import Holds
from support.play import html, play

CONFIG = 'languages = ["en"]\n[personas."\N{ARABIC LETTER AIN}"]\ndevice = "mobile"\n'
SCRIPT = b"<body><p>a<script>let end = '</body>';</script>"
MARK = b'<aside class="sarto-bar"'


@pytest.fixture
def passed(folder):
    """Pass a page, its fields in place of the usual ones; give the answer."""
    config = folder(CONFIG)

    def pass_(page: bytes, *, holds: Holds | None = None, asked=(), **said: str):
        fields = {"content-type": "text/html; charset=utf-8"}
        fields |= {name.replace("_", "-"): value for name, value in said.items()}
        site = DevSite(html(page, headers=[*fields.items()]), config, holds=holds)
        return play(site, headers=[*asked])

    return pass_


def test_a_page_whose_ascii_is_not_ascii_passes_as_it_is(passed) -> None:
    page = "<html><body>a</body></html>".encode("utf-16")

    assert passed(page, content_type="text/html; charset=utf-16").body == page


def test_the_bar_can_be_read_in_the_charset_of_its_page(passed) -> None:
    answer = passed(b"<body>\xc7", content_type="text/html; charset=windows-1256")

    assert answer.body.startswith(b"<body>\xc7")
    assert MARK in answer.body
    assert ">\N{ARABIC LETTER AIN}</button>".encode() not in answer.body
    assert b">&#1593;</button>" in answer.body


def test_an_end_that_a_script_says_is_none(passed) -> None:
    assert passed(SCRIPT).body.startswith(SCRIPT + b"<link")


@pytest.mark.parametrize("end", [b"</BODY></HTML>", b"</body >\n</html>\n"])
def test_the_bar_stands_before_the_end_however_that_is_written(passed, end) -> None:
    assert passed(b"<BODY>a" + end).body.endswith(b"</aside>" + end)


def test_what_may_not_be_changed_is_not(passed) -> None:
    answer = passed(b"<body>a", cache_control="no-transform, max-age=9", etag='"1"')

    assert answer.body == b"<body>a"
    assert answer.header("cache-control") == "no-transform, max-age=9"
    assert answer.header("etag") == '"1"'


def test_a_page_that_came_packed_is_told_of_in_its_bar(passed) -> None:
    answer = passed(gzip.compress(b"<p>a"), content_encoding="gzip")

    assert answer.body.startswith(b"<p>a<link")
    assert answer.header("content-encoding") is None
    assert b"This page came in gzip" in answer.body


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_what_waits_for_a_change_is_never_stored(passed, kind) -> None:
    answer = passed(b"a", holds=Holds(), content_type=kind, cache_control="max-age=9")

    assert answer.header("refresh").startswith("0; url=/_sarto/dev/wait?")
    assert answer.header("cache-control") == "no-store"


@pytest.mark.parametrize(
    "said",
    [
        {"refresh": "5"},
        {"content_disposition": "attachment"},
        {"content_type": "image/png"},
    ],
)
def test_what_no_window_shows_waits_for_nothing(passed, said) -> None:
    answer = passed(b"a", holds=Holds(), **said)

    assert answer.header("refresh") == said.get("refresh")


def test_a_frame_s_page_waits_for_nothing(passed) -> None:
    answer = passed(b"a", holds=Holds(), asked=[("Sec-Fetch-Dest", "iframe")])

    assert answer.header("refresh") is None
