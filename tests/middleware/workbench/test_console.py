"""`sarto console` writes a link that opens the console, or says why there is none."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from sarto.cli import main
from sarto.clock import utc_now
from sarto.pages.console.keys import OPEN, Keys
from support.browsers import SECRET, Browser
from support.console_site import HOME, TOML, opened

SITE = "https://bistro.example"


@pytest.fixture
def asked(tmp_path, monkeypatch):
    monkeypatch.setenv("SARTO_SECRET", SECRET)
    file = tmp_path / "sarto.toml"
    file.write_text(TOML, "utf-8")

    def ask(*words):
        return CliRunner().invoke(main, ["console", "--config", str(file), *words])

    return ask


def test_its_link_opens_the_console_of_the_site(asked, tmp_path) -> None:
    link = asked("--url", f"{SITE}/").output.strip()
    assert link.startswith(f"{SITE}{HOME}enter/")
    browser = Browser(opened(tmp_path, clock=utc_now))
    assert browser.get(link.removeprefix(SITE)).all("location") == [HOME]
    assert browser.get(HOME).status == 200


def test_its_link_is_good_for_minutes_and_the_stay_as_long_as_is_said(asked) -> None:
    link = asked("--expires", "2d").output.strip()
    found = Keys.checked((SECRET,), "").linked(link.rpartition("/")[2], utc_now())
    assert found.lasts == timedelta(days=2).total_seconds()
    assert found.ends <= (utc_now() + OPEN).timestamp()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--expires", "soon"], '--expires: "soon" is not a length of time'),
        (["--expires", "40d"], "longer than 30 days"),
        (["--url", "bistro.example"], "--url: 'bistro.example' is no site"),
    ],
)
def test_wrong_use_is_said(asked, words, said) -> None:
    answer = asked(*words)
    assert answer.exit_code == 2
    assert said in answer.output


def test_without_a_secret_it_says_where_to_set_one(asked, monkeypatch) -> None:
    monkeypatch.delenv("SARTO_SECRET")
    answer = asked()
    assert answer.exit_code == 2
    assert "Set SARTO_SECRET" in answer.output


def test_without_its_table_it_says_what_to_write(asked, tmp_path) -> None:
    (tmp_path / "sarto.toml").write_text(TOML.partition("[console]")[0], "utf-8")
    answer = asked()
    assert answer.exit_code == 2
    assert "Write [console] there" in answer.output


def test_a_config_with_mistakes_is_said_to_be_one(asked, tmp_path) -> None:
    (tmp_path / "sarto.toml").write_text("[console]\nrecent = -1\n", "utf-8")
    answer = asked()
    assert answer.exit_code == 1
    assert "recent" in answer.output
