"""What is Varnish's own in what is written for it, and who may read its secret."""

import grp
import os
import pwd
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from sarto.vocabulary.edges import Key
from sarto_adapters.edge.varnish import Varnish, quoted
from support.edge_described import DEVICE, EDGES, MENU, edge_of
from support.varnish import Varnish as Varnishd
from support.varnish import compiled, needed

ODD = replace(
    EDGES["all"],
    origin="http://[::1]:8000",
    keys=(
        Key(
            header="X-Sarto-Device",
            pages=MENU,
            known=replace(DEVICE, without=("x.odd",)),
        ),
    ),
    inputs=("accept-language", "referer", "x-forwarded-for", "3g", "x.odd"),
)
SOCKET = replace(EDGES["bare"], origin="unix:///run/site.sock")


@pytest.mark.slow
@pytest.mark.parametrize("edge", [ODD, SOCKET], ids=["odd", "socket"])
def test_odd_names_and_a_socket_compile(tmp_path, edge):
    assert compiled(tmp_path, Varnish().files(edge)) == ""


def test_the_secret_is_included_from_beside_it():
    (main, text), (secret, _) = Varnish().files(EDGES["all"]).items()

    assert (main, secret) == ("varnish.vcl", "token.vcl")
    assert 'include "./token.vcl";' in text


@pytest.mark.parametrize(
    ("folder", "name"),
    [("/etc/sarto", "/etc/sarto/"), ("secret", "./secret/"), ("../a", "./../a/")],
)
def test_the_secret_may_be_in_another_folder(folder, name):
    edge = edge_of(secrets=folder)

    assert f'include "{name}token.vcl";' in Varnish().files(edge)["varnish.vcl"]


def test_nothing_is_asked_for_where_no_page_differs():
    text = Varnish().files(EDGES["bare"])["varnish.vcl"]

    assert "restart" not in text.partition("import std")[2].replace("req.restarts", "")
    assert "hash" not in text.partition("sub vcl_recv")[2].partition("sub vcl_hash")[0]


def test_an_origin_that_speaks_tls_is_refused():
    with pytest.raises(ValueError, match="Varnish cannot ask"):
        Varnish().files(edge_of(origin="https://site.example"))


def test_a_key_that_is_no_header_of_ours_is_refused():
    with pytest.raises(ValueError, match="is no header of ours"):
        Varnish().files(edge_of(keys=(Key(header="Cookie", pages=MENU),)))


def test_a_string_ends_where_it_ends():
    assert quoted("a") == '"a"'
    assert quoted('a"b') == '{"a"b"}'
    assert quoted('a"}b') == '"""a"}b"""'
    for text in ('a"}"""', "a\0b", 'a"}b"'):
        with pytest.raises(ValueError, match="cannot be written"):
            quoted(text)


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
