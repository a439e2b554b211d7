"""`sarto proxy` on the command line: what it says before it serves, and how it ends."""

import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from sarto.cli.proxy import site
from sarto.errors import ConfigError
from sarto.workbench.serving import RefusedError
from support.cli_site import run
from support.proxied import Process, before

DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def asked(
    site: Process, path: str, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    line = HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    line.request("GET", path, headers=headers)
    said = line.getresponse()
    found = (
        said.status,
        {name.lower(): it for name, it in said.getheaders()},
        said.read(),
    )
    line.close()
    return found


def test_a_site_elsewhere_is_cut_to_who_asks_and_may_come_and_go(tmp_path):
    with before(tmp_path, "--workers", "2") as (through, site):
        agent = {"user-agent": DESK}
        status, headers, body = asked(through, "/page", **agent)
        assert (status, body.count(b"<h2>For you</h2>")) == (200, 3)
        assert headers["cache-control"] == "private, no-cache"
        assert "server" not in headers
        assert len(asked(through, "/bytes?70000")[2]) == 70_000
        site.kill()
        status, headers, body = asked(through, "/page", **agent)
        assert (status, headers["content-type"]) == (502, "text/html; charset=utf-8")
        assert "no-store" in headers["cache-control"]
        assert b"<script" not in body
        code, said = through.end()
        assert code == 0
        assert "No answer from http://127.0.0.1:" in said


def test_proxy_beside_no_config_says_how_to_begin(tmp_path):
    answer = run("proxy", "http://127.0.0.1:9", "--config", tmp_path / "sarto.toml")
    assert answer.exit_code == 2
    assert "begin with `sarto init`" in answer.output


def test_proxy_without_a_server_says_what_to_install(config, monkeypatch):
    monkeypatch.setattr("sarto.workbench.serving.lacking", lambda: "pip install it")
    answer = run("proxy", "http://127.0.0.1:9", "--config", config)
    assert (answer.exit_code, answer.output) == (2, "pip install it\n")


@pytest.mark.parametrize("timeout", ["0", "-1", "soon"])
def test_a_time_that_is_none_is_wrong_use(config, timeout):
    answer = run("proxy", "http://a", "--config", config, "--timeout", timeout)
    assert answer.exit_code == 2
    assert "--timeout" in answer.output


@pytest.mark.parametrize("url", ["http://127.0.0.1/blog", "127.0.0.1:8000", "ftp://a"])
def test_an_address_of_no_whole_site_ends_it_at_once(config, url):
    words = ["proxy", url, "--config", str(config), "--port", "0"]
    answer = subprocess.run(
        [sys.executable, "-m", "sarto", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 2
    assert "Write http://host:port" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_what_cannot_be_served_is_told_by_what_it_is(config, monkeypatch):
    with pytest.raises(RefusedError, match="nobody answers to `mysql://`"):
        site("http://127.0.0.1:9", config, "mysql://x", 1)
    monkeypatch.setitem(sys.modules, "sarto_adapters.sites.proxy", None)
    with pytest.raises(RefusedError, match=r"sarto\[serve\]"):
        site("http://127.0.0.1:9", config, None, 1)
    config.write_text("[slots.hero]\nshw = 1", "utf-8")
    with pytest.raises(ConfigError):
        site("http://127.0.0.1:9", config, None, 1)


def test_whom_to_believe_is_read_from_the_config(config):
    text = '[location]\ntrusted_proxies = ["10.0.0.0/8"]\n'
    config.write_text(f"{config.read_text('utf-8')}\n{text}", "utf-8")
    proxied = site("http://127.0.0.1:9", config, None, 1).app
    assert [str(block) for block in proxied._trusted] == ["10.0.0.0/8"]
