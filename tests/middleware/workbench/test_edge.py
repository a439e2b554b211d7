"""The files of a cache, as they are written: who may read what."""

import grp
import os
import shutil
import stat

import pytest

from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.workbench.edge import described, files, keep, main_of
from support.edge_rules import SECRET

TEXTS = {"main.conf": "main", "token.conf": "secret", "more.conf": "more"}
SITE = """
[cache]
edge = "varnish"
[slots.hero]
pages = ["/"]
default = "a.html"
show = [ { when = { device = "mobile" }, fragment = "b.html" } ]
"""


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


@pytest.fixture
def open_mask():
    """Let new files be as open as whoever makes them says."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_mask")
def test_the_first_file_is_for_all_and_the_others_for_the_server_alone(tmp_path):
    folder = tmp_path / "new" / "edge"
    keep(TEXTS, folder, with_main=True)

    assert {f.name: f.read_text() for f in folder.iterdir()} == TEXTS
    modes = [mode(folder / name) for name in TEXTS]
    assert modes == [0o644, 0o640, 0o640]


def test_the_first_file_may_be_left_to_whoever_prints_it(tmp_path):
    keep(TEXTS, tmp_path, with_main=False)

    assert {each.name for each in tmp_path.iterdir()} == {"token.conf", "more.conf"}
    assert main_of(TEXTS) == ("main.conf", "main")


@pytest.mark.usefixtures("open_mask")
def test_what_was_there_before_is_written_anew_and_no_link_is_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    folder = tmp_path / "edge"
    folder.mkdir()
    (folder / "token.conf").symlink_to(elsewhere)
    (folder / "main.conf").write_text("old")
    (folder / "main.conf").chmod(0o600)
    keep(TEXTS, folder, with_main=True)

    assert elsewhere.read_text() == "mine"
    assert not (folder / "token.conf").is_symlink()
    assert mode(folder / "main.conf") == 0o644


def test_secrets_are_given_to_the_group_that_varnish_reads_by(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(
        shutil, "chown", lambda file, group: given.append((file, group))
    )
    keep(TEXTS, tmp_path, with_main=True)

    assert given == [(tmp_path / n, "varnish") for n in ("token.conf", "more.conf")]


@pytest.mark.parametrize("error", [LookupError, PermissionError])
def test_where_there_is_no_such_group_they_stay_with_whoever_writes(
    tmp_path, monkeypatch, error
):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(shutil, "chown", refuse)
    keep(TEXTS, tmp_path, with_main=True)

    assert (tmp_path / "token.conf").read_text() == "secret"


def test_as_root_the_group_varnish_owns_them(tmp_path):
    try:
        group = grp.getgrnam("varnish").gr_gid
    except KeyError:
        pytest.skip("no group varnish here")
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    keep(TEXTS, tmp_path, with_main=True)

    assert (tmp_path / "token.conf").stat().st_gid == group
    assert (tmp_path / "main.conf").stat().st_gid == os.getegid()


@pytest.fixture
def config(folder, monkeypatch):
    monkeypatch.setenv("SARTO_SECRET", SECRET)
    return folder(SITE, a="a", b="b")


WHERE = {"origin": "http://127.0.0.1:1", "listen": "127.0.0.1:2"}


def test_a_site_is_described_with_its_token(config):
    edge = described(Config.read(config), "varnish", **WHERE, secrets="/etc/edge")

    assert (edge.origin, edge.listen) == (WHERE["origin"], WHERE["listen"])
    assert edge.secrets == "/etc/edge"
    assert [key.header for key in edge.keys] == ["X-Sarto-Device"]
    assert len(edge.token) == 40
    assert edge.token not in files(edge, "varnish")["varnish.vcl"]


def test_another_cache_than_the_file_names_is_a_mistake(config):
    with pytest.raises(ConfigError, match=r"3:1: error SARTO029: .* 'varnish' stands"):
        described(Config.read(config), "nginx", **WHERE)


def test_without_a_secret_nothing_can_be_proved(config, monkeypatch):
    monkeypatch.delenv("SARTO_SECRET")

    with pytest.raises(ConfigError, match="SARTO027"):
        described(Config.read(config), "varnish", **WHERE)
