"""The museum behind a real Varnish, started by its one command."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from support.machines import redis_binary
from support.redis_server import free_port
from support.varnish import needed

HERE = Path(__file__).parents[3] / "examples" / "behind_varnish"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SLOW = 90  # seconds, for all to start


class Museum:
    """What visitors ask."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path="/", method="GET", body=None, **fields):
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        ) as peer:
            said = {name.replace("_", "-"): value for name, value in fields.items()}
            peer.request(method, path, body, {"User-Agent": FIREFOX, **said})
            answer = peer.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def signed_in(self, name):
        form = "application/x-www-form-urlencoded"
        status, headers, _ = self.ask(
            "/sign-in", "POST", f"name={name}", Content_Type=form
        )
        assert status == 303
        return headers["set-cookie"].partition(";")[0]


def command(*more: str) -> tuple[list[str], dict[str, str], int]:
    """Write the command, at ports of its own."""
    redis_binary(), needed()
    ports = [free_port() for _ in range(3)]
    env = {**os.environ, "PORTS": " ".join(map(str, ports))}
    hearing = ["env", "--default-signal=INT"]  # who runs these tests may ignore it
    return [*hearing, sys.executable, str(HERE / "run.py"), *more], env, ports[1]


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    words, env, port = command()
    log = tmp_path_factory.mktemp("museum") / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(words, env=env, stdout=said, stderr=said)
    until = time.monotonic() + SLOW
    while "Ctrl-C" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    yield Museum(port)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) in (0, -signal.SIGINT), log.read_text()


@pytest.mark.slow
def test_a_page_is_made_once_for_all_who_are_alike(museum):
    ages = [museum.ask("/rooms/maps")[1].get("x-varnish", "") for _ in range(3)]
    assert [len(each.split()) for each in ages[1:]] == [2, 2]  # both were kept


@pytest.mark.slow
def test_phones_and_desks_see_their_own(museum):
    assert "Ten minutes from the station" in museum.ask(User_Agent=IPHONE)[2]
    assert "Plan a visit" in museum.ask()[2]


@pytest.mark.slow
def test_each_visitor_is_greeted_by_their_own_name_on_the_same_page(museum):
    for name in ("Anna", "Bob"):
        jar = museum.signed_in(name)
        status, headers, text = museum.ask("/rooms/looms", Cookie=jar)
        assert status == 200
        assert f'data-sarto="greeting">Hello {name}</p>' in text
        assert headers["cache-control"] == "private, no-store"
    assert 'data-sarto="greeting">Not signed in</p>' in museum.ask("/rooms/looms")[2]


@pytest.mark.slow
def test_who_agreed_is_remembered_and_nobody_else_is_shown_that(museum):
    form = "application/x-www-form-urlencoded"
    own = {"Content_Type": form, "Sec_Fetch_Site": "same-origin"}
    _, headers, _ = museum.ask("/_sarto/consent", "POST", "choice=all&next=/", **own)
    consent = headers["set-cookie"].partition(";")[0]
    assert (
        "<form"
        in museum.ask()[2].partition('data-sarto="ask"')[2].partition("</div>")[0]
    )
    _, headers, text = museum.ask(Cookie=consent)
    assert "__Host-sarto=" in str(headers) or "sarto=" in headers["set-cookie"]
    assert "/_sarto/consent" not in text
    assert museum.ask()[1].get("set-cookie") is None


@pytest.mark.slow
def test_the_doctor_finds_nothing_wrong():
    words, env, _ = command("--doctor")
    done = subprocess.run(
        words, env=env, capture_output=True, text=True, timeout=SLOW, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL" not in done.stdout
    assert "/rooms/clocks is kept" in done.stdout


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((HERE / "compose.yaml").read_text())


def test_the_compose_file_names_what_it_has(compose):
    services = compose["services"]
    assert set(compose) <= {"services", "volumes", "networks"}
    for name, service in services.items():
        assert ("image" in service) != ("build" in service), name
        assert set(service.get("depends_on", {})) <= set(services)
        assert set(service["networks"]) <= set(compose["networks"])
        volumes = {each.partition(":")[0] for each in service.get("volumes", [])}
        assert volumes <= set(compose["volumes"])
        for other, how in service.get("depends_on", {}).items():
            needs_check = how["condition"] == "service_healthy"
            assert not needs_check or "healthcheck" in services[other]
    root = (HERE / services["site"]["build"]["context"]).resolve()
    assert (root / services["site"]["build"]["dockerfile"]).is_file()
    assert (root / "pyproject.toml").is_file()


def test_both_ways_to_run_it_say_the_same(compose):
    """The site trusts the network of the one and the address of the other."""
    services, script = compose["services"], (HERE / "run.py").read_text()
    config = (HERE / "sarto.toml").read_text()
    (subnet,) = compose["networks"]["museum"]["ipam"]["config"]
    assert f'"{subnet["subnet"]}"' in config
    assert '"127.0.0.1/32"' in config
    for word in ("app:app", "--workers"):
        assert word in services["site"]["command"]
        assert word in script
    assert "PROFILES" in services["site"]["environment"]
    assert re.search(
        r"\$\{SARTO_SECRET:\?", services["site"]["environment"]["SARTO_SECRET"]
    )


def test_the_readme_says_commands_and_pages_that_are_there():
    readme = (HERE / "README.md").read_text()
    for said in ("examples/behind_varnish/run.py", "--doctor", "docker compose up"):
        assert said in readme
    for link in re.findall(r"\]\(([^)]+)\)", readme):
        assert (HERE / link).is_file(), link
