"""The caches that there are adapters for: how each is asked what it thinks, and started.

There is no program that is Fastly: for it, a linter looks at what is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import run
from typing import cast

import pytest

from sarto.vocabulary.adapters import BUILT_IN, adapter
from sarto.vocabulary.edges import Edge, EdgeSource
from support import edge_caches, falco, varnish, worker
from support.edge_caches import Files
from support.nginx import Nginx
from support.redis_server import free_port

KINDS = tuple(sorted(name for port, name in BUILT_IN if port == "edge"))
SERVED = (
    "cloudflare",
    pytest.param("nginx", marks=pytest.mark.slow),
    pytest.param("varnish", marks=pytest.mark.slow),
)
EXACT = (SERVED[0], SERVED[2])  # nginx takes what is empty for what is not there


def files_of(kind: str, edge: Edge) -> Files:
    return cast("EdgeSource", adapter("edge", kind)()).files(edge)


def against(kind: str, folder: Path, edge: Edge) -> str:
    """Let its own program, or a linter, read a configuration; give what it minds."""
    files = files_of(kind, edge)
    judges = {
        "cloudflare": by_node,
        "fastly": lambda *said: "\n".join(falco.mistakes(*said)),
        "nginx": by_nginx,
        "varnish": varnish.compiled,
    }
    return judges[kind](folder, files)


def by_nginx(folder: Path, files: Files) -> str:
    server = Nginx(edge_caches.needed("nginx"), folder, files, free_port())
    said = server.verdict()
    is_fine = "test is successful" in said and "[" not in said  # no warning, either
    return "" if is_fine else said


def by_node(folder: Path, files: Files) -> str:
    main = folder / "worker.mjs"  # a module by its name alone
    main.write_text(next(iter(files.values())), "utf-8")
    words = [worker.needed(), str(main)]
    done = run(words, capture_output=True, text=True, check=False)
    return done.stderr or "no success" * bool(done.returncode)


@contextmanager
def running(kind: str, folder: Path, edge: Edge) -> Iterator[int]:
    """Start a cache in front of an origin; give its port."""
    edge = replace(edge, listen=f"127.0.0.1:{free_port()}")
    opened = started(kind, folder, edge)
    try:
        yield opened.port
    finally:
        opened.close()


def started(
    kind: str, folder: Path, edge: Edge
) -> varnish.Varnish | worker.Worker | Nginx:
    files = files_of(kind, edge)
    if kind == "varnish":
        return varnish.Varnish(folder, files)
    if kind == "cloudflare":
        return worker.Worker(folder, files, edge.origin, edge.token)
    port = int(edge.listen.rpartition(":")[2])
    server = Nginx(edge_caches.needed("nginx"), folder, files, port)
    server.start()
    return server
