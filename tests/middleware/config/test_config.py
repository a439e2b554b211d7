import time
from datetime import time as time_of_day
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import example as tried
from hypothesis import strategies as st

from sarto.config.config import Config
from sarto.errors import ConfigError

DATA = Path(__file__).parents[2] / "data"
EXAMPLE = (DATA / "contract.toml").read_text("utf-8")
DECLARED = """
[audiences.press]
channel = "referral"
[audiences.experts]
level = "expert"
"""


def test_the_contract_s_example_is_read_without_a_mistake(config):
    codes = {finding.code for finding in config(EXAMPLE + DECLARED).warnings}
    assert codes == {"SARTO007"}  # a guardrail that nothing declares


def test_the_contract_s_example_names_two_audiences_that_it_does_not_declare(wrong):
    assert {line.partition(": ")[2] for line in wrong(EXAMPLE)} == {
        f"SARTO007: there is no audience called '{name}' (declare it: "
        f"[audiences.{name}], or name one of: evening-novices-iran, big-spenders)"
        for name in ("press", "experts")
    }


def test_the_contract_s_persona_is_read(config):
    assert config(EXAMPLE + DECLARED).personas["tehran-evening"] == {
        "device": "mobile",
        "language": "fa",
        "country": "IR",
        "time": time_of_day(20, 0),
    }


def test_an_empty_file_is_a_config(config):
    assert config("").toml.languages == ["en"]


def test_a_config_knows_its_file(tmp_path):
    inner = tmp_path / "a"
    inner.mkdir()
    file = tmp_path / "site.toml"
    file.write_text("version = 1")
    read = Config.read(inner / ".." / "site.toml")
    assert read.path == file
    assert read.folder == tmp_path


def test_a_linked_file_stands_where_its_link_is(tmp_path):
    (tmp_path / "real.toml").write_text("version = 1")
    (tmp_path / "site").mkdir()
    link = tmp_path / "site" / "sarto.toml"
    link.symlink_to(tmp_path / "real.toml")
    assert Config.read(link).path == link


def test_further_findings_are_told_in_the_same_file(config):
    report = config("[slots.hero]").report()
    report.wrong("SARTO010", ("slots", "hero"), "no such fragment")
    assert str(report.all()[0]).startswith("sarto.toml:1:8: error SARTO010")


def findings(read):
    try:
        return read().warnings
    except ConfigError as error:
        assert error.findings  # noqa: PT017 - no mistake at all is no error
        return error.findings


def read_or_told(text):
    """Read a text, or be told of its mistakes with their places; nothing else."""
    for finding in findings(lambda: Config.loads(text, folder=DATA)):
        assert 1 <= finding.line <= text.count("\n") + 1
        assert finding.column >= 1
        assert finding.code.startswith("SARTO0")
        assert finding.message


TOKENS = """
slots audiences a show to when fragment any all not within since signals device from
until pages path personas consent map journey stages name experiments arms goal level
cache edge preferences values interest time [ ] [[ ]] { } = . , # ' " true 3 -1 1.5 nan
2026-12-24 18:00:00 "x" "mobile" ">=2"
"""
WORDS = st.sampled_from([*TOKENS.split(), "\n"])


@settings(deadline=None)
@given(st.text() | st.lists(WORDS).map(" ".join))
@tried("audiences = { a = { not = { not = [] } } }")
def test_any_text_is_read_or_told(text):
    read_or_told(text)


@settings(deadline=None)
@given(st.data())
def test_an_edited_example_is_read_or_told(data):
    start = data.draw(st.integers(0, len(EXAMPLE)))
    end = data.draw(st.integers(start, min(len(EXAMPLE), start + 40)))
    instead = data.draw(st.lists(WORDS, max_size=4).map(" ".join))
    read_or_told(EXAMPLE[:start] + instead + EXAMPLE[end:])


VALUES = ["3", "-1", "true", "nan", '""', '"x"', "[]", "{}", "[3]", '["x"]', "[{}]",
          "{ a = 1 }", "2026-12-24", "18:00:00", "0x" + "f" * 4000, "[[]]"]  # fmt: skip


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_an_example_with_other_values_is_read_or_told(chance):
    lines = EXAMPLE.split("\n")
    for _ in range(chance.randint(1, 5)):
        number = chance.randrange(len(lines))
        key, equals, _ = lines[number].partition(" = ")
        if equals:
            lines[number] = f"{key} = {chance.choice(VALUES)}"
    read_or_told("\n".join(lines))


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_an_example_with_other_keys_is_read_or_told(chance):
    keys = ["x", '"a.b"', '""', "any", "not", "device", "show", "value", '"é"']
    lines = EXAMPLE.split("\n")
    for _ in range(chance.randint(1, 5)):
        number = chance.randrange(len(lines))
        _, equals, value = lines[number].partition(" = ")
        if equals:
            lines[number] = f"{chance.choice(keys)}{equals}{value}"
    read_or_told("\n".join(lines))


HUGE = [
    "".join(f"x{n} = 1\n" for n in range(5_000)),
    "[audiences]\n" + "".join(f'x{n}.all = ["y{n}"]\n' for n in range(5_000)),
    "[audiences.a]\n" + "".join(f"x{n} = 1\n" for n in range(5_000)),
    "languages = [" + '"x!", ' * 5_000 + "]",
    "[audiences.a]\ncity = [" + "3, " * 5_000 + "]",
    "x" * 999_999 + " = 1",
    "timezone = '" + "x" * 900_000 + "'",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HUGE, ids=[text[:24] for text in HUGE])
def test_a_huge_file_is_told_in_time(text):
    started = time.perf_counter()
    read_or_told(text)
    assert time.perf_counter() - started < 60


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary())
def test_any_bytes_are_read_or_told(tmp_path, raw):
    file = tmp_path / "sarto.toml"
    file.write_bytes(raw)
    findings(lambda: Config.read(file))
