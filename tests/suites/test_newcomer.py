"""Newcomer: the commands a README reader types, as they would type them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from support.developing import Watched, developing

ROOT = Path(__file__).parents[2]
BLOCKS = re.compile(r"```sh\n(.+?)```", re.DOTALL)


def commands():
    return [block.strip() for block in BLOCKS.findall((ROOT / "README.md").read_text())]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def fetched(port, path="/", **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def running(tmp_path):
    """Run the README's first command, less its installation, on a free port."""
    _, _, command = commands()[0].partition("&& ")
    port = free_port()
    words = [sys.executable, "-m", *command.split(), "--port", str(port)]
    environment = {**os.environ, "BISTRO_DB": str(tmp_path / "tables.db")}
    process = subprocess.Popen(words, cwd=ROOT, env=environment)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as found:
            if not found.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    yield port
    process.send_signal(signal.SIGINT)
    assert process.wait(20) in (0, -signal.SIGINT)


def test_the_first_two_commands_of_the_readme_are_the_two():
    run, test = commands()[:2]

    assert run.startswith("pip install -e")
    assert "sarto dev --config examples/bistro/sarto.toml" in run
    assert test.endswith("&& pytest")


def test_the_example_runs_with_a_bar_to_be_another_visitor(running):
    status, _, page = fetched(running)
    assert status == 200
    assert 'class="sarto-bar"' in page

    status, headers, _ = fetched(running, "/_sarto/dev?persona=warsaw-noon&next=/")
    assert (status, headers["location"]) == (303, "/")
    cookie = headers["set-cookie"].partition(";")[0]

    _, _, swapped = fetched(running, Cookie=cookie)
    assert '<html lang="pl"' in swapped
    assert swapped != page


def test_a_file_of_the_example_is_served_as_it_is(running):
    _, _, style = fetched(running, "/static/bistro.css")

    assert style == (ROOT / "examples/bistro/static/bistro.css").read_text("utf-8")


def test_a_persona_on_the_command_line_is_the_one_of_the_bar(running):
    words = ["explain", "/", "--as", "@tehran-evening"]
    config = ["--config", "examples/bistro/sarto.toml"]
    told = subprocess.run(
        [sys.executable, "-m", "sarto", *words, *config],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    _, _, page = fetched(running, Cookie="sarto-dev=" + quote("@tehran-evening"))

    assert "hero: hero/phone.html" in told
    assert 'class="compact"' in page


@pytest.mark.parametrize("parts", [slice(1), slice(1, 3), slice(3, 4), slice(4, None)])
def test_what_the_readme_says_is_a_config(tmp_path, parts):
    """The eight lines; who comes back, and asking; a trial; and what stands in front."""
    readme = (ROOT / "README.md").read_text("utf-8")
    configs = re.findall(r"```toml\n(.+?)```", readme, re.DOTALL)
    text = "\n".join(configs[parts])
    for name in re.findall(r'"(\w+/\w+\.html)"', text):
        file = tmp_path / "fragments" / name
        file.parent.mkdir(parents=True)
        file.write_text("dinner")
    for name in re.findall(r'config = "(\w+\.toml)"', text):
        (tmp_path / name).write_text("")
    (tmp_path / "sarto.toml").write_text(text, "utf-8")

    told = subprocess.run(
        [sys.executable, "-m", "sarto", "check", "--config", tmp_path / "sarto.toml"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.stdout == "Nothing wrong.\n"


PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
SHOTS = os.environ.get("SARTO_SHOTS")


def typed(folder, *words):
    """Type a command in a folder; give what it says."""
    return subprocess.run(
        [sys.executable, "-m", "sarto", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.browser
def test_from_an_empty_folder_to_a_changed_hero_on_a_phone(tmp_path, chromium):
    """Three commands and one edit: far less than five minutes of them."""
    began = time.monotonic()
    assert typed(tmp_path, "init").splitlines() == [
        "wrote  sarto.toml",
        "wrote  site/index.html",
        "wrote  fragments/hero/phone.html",
        "wrote  fragments/hero/evening.html",
        "wrote  .sarto/schema.json",
        "",
        "The folder was empty, so there is a first page: its hero is a slot.",
        "",
        "Then: sarto dev",
        "For visitors: sarto serve site",
    ]
    assert typed(tmp_path, "check") == "Nothing wrong.\n"
    with developing(tmp_path) as address:
        phone = chromium.new_context(
            user_agent=PHONE,
            viewport={"width": 390, "height": 800},
            java_script_enabled=False,
        )
        page = Watched(phone, address)
        hero = tmp_path / "fragments/hero/phone.html"
        text = hero.read_text("utf-8").replace("Good day, you on", "Dinner is on")
        page.comes(lambda: hero.write_text(text, "utf-8"), "Dinner is on the phone")
        if SHOTS:
            page.page.screenshot(path=f"{SHOTS}/newcomer.png", full_page=True)
        page.page.click(".sarto-bar summary")
        page.page.click("text=Be yourself")
        page.page.click(".sarto-bar summary")
        page.page.select_option("[name=device]", "desktop")
        page.page.fill("[name=time]", "12:00")
        page.page.click("text=Be this visitor")
        assert page.page.inner_text("h1") == "Good day"
        phone.close()
    told = typed(tmp_path, "explain", "/", "--as", "@phone")
    assert "hero: hero/phone.html" in told
    assert time.monotonic() - began < 300
