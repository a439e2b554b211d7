"""http-tests/cache-tests through real caches, with Sarto in the way and without it.

Opt-in: `SARTO_CACHE_TESTS` is a folder in which `npm install http-cache-tests` was done.
Where no rule matches, each of its results is the same: not better, and not worse.
"""

import asyncio
import json
import os
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import uvicorn

from sarto import Config, Sarto
from support.edge_caches import started
from support.redis_server import free_port, is_up

FOLDER = os.environ.get("SARTO_CACHE_TESTS", "")
PACKAGE = Path(FOLDER) / "node_modules" / "http-cache-tests"
VCL = """
vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{origin}"; }}
"""
NGINX = """
pid nginx.pid;
error_log error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    proxy_cache_path cache-pages keys_zone=pages:10m use_temp_path=off;
    proxy_temp_path temp-proxy;
    client_body_temp_path temp-body;
    fastcgi_temp_path temp-fastcgi;
    uwsgi_temp_path temp-uwsgi;
    scgi_temp_path temp-scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{origin};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_cache pages;
            proxy_cache_revalidate on;
        }}
    }}
}}
"""
RULES = """
[cache]
edge = "{edge}"
[slots.hero]
pages = "/nothing/*"
show = [{{ when = {{ device = "mobile" }}, fragment = "sarto:why" }}]
"""

TRIES = 3

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="SARTO_CACHE_TESTS names no folder"),
]


def passed_on(port):
    """Make an application that asks whoever is at a port, and passes on what comes."""

    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        data, more = b"", True
        while more:
            message = await receive()
            data += message.get("body", b"")
            more = message.get("more_body", False)
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        line = b"%b %b HTTP/1.1" % (scope["method"].encode(), scope["raw_path"] + query)
        fields = [b"%b: %b" % pair for pair in scope["headers"] if pair[0] not in HOPS]
        head = b"\r\n".join([line, *fields, b"connection: close", b"content-length: %d" % len(data), b"", b""])  # fmt: skip
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head + data)
        came = await reader.read()
        writer.close()
        await send(start_of(came))
        await send({"type": "http.response.body", "body": body_of(came)})

    return app


HOPS = {b"connection", b"content-length", b"transfer-encoding", b"keep-alive"}


def start_of(came):
    first, *lines = came.partition(b"\r\n\r\n")[0].split(b"\r\n")
    pairs = [line.partition(b":")[::2] for line in lines]
    kept = [(n, v.strip()) for n, v in pairs if n.lower() not in HOPS]
    status = int(first.split()[1])
    return {"type": "http.response.start", "status": status, "headers": kept}


def body_of(came):
    head, _, data = came.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return data
    whole = b""
    while data and (size := int(data.partition(b"\r\n")[0].partition(b";")[0], 16)):
        data = data.partition(b"\r\n")[2]
        whole, data = whole + data[:size], data[size + 2 :]
    return whole


@contextmanager
def served(app):
    """Serve an application that says all itself; give its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                lifespan="off",
                log_level="critical",
                proxy_headers=False,
                date_header=False,
                server_header=False,
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join(20)


@contextmanager
def suite(folder):
    """Run the server of the suite; give its port."""
    port = free_port()
    settings = {"npm_config_protocol": "http", "npm_config_port": str(port), "npm_config_pidfile": str(folder / "pid")}  # fmt: skip
    server = subprocess.Popen(
        ["node", "server/server.mjs"],
        cwd=PACKAGE,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while not is_up(port):
        assert time.monotonic() < until
        time.sleep(0.05)
    try:
        yield port
    finally:
        server.kill()
        server.wait()


def results(kind, folder, wrapped):
    """Run the whole suite through a cache; give the results by the tests' names."""
    folder.mkdir()
    with ExitStack() as opened:
        app = wrapped(passed_on(opened.enter_context(suite(folder))))
        origin, port = opened.enter_context(served(app)), free_port()
        name, text = ("v.vcl", VCL) if kind == "varnish" else ("nginx.conf", NGINX)
        cache = started(
            kind, folder, {name: text.format(origin=origin, port=port)}, port
        )
        opened.callback(cache.close)
        done = subprocess.run(
            ["node", "--no-warnings", "cli.mjs"],
            cwd=PACKAGE,
            env={
                **os.environ,
                "npm_config_base": f"http://127.0.0.1:{port}",
                "npm_package_config_id": "",
            },
            capture_output=True,
            text=True,
            timeout=280,
            check=True,
        )
    return json.loads(done.stdout[done.stdout.index("{\n") :])


def verdict(result):
    """Tell whether it holds; details, which name moments, are left out."""
    return "held" if result is True else str(result[0])


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_no_result_changes_where_sarto_is_in_the_way(kind, tmp_path):
    """Some results depend on luck: where one differs, all is tried again."""
    config = Config.loads(RULES.format(edge=kind), folder=tmp_path)
    bare, ours = {}, {}
    for number in range(TRIES):
        plain = results(kind, tmp_path / f"bare{number}", lambda app: app)
        made = results(kind, tmp_path / f"ours{number}", lambda app: Sarto(app, config=config, secret="s" * 40))  # fmt: skip
        assert plain.keys() == made.keys()
        for name in plain:
            bare.setdefault(name, set()).add(verdict(plain[name]))
            ours.setdefault(name, set()).add(verdict(made[name]))
        changed = {n: (bare[n], ours[n]) for n in bare if bare[n].isdisjoint(ours[n])}
        if not changed:
            break
    held = sum("held" in each for each in bare.values())
    luck = sum(len(each) > 1 for each in (*bare.values(), *ours.values()))
    text = (
        f"{kind}: {len(bare)} results, {held} hold, {luck} by luck, {number + 1} tries"
    )
    print(text)  # noqa: T201 - the figures are what it is for
    assert len(bare) > 150
    assert changed == {}
