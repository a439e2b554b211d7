"""Wagtail: attributes in page templates, tags in blocks of a stream; its admin untouched.

The site is made in a folder of its own, and asked bare and behind Sarto.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1]
TIME = re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")
PAGE = (
    '<!doctype html><html lang="en"><head><title>Tiny</title></head><body>'
    '<h1 data-sarto="hero">{}</h1><div class="call">{}</div>{}</body></html>'
)
YOU = PAGE.format("Yours", "<b>Come &amp; see</b> for you", "<b>kept</b> for you")
OTHER = PAGE.format("Tiny", "Come &amp; see", "kept")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Ask the site in a process of its own."""
    folder = tmp_path_factory.mktemp("wagtail")
    env = {**os.environ, "PYTHONPATH": str(SUPPORT)}
    env.pop("SARTO_SECRET", None)
    words = [sys.executable, "-m", "support.wagtail_site", str(folder)]
    said = subprocess.run(
        words, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout) | {"stderr": said.stderr}


def test_attributes_and_tags_in_blocks_are_cut_to_their_visitor(told):
    texts = [page["text"] for page in told["ours"]["pages"]]

    assert texts[:3] == [YOU, OTHER, YOU]


def test_the_bare_site_shows_what_it_has(told):
    assert [page["text"] for page in told["bare"]["pages"]][:3] == [OTHER] * 3


def test_what_is_found_nowhere_is_wagtails(told):
    ours, bare = (told[name]["pages"][3] for name in ("ours", "bare"))

    assert (ours["status"], ours["text"]) == (404, bare["text"])


def test_its_cache_keeps_no_part_that_has_a_tag(told):
    assert "{% cache %} keeps nothing here" in told["stderr"]


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/pages/2/history/", "/admin/account/"]
)
def test_the_admin_is_untouched_byte_for_byte(told, path):
    ours, bare = (told[name]["admin"][path] for name in ("ours", "bare"))

    assert (ours["status"], len(ours["text"]) > 10_000) == (200, True)
    assert ours["text"] == bare["text"]
    assert timeless(ours) == timeless(bare)


def timeless(answer):
    """List the fields of an answer; two answers are not of the same second."""
    return [(name, TIME.sub("then", value)) for name, value in answer["headers"]]
