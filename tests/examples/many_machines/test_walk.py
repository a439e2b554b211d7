"""The walk over two machines is as the README shows it: nobody is another, ever."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.machines import redis_binary
from support.redis_server import free_port

HERE = Path(__file__).parents[3] / "examples" / "many_machines"
LINE = re.compile(
    r"(127\.0\.0\.[23])  Visit (\d+), looked (\d+) times\. (.*?) Made by process (\d+)\."
)
OFFER, NONE = "An offer that is made three times.", "Nothing on offer."


@pytest.mark.slow
def test_two_machines_are_one_site_with_their_store_and_without_it():
    redis_binary()
    env = {**os.environ, "PORTS": f"{free_port()} {free_port()}"}
    words = [sys.executable, str(HERE / "run.py"), "--walk"]
    done = subprocess.run(
        words, env=env, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    told = LINE.findall(done.stdout)
    assert [host for host, *_ in told] == ["127.0.0.2", "127.0.0.3"] * 4
    assert {visit for _, visit, *_ in told} == {"1"}
    looked = [int(times) for _, _, times, *_ in told]
    assert looked == [0, 1, 2, 3, 0, 0, 4, 5]
    assert [offer for *_, offer, _ in told] == [OFFER] * 3 + [NONE] * 5
    assert done.stdout.count("\n-- ") == 2


def test_the_readme_names_what_is_there():
    readme = (HERE / "README.md").read_text("utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", readme):
        assert (HERE / link).is_file(), link
    for name in re.findall(r"`python (\w+\.py)", readme):
        assert (HERE / name).is_file(), name
