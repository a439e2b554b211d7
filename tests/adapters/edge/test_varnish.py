"""What is written for Varnish: it compiles, and its secret is apart."""

import grp
import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest

from sarto.vocabulary.edges import Edge, Key, Known
from sarto_adapters.edge.varnish import Varnish, ignored, quoted
from support.varnish import Varnish as Varnishd
from support.varnish import compiled, needed

TOKEN = "0123456789abcdef" * 2
HOME, MENU = r"^(?:/)(?:\?.*)?$", r"^(?:/|/menu/.*)(?:\?.*)?$"
LANGUAGE = Known(
    header="accept-language",
    tokens=(("", "en"), ("fa", "fa"), ("en-US,en;q=0.9", "en")),
)
DEVICE = Known(
    header="sec-ch-ua-mobile",
    tokens=(("?0", "desktop"), ("?1", "mobile")),
    without=("sec-ch-ua-form-factors", "x.odd"),
)
EDGES = {
    "bare": Edge(token=TOKEN, version="v1"),
    "private": Edge(token=TOKEN, version="v1", private=HOME),
    "keyed": Edge(
        token=TOKEN,
        version="v1",
        pages=MENU,
        keys=(Key(header="X-Sarto-Stage", pages=MENU),),
    ),
    "filled": Edge(token=TOKEN, version="v1", filled=HOME, prefix="/a.b/sarto"),
    "known": Edge(
        token=TOKEN,
        version="v1",
        pages=MENU,
        keys=(
            Key(header="X-Sarto-Language", pages=HOME, known=LANGUAGE),
            Key(header="X-Sarto-Device", pages=MENU, known=DEVICE),
        ),
    ),
    "all": Edge(
        token=TOKEN,
        version="v1",
        origin="http://[::1]:8000",
        keys=(
            Key(header="X-Sarto-Language", pages=HOME, known=LANGUAGE),
            Key(header="X-Sarto-Own", pages=MENU),
            Key(header="X-Sarto-Value-Facts-0a1b2c3d4e5f", pages=MENU),
        ),
        inputs=("accept-language", "referer", "x-forwarded-for", "3g", "x.odd"),
        is_by_address=True,
        pages=MENU,
        owned=HOME,
        noted=MENU,
        private=r'^(?:/"quoted"|/%20\.)(?:\?.*)?$',
        filled=HOME,
        ignored=("_ga.*", "a|b", r"[a-z]+_\d"),
    ),
    "socket": Edge(token=TOKEN, version="v1", origin="unix:///run/site.sock"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EDGES)
def test_what_is_written_compiles(tmp_path, name):
    assert compiled(tmp_path, Varnish().files(EDGES[name])) == ""


def test_the_secret_is_in_a_file_of_its_own():
    (main, text), (secret, proof) = Varnish().files(EDGES["all"]).items()

    assert (main, secret) == ("varnish.vcl", "token.vcl")
    assert TOKEN not in text
    assert TOKEN in proof
    assert 'include "./token.vcl";' in text


@pytest.mark.parametrize(
    ("folder", "name"),
    [("/etc/sarto", "/etc/sarto/"), ("secret", "./secret/"), ("../a", "./../a/")],
)
def test_the_secret_may_be_in_another_folder(folder, name):
    edge = Edge(token=TOKEN, version="v1", secrets=folder)

    assert f'include "{name}token.vcl";' in Varnish().files(edge)["varnish.vcl"]


def test_nothing_is_asked_for_where_no_page_differs():
    text = Varnish().files(EDGES["bare"])["varnish.vcl"]

    assert "restart" not in text.partition("import std")[2].replace("req.restarts", "")
    assert "hash" not in text.partition("sub vcl_recv")[2].partition("sub vcl_hash")[0]


@pytest.mark.parametrize(
    "origin",
    [
        "https://site.example",
        "http://",
        "http://a/b",
        "http://a/?b",
        "ftp://a",
        "http://u@a",
    ],
)
def test_an_origin_that_varnish_cannot_ask_is_refused(origin):
    with pytest.raises(ValueError, match="Varnish cannot ask"):
        Varnish().files(Edge(token=TOKEN, version="v1", origin=origin))


@pytest.mark.parametrize(
    "edge",
    [
        Edge(token=TOKEN, version="v", pages=MENU, inputs=('x" + client.ip + "',)),
        Edge(token=TOKEN, version="v", keys=(Key(header="Cookie", pages=MENU),)),
        Edge(token=TOKEN, version="v", keys=(Key(header="X-Sarto-A; b", pages=MENU),)),
    ],
)
def test_a_header_of_no_name_is_refused(edge):
    with pytest.raises(ValueError, match="is no "):
        Varnish().files(edge)


def test_a_string_ends_where_it_ends():
    assert quoted("a") == '"a"'
    assert quoted('a"b') == '{"a"b"}'
    assert quoted('a"}b') == '"""a"}b"""'
    for text in ('a"}"""', "a\0b", 'a"}b"'):
        with pytest.raises(ValueError, match="cannot be written"):
            quoted(text)


def test_no_cookie_is_ignored_where_none_is_named():
    assert ignored(()) == ""


@pytest.fixture
def open_folder():
    """Make a folder that everybody may look into, as /etc/varnish is."""
    folder = Path(tempfile.mkdtemp(prefix="sarto-vcl-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.parametrize("user", ["varnish", "vcache"])
@pytest.mark.parametrize(
    ("mode", "group", "is_read"),
    [(0o640, "varnish", True), (0o600, "root", False), (0o640, "root", False)],
)
def test_a_jailed_varnish_reads_the_secret_by_its_group(
    open_folder, user, mode, group, is_read
):
    needed()
    try:
        pwd.getpwnam(user)
        owner = grp.getgrnam(group).gr_gid
    except KeyError:
        pytest.skip(f"no {user} here")
    if os.geteuid() != 0:
        pytest.skip("only root can give up being root")
    files = Varnish().files(EDGES["keyed"])
    secret = open_folder / "token.vcl"
    secret.touch()
    os.chown(secret, 0, owner)
    secret.chmod(mode)
    jail = ("-j", f"unix,user={user}")
    if is_read:
        Varnishd(open_folder, files, *jail).close()
    else:
        with pytest.raises(RuntimeError, match=r"Cannot read file .*token.vcl"):
            Varnishd(open_folder, files, *jail)
