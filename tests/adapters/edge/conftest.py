"""Caches in front of an origin that speaks their protocol."""

import itertools
from contextlib import ExitStack

import pytest

from sarto_adapters.edge.nginx import Nginx
from support.edge_before import Before
from support.edge_caches import needed
from support.edge_described import TOKEN, edge_of
from support.edge_kinds import SERVED, running
from support.edge_origin import EdgeOrigin
from support.nginx import Nginx as Server
from support.nginx_origin import Origin, started
from support.nginx_told import edge
from support.redis_server import free_port

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Start caches of a kind, each before an origin of its own."""
    with ExitStack() as stack:

        def start(kind, *paths, describe=edge_of, **more):
            origin = EdgeOrigin(TOKEN, is_for_nginx=kind == "nginx")
            stack.callback(origin.close)
            edge = describe(*paths, origin=origin.url, **more)
            folder = tmp_path_factory.mktemp(kind)
            port = stack.enter_context(running(kind, folder, edge))
            return Before(kind, port, origin)

        yield start


@pytest.fixture(scope="module", params=SERVED)
def cache(request, opened):
    """Start one of each kind; a test's file that is about one kind has its own."""
    return opened(request.param)


@pytest.fixture
def site(cache):
    return cache.anew()


@pytest.fixture
def page():
    """Name a page that nobody has asked for yet."""
    return f"/menu/{next(NUMBERS)}"


@pytest.fixture
def nginx_started(tmp_path):
    """Write, check and start; give the origin, and nginx in front of it."""
    binary = needed("nginx")
    with ExitStack() as opened:

        def start(**more):
            origin, port = Origin(edge()), free_port()
            where = f"http://127.0.0.1:{opened.enter_context(started(origin))}"
            origin.edge = edge(origin=where, listen=f"127.0.0.1:{port}", **more)
            server = Server(binary, tmp_path, Nginx().files(origin.edge), port)
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
