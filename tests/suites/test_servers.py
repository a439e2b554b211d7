"""Real servers: what their clients get of a site behind Sarto, and of the bare one."""

import base64
import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1] / "support"
CONFIG = """
[slots.hero]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]
"""
OWN, YOURS = b">own<", b">yours<"
SERVERS = {
    "uvicorn-h11": ("uvicorn", "--http", "h11", "--log-level", "critical"),
    "uvicorn-httptools": ("uvicorn", "--http", "httptools", "--log-level", "critical"),
    "hypercorn": ("hypercorn", "--log-level", "critical"),
    "granian": ("granian", "--interface", "asgi", "--no-log"),
}
NEEDED = {"uvicorn-httptools": "httptools"}

pytestmark = pytest.mark.slow


def words(name, port, site):
    server, *options = SERVERS[name]
    bind = ["--bind", f"127.0.0.1:{port}"]
    where = (
        bind if server == "hypercorn" else ["--host", "127.0.0.1", "--port", str(port)]
    )
    return [sys.executable, "-m", server, *where, *options, f"small_site:{site}"]


def is_up(port):
    with socket.socket() as found:
        return not found.connect_ex(("127.0.0.1", port))


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """One server, asked over raw connections."""

    def __init__(self, port, note):
        self.port = port
        self.note = note

    def connected(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def asked(self, path, *, method="GET", body=None, connection=None, **headers):
        mine = connection or self.connected()
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            mine.request(method, path, body=body, headers=fields)
            answer = mine.getresponse()
            data = answer.read()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, data
        finally:
            if connection is None:
                mine.close()

    def raw(self, *lines):
        peer = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        peer.sendall("\r\n".join([*lines, "Host: x", "", ""]).encode())
        return peer


@pytest.fixture(scope="module", params=SERVERS)
def servers(request, tmp_path_factory):
    """Run a server twice: the site behind Sarto, and the bare one."""
    name = request.param
    package = NEEDED.get(name, SERVERS[name][0])
    if find_spec(package) is None:
        if os.environ.get("SARTO_NEEDS_SERVERS"):
            pytest.fail(f"{package} is not installed, and this run needs it")
        pytest.skip(f"no {package} here")
    folder = tmp_path_factory.mktemp("site")
    (folder / "fragments").mkdir()
    (folder / "fragments" / "hero.html").write_text("yours")
    (folder / "sarto.toml").write_text(CONFIG)
    started, found = [], {}
    for site in ("app", "bare"):
        port, note = free_port(), folder / f"{site}.txt"
        env = {
            **os.environ,
            "PYTHONPATH": str(SUPPORT),
            "SARTO_TEST_CONFIG": str(folder / "sarto.toml"),
            "SARTO_TEST_NOTE": str(note),
        }
        quiet = subprocess.DEVNULL
        started.append(
            subprocess.Popen(
                words(name, port, site), env=env, stdout=quiet, stderr=quiet
            )
        )
        found[site] = Server(port, note)
    until = time.monotonic() + 30
    while not all(is_up(each.port) for each in found.values()):
        assert time.monotonic() < until, f"{name} did not start"
        time.sleep(0.05)
    yield found
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)


@pytest.fixture
def ours(servers):
    return servers["app"]


@pytest.fixture
def bare(servers):
    return servers["bare"]


def test_a_page_is_swapped_and_has_its_length(ours, bare):
    _, _, own = bare.asked("/whole?who=you")

    for path, wanted in (("/whole?who=you", own.replace(OWN, YOURS)), ("/whole", own)):
        status, headers, data = ours.asked(path)
        assert (status, data) == (200, wanted)
        assert headers["content-length"] == str(len(wanted))
        assert headers["cache-control"] == "private, no-cache"


def test_the_headers_are_the_servers_and_the_applications_but_for_what_is_told(
    ours, bare
):
    _, plain, _ = bare.asked("/whole")
    _, changed, _ = ours.asked("/whole")

    told = {"cache-control", "etag", "date"}
    assert {n: v for n, v in changed.items() if n not in told} == {
        n: v for n, v in plain.items() if n not in told
    }


def pieces(server, path):
    """Read a page as it comes: how many pieces, and when the first was whole."""
    with server.raw(f"GET {path} HTTP/1.1", "Connection: close") as peer:
        began, got, times = time.monotonic(), b"", []
        while data := peer.recv(65_536):
            got += data
            times.append(time.monotonic() - began)
    return got, times


def test_a_page_in_chunks_comes_chunk_by_chunk(ours):
    got, times = pieces(ours, "/chunks?who=you")

    assert YOURS in got
    assert got.endswith(b"0\r\n\r\n")
    assert len(times) >= 3
    assert times[-1] - times[0] > 0.1


def test_a_packed_page_in_chunks_comes_chunk_by_chunk(ours):
    connection = ours.connected()
    connection.request("GET", "/chunks?who=you", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    first = answer.read1(65_536)
    rest = answer.read()
    connection.close()

    assert answer.headers["content-encoding"] == "gzip"
    assert first
    assert rest
    assert YOURS in gzip.decompress(first + rest)


def test_a_head_has_no_body_and_leaves_the_connection_in_order(ours):
    connection = ours.connected()
    for _ in range(3):
        status, headers, data = ours.asked(
            "/whole?who=you", method="HEAD", connection=connection
        )
        assert (status, data) == (200, b"")
        assert headers["cache-control"] == "private, no-cache"
        _, got, data = ours.asked("/whole?who=you", connection=connection)
        assert YOURS in data
        assert headers["etag"] == got["etag"]
    connection.close()


def test_a_variant_that_is_known_is_304_and_the_connection_goes_on(ours):
    connection = ours.connected()
    _, headers, _ = ours.asked("/whole?who=you", connection=connection)

    for method in ("GET", "HEAD", "GET"):
        status, again, data = ours.asked(
            "/whole?who=you",
            method=method,
            connection=connection,
            If_None_Match=headers["etag"],
        )
        assert (status, data) == (304, b"")
        assert again["etag"] == headers["etag"]
    status, _, data = ours.asked(
        "/whole", connection=connection, If_None_Match=headers["etag"]
    )
    assert status == 200
    assert OWN in data
    connection.close()


def test_a_client_that_accepts_gzip_gets_it(ours):
    connection = ours.connected()
    for path, wanted in (("/whole?who=you", YOURS), ("/whole", OWN)):
        _, headers, data = ours.asked(
            path, connection=connection, Accept_Encoding="gzip"
        )
        assert headers["content-encoding"] == "gzip"
        assert headers["content-length"] == str(len(data))
        assert wanted in gzip.decompress(data)
        _, headers, data = ours.asked(
            path, method="HEAD", connection=connection, Accept_Encoding="gzip"
        )
        assert (headers["content-encoding"], data) == ("gzip", b"")
    connection.close()


@pytest.mark.parametrize("path", ["/dies", "/dies?who=you"])
def test_an_application_that_dies_leaves_a_cut_body(servers, path):
    for site, server in servers.items():
        with server.raw(f"GET {path} HTTP/1.1") as peer:
            got = b"".join(iter(lambda: peer.recv(65_536), b""))
        wanted = YOURS if site == "app" and "you" in path else OWN
        assert wanted in got
        assert not got.endswith(b"0\r\n\r\n"), f"{site}: the page looks complete"


def noticed(server, path):
    """Hang up in mid-page; tell whether the application heard of it."""
    before = server.note.read_text() if server.note.exists() else ""
    with server.raw(f"GET {path} HTTP/1.1") as peer:
        peer.recv(65_536)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if server.note.exists() and server.note.read_text() != before:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("path", ["/endless", "/endless?who=you"])
def test_a_client_that_leaves_is_noticed(ours, bare, path):
    assert noticed(bare, path)
    assert noticed(ours, path)
    assert ours.asked("/whole")[0] == 200


def test_a_connection_serves_one_answer_after_another(ours):
    connection = ours.connected()
    for path in ("/chunks?who=you", "/whole?who=you", "/whole", "/chunks", "/whole"):
        _, _, data = ours.asked(path, connection=connection)
        assert (YOURS if "you" in path else OWN) in data
    connection.close()


def test_a_large_upload_arrives_whole(ours):
    status, _, data = ours.asked(
        "/upload?who=you", method="POST", body=b"x" * 9_000_000
    )

    assert status == 200
    assert YOURS in data
    assert data.endswith(b"9000000 bytes")


def test_a_websocket_passes(ours):
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
    with ours.raw("GET /echo HTTP/1.1", *upgrade, f"Sec-WebSocket-Key: {key}") as peer:
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += peer.recv(4096)
        assert answer.startswith(b"HTTP/1.1 101 ")
        peer.sendall(b"\x81\x85\0\0\0\0hello")
        frame = answer.partition(b"\r\n\r\n")[2]
        while b"HELLO" not in frame:
            data = peer.recv(4096)
            assert data
            frame += data
        peer.sendall(b"\x88\x80\0\0\0\0")
