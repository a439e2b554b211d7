import sys
from contextlib import suppress

import pytest

from sarto.config.config import Config
from sarto.config.text import LARGEST, read
from sarto.errors import ConfigError


def refusal(call, *given):
    with pytest.raises(ConfigError) as caught:
        call(*given)
    (finding,) = caught.value.findings
    assert finding.code == "SARTO001"
    return finding


def test_a_file_that_is_not_there_is_told(tmp_path):
    found = refusal(Config.read, tmp_path / "sarto.toml")
    assert found.message == "it cannot be read: No such file or directory"
    assert found.help == f"{tmp_path / 'sarto.toml'} is what was asked for"
    assert (found.file, found.line, found.column) == ("sarto.toml", 1, 1)


def test_a_folder_is_no_file(tmp_path):
    found = refusal(Config.read, tmp_path)
    assert found.message == "it cannot be read: Is a directory"


@pytest.mark.parametrize("name", ["", ".", "\0"], ids=["none", "here", "NUL"])
def test_a_name_that_names_no_file_is_told(name):
    found = refusal(Config.read, name)
    assert found.message.startswith("it cannot be read: ")
    assert found.file


def test_what_is_not_utf_8_is_told_at_its_byte(tmp_path):
    file = tmp_path / "sarto.toml"
    file.write_bytes('# تهران\na = "é'.encode() + b"\xff")
    found = refusal(Config.read, file)
    assert (found.line, found.column) == (2, 7)
    assert found.message == "here is a byte that is not UTF-8"
    assert found.help == "save the file as UTF-8"


def test_utf_16_is_told(tmp_path):
    file = tmp_path / "sarto.toml"
    file.write_bytes("version = 1".encode("utf-16"))
    assert (refusal(read, file).line, refusal(read, file).column) == (1, 1)


def test_a_binary_file_is_told(tmp_path):
    file = tmp_path / "sarto.toml"
    file.write_bytes(bytes(range(128)))
    assert refusal(Config.read, file).message == "Invalid statement"


def test_a_file_too_large_is_told(tmp_path):
    file = tmp_path / "sarto.toml"
    file.write_bytes("é".encode() * LARGEST)
    assert refusal(read, file).message == "it is larger than 1,000,000 bytes"


def test_a_file_that_never_ends_is_not_read_whole():
    assert "a pipe or a device" in refusal(Config.read, "/dev/zero").message


@pytest.mark.parametrize("text", ["\ufeffversion = 1", "version = 1\r\n[cache]\r\n"])
def test_a_bom_and_crlf_are_no_mistake(tmp_path, text):
    file = tmp_path / "sarto.toml"
    file.write_bytes(text.encode())
    assert Config.read(file).toml.version == 1
    assert Config.loads(text, folder=tmp_path).toml.version == 1


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_neither_a_bom_nor_crlf_moves_a_place(wrong, bom):
    told = '3:6: SARTO001: Invalid value (a text stands in quotes: "x")'
    assert wrong(f"{bom}\r\n\r\na = [x]") == [told]
    assert wrong(f"{bom}x = 1\r\ny = 1\r\n")[0].startswith("1:1: ")
    assert wrong(f"{bom}x = 1\r\ny = 1\r\n")[1].startswith("2:1: ")


AS_TOML = [
    ("a = x", '1:5: SARTO001: Invalid value (a text stands in quotes: "x")'),
    ("a = True", "1:5: SARTO001: Invalid value (write true)"),
    (
        "a\n",
        "1:2: SARTO001: Expected '=' after a key in a key/value pair (write key = value)",
    ),
    ("a = [1,\n\n", "1:8: SARTO001: Invalid value (a text stands in quotes)"),
    (
        "a = [1\n\n",
        "1:7: SARTO001: Unclosed array (a list is parted by commas, and ends with ])",
    ),
    (
        "[a]\n[a]\n",
        "2:2: SARTO001: Cannot declare [a] twice (write what is in both under one of them)",
    ),
    (
        "a.b = {}\n[a.b.c]",
        "2:2: SARTO001: Cannot declare [a.b.c] twice (write what is in both under one of them)",
    ),
    ("= 1", "1:1: SARTO001: Invalid statement"),
    (
        "[audiences.a]\nsignals.b = 1\nsignals.b.value = 2",
        "3:1: SARTO001: Cannot overwrite a value (this key stands there already; two "
        "conditions on one fact, or on its parts, go in two tables under `all`)",
    ),
    ("\n a = " + "9" * 5000, "2:6: SARTO001: no number has that many digits"),
    ("a = " + "[" * 50_000, "1:64: SARTO001: it is nested too deeply"),
    ("a = " + "{a=" * 50_000, "1:182: SARTO001: it is nested too deeply"),
]


@pytest.mark.parametrize(("text", "told"), AS_TOML, ids=[t[0][:20] for t in AS_TOML])
def test_what_is_no_toml_is_told_with_its_place(wrong, text, told):
    assert wrong(text) == [told]


def test_half_a_character_is_told(wrong):
    told = "2:6: SARTO001: here is half a character (write the whole of it)"
    assert wrong('a = 1\nb = "\ud800"') == [told]


def test_where_the_stack_is_nearly_full_it_is_told_as_well(wrong):
    text = "a = " + "[" * 50 + "]" * 50

    def deeper(frames):
        return deeper(frames - 1) if frames else wrong(text)

    told = set()
    for frames in range(500, sys.getrecursionlimit(), 5):
        with suppress(RecursionError):
            told.add(deeper(frames)[0])
    assert "1:1: SARTO001: it is nested too deeply" in told
