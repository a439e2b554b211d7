"""`sarto check` of a small site, and of the application it names."""

import json

from support.cli_site import CONFIG, INSIDE, run


def test_check_of_a_right_site_is_quiet_and_well(config):
    answer = run("check", "--config", config)

    assert (answer.exit_code, answer.output) == (0, "Nothing wrong.\n")


def test_check_shows_the_line_and_what_was_meant(config):
    config.write_text(CONFIG.replace("device", "devise", 1), "utf-8")

    answer = run("check", "--config", config)

    assert answer.exit_code == 1
    assert "sarto.toml:4:1" in answer.output
    assert '4 | devise = "mobile"\n  | ^^^^^^' in answer.output
    assert "did you mean 'device'?" in answer.output
    assert answer.output.endswith("1 error.\n")


def test_check_in_json_has_the_contracts_shape(config):
    config.write_text(CONFIG + "[events]\n", "utf-8")

    answer = run("check", "--config", config, "--format", "json")

    (finding,) = json.loads(answer.output)
    assert answer.exit_code == 1
    assert finding["severity"] == "warning"
    assert finding.keys() == {
        "code",
        "severity",
        "file",
        "line",
        "column",
        "message",
        "help",
    }


def test_a_missing_config_is_told_not_raised(tmp_path):
    answer = run("check", "--config", tmp_path / "none.toml")

    assert answer.exit_code == 1
    assert "cannot be read" in answer.output


def test_check_shows_where_an_app_is_named_that_compresses_inside(zipped):
    answer = run("check", "--config", zipped(INSIDE))

    assert answer.exit_code == 1
    assert "warning SARTO025: GZipMiddleware stands inside of Sarto" in answer.output
    assert ' | app = "zipped_app:app"\n   |       ^^^' in answer.output


def test_check_of_an_app_that_compresses_outside_is_well(zipped):
    config = zipped(INSIDE[::-1])
    answer = run("check", "--config", config)

    assert answer.exit_code == 0
    assert answer.output.endswith("That is best.\nNothing wrong.\n")
    assert run("check", "--format", "json", "--config", config).output == "[]\n"


def test_an_app_that_cannot_be_imported_is_a_remark_and_no_problem(config):
    config.write_text(CONFIG + '[dev]\napp = "nowhere_at_all:app"\n', "utf-8")

    answer = run("check", "--config", config)

    assert (answer.exit_code, answer.stdout) == (0, "Nothing wrong.\n")
    assert "nowhere_at_all:app cannot be imported" in answer.stderr


def test_pages_that_errors_keep_from_being_looked_at_are_told(config):
    config.write_text(CONFIG.replace("device", "devise", 1), "utf-8")

    answer = run("check", "--config", config, "--pages", config.parent)

    assert "Pages were not looked at" in answer.stderr
