"""What every `EdgeSource` writes: its server takes it, and its secret is apart."""

from dataclasses import replace

import pytest

from sarto.vocabulary.edges import Key
from support.edge_described import EDGES, MENU, TOKEN, edge_of
from support.edge_kinds import KINDS, against, files_of
from support.redis_server import free_port

SLOW = ("nginx", "varnish")  # to be asked


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=pytest.mark.slow) if k in SLOW else k for k in KINDS]
)
def test_its_own_server_takes_what_is_written(tmp_path, kind, name):
    edge = replace(EDGES[name], listen=f"127.0.0.1:{free_port()}")

    assert against(kind, tmp_path, edge) == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", EDGES)
def test_the_secret_is_in_the_last_file_alone(kind, name):
    *texts, secret = files_of(kind, EDGES[name]).values()

    assert texts
    assert TOKEN not in "".join(texts)
    assert TOKEN in secret


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "origin", ["http://", "http://a/b", "http://a/?b", "ftp://a", "http://u@a"]
)
def test_an_origin_that_cannot_be_asked_is_refused(kind, origin):
    with pytest.raises(ValueError, match=r"cannot ask|is no origin|reads otherwise"):
        files_of(kind, edge_of(origin=origin))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "more",
    [
        {"inputs": ('x" client.ip "',)},
        {"inputs": ("x: y",)},
        {"keys": (Key(header="", pages=MENU),)},
        {"keys": (Key(header="X-Sarto-A; b", pages=MENU),)},
    ],
)
def test_a_header_of_no_name_is_refused(kind, more):
    with pytest.raises(ValueError, match=r"is no (?:name of a header|header of ours)"):
        files_of(kind, edge_of(**more))
