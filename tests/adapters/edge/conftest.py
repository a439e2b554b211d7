"""Caches in front of an origin that speaks their protocol."""

import os
from contextlib import ExitStack
from shutil import which

import pytest

from sarto_adapters.edge.nginx import Nginx
from support.nginx import Nginx as Server
from support.nginx_origin import Origin, started
from support.nginx_told import edge
from support.redis_server import free_port

NGINX = which("nginx") or which("nginx", path="/usr/sbin:/usr/local/sbin")


@pytest.fixture
def nginx_started(tmp_path):
    """Write, check and start; give the origin, and nginx in front of it."""
    if NGINX is None:
        if os.environ.get("SARTO_NEEDS_CACHES"):
            pytest.fail("nginx is not installed, and this run needs it")
        pytest.skip("no nginx here: the suites with it are skipped")
    with ExitStack() as opened:

        def start(**more):
            origin, port = Origin(edge()), free_port()
            where = f"http://127.0.0.1:{opened.enter_context(started(origin))}"
            origin.edge = edge(origin=where, listen=f"127.0.0.1:{port}", **more)
            server = Server(NGINX, tmp_path, Nginx().files(origin.edge), port)
            opened.callback(server.close)
            verdict = server.verdict()
            assert "test is successful" in verdict, verdict
            assert "[" not in verdict, verdict  # of warnings, too
            server.start()
            return origin, server

        yield start


@pytest.fixture
def nginx_site(nginx_started):
    return nginx_started()
