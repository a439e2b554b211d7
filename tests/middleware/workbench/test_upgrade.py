"""`sarto upgrade`: a text of the newest format that means the same."""

import tomllib

import pytest
from click.testing import CliRunner

from sarto.cli import main
from sarto.errors import ConfigError
from sarto.workbench.upgrade import STEPS, NewerError, upgraded

OLD = """# mine
version = 1   # the format
[greeting]    # was called so
text = "version = 1"
"""


def renamed(text):
    """Do what a step of a later version might do."""
    return text.replace("[greeting]", "[welcome]")


def grown(text):
    return text + "more = true\n"


def test_every_step_is_taken_and_comments_and_order_stay():
    text = upgraded(OLD, steps={1: renamed, 2: grown})

    assert text == OLD.replace("version = 1   #", "version = 3   #").replace(
        "[greeting]", "[welcome]"
    ) + ("more = true\n")


def test_only_the_steps_that_a_file_is_short_of_are_taken():
    second = OLD.replace("version = 1   #", "version = 2   #")

    assert "[greeting]" in upgraded(second, steps={1: renamed, 2: grown})


def test_a_file_that_says_no_version_is_of_the_first():
    text = upgraded("[greeting]\n", steps={1: renamed})

    assert tomllib.loads(text) == {"version": 2, "welcome": {}}


def test_a_file_of_the_newest_version_stays_as_it_is():
    assert upgraded(OLD) == OLD
    assert STEPS == {}


@pytest.mark.parametrize("version", ["2", "0", '"1"', "true"])
def test_a_version_that_is_not_known_is_refused(version):
    with pytest.raises(NewerError):
        upgraded(f"version = {version}")


def test_what_is_no_toml_is_an_author_s_mistake():
    with pytest.raises(ConfigError):
        upgraded("version = = 1")


def run(config):
    return CliRunner().invoke(main, ["upgrade", "--config", str(config)])


def test_the_schema_is_made_anew_only_where_it_differs(tmp_path):
    config = tmp_path / "sarto.toml"
    config.write_text("version = 1\r\n", "utf-8", newline="")

    first, second = run(config), run(config)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "schema.json" in first.output
    assert second.output == f"{config} is of the newest version already.\n"
    assert config.read_bytes() == b"version = 1\r\n"


@pytest.mark.parametrize("text", ["version = 2", "version = = 1"])
def test_what_cannot_be_brought_up_to_date_is_a_problem(tmp_path, text):
    config = tmp_path / "sarto.toml"
    config.write_text(text, "utf-8")

    answer = run(config)

    assert answer.exit_code == 1
    assert config.read_text("utf-8") == text
    assert not (tmp_path / ".sarto").exists()
