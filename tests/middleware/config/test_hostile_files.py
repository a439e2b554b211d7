"""What is no file, or no text: refused at once, in words that can be printed."""

import os
import socket
import time

import pytest

from sarto.config.config import Config
from sarto.errors import ConfigError


@pytest.mark.parametrize(
    "device", ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/full", "/dev/stdin"]
)
def test_a_device_is_no_config(device):
    assert_refused(device)


def test_a_pipe_nobody_writes_to_is_no_config(tmp_path):
    os.mkfifo(tmp_path / "sarto.toml")
    assert_refused(tmp_path / "sarto.toml")


def test_a_socket_is_no_config(tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "sarto.toml"))
        assert_refused(tmp_path / "sarto.toml")


NAMES = [
    "",
    ".",
    "/",
    "a\0b",
    "x" * 5_000,
    "a/" * 3_000 + "b",
    "\udcff",
    "\x1b[2J",
    "a\nb",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_that_is_none_is_told_so_that_it_can_be_printed(name):
    for finding in assert_refused(name):
        assert str(finding).isprintable()
        str(finding).encode()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_nobody_may_read_is_told(tmp_path):
    file = tmp_path / "sarto.toml"
    file.write_text("version = 1")
    file.chmod(0)
    assert_refused(file)


CODINGS = ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "shift-jis", "cp037"]


@pytest.mark.parametrize("coding", CODINGS)
def test_another_coding_is_told(tmp_path, coding):
    text = "version = 1\n" + ("# 東京" if coding == "shift-jis" else "# é")
    (tmp_path / "sarto.toml").write_bytes(text.encode(coding))
    assert_refused(tmp_path / "sarto.toml")


def assert_refused(file):
    started = time.monotonic()
    with pytest.raises(ConfigError) as caught:
        Config.read(file)
    assert time.monotonic() - started < 20
    assert {finding.code for finding in caught.value.findings} == {"SARTO001"}
    return caught.value.findings
