import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from sarto.cli import main
from sarto.clock import utc_now
from sarto.config.config import Config
from sarto.site.passes import Passes
from sarto.workbench.passes import PassError, ends, link, links, token

SECRET = "long enough to be none that can be guessed"  # noqa: S105 - a test's
NOW = datetime(2026, 11, 22, 12, 0, 0, 500, tzinfo=UTC)
CONFIG = """languages = ["en", "fa"]
site = "shop"
[personas.tehran]
device = "mobile"
country = "IR"
time = "20:00"
"""


@pytest.fixture
def config(folder, monkeypatch):
    monkeypatch.setenv("SARTO_SECRET", SECRET)
    return folder(CONFIG)


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def read(text):
    return Passes.checked((SECRET,), "shop").preview(text, utc_now())


def made(config, *, page="/", as_="device=mobile", expires="2d", url="https://site"):
    return link(Config.read(config), page, as_, expires, url)


def test_a_link_pins_what_was_said(config):
    found = made(config, page="/menu?a=b c&d=é", as_="city='New York' bot=false")

    assert urlsplit(found)[:2] == ("https", "site")
    leave = read(found.rpartition("/_sarto/preview/")[2])
    assert leave.path == "/menu?a=b%20c&d=%C3%A9"
    assert leave.facts == "city='New York' bot=false"
    assert leave.name == ""


def test_a_persona_is_written_out_and_named(config):
    leave = read(made(config, as_="@tehran").rpartition("/")[2])
    assert (leave.facts, leave.name) == (
        "device=mobile country=IR time=20:00",
        "tehran",
    )
    leave = read(made(config, as_="@tehran device=tv").rpartition("/")[2])
    assert (leave.facts, leave.name) == ("device=tv country=IR time=20:00", "")


def test_a_link_lasts_as_long_as_was_said(config):
    leave = read(made(config, expires="90m").rpartition("/")[2])
    left = leave.moment - utc_now()
    assert timedelta(minutes=89) < left <= timedelta(minutes=90)
    assert ends("12h", NOW) == int((NOW + timedelta(hours=12)).timestamp())
    assert ends("0.1s", NOW) == int(NOW.timestamp()) + 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"url": "site.example"}, "--url"),
        ({"url": "ftp://site"}, "--url"),
        ({"page": "menu"}, "no page of the site"),
        ({"page": "//evil.example"}, "no page of the site"),
        ({"as_": ""}, "say who is to be seen"),
        ({"as_": "devise=mobile"}, "Did you mean 'device'?"),
        ({"as_": "device='mobile"}, "ends inside quotes"),
        ({"as_": "@nobody"}, "there is no persona"),
        ({"as_": f"query.q={'x' * 4000}"}, "pin fewer facts"),
        ({"expires": "soon"}, "--expires"),
        ({"expires": "999999w"}, "longer than 30 days"),
        ({"expires": "31d"}, "longer than 30 days"),
        ({"page": "/a//b"}, "no page of the site"),
        ({"page": "/menu/../x"}, "no page of the site"),
        ({"page": "/_sarto/forget"}, "no page of the site"),
        ({"page": "/\udcff"}, "no page of the site"),
        ({"url": "https://site/?q"}, "Leave out what begins with ?"),
        ({"url": "https://site/#q"}, "Leave out what begins with ?"),
        ({"url": "http://[x"}, "is no site"),
    ],
)
def test_what_cannot_be_linked_is_said(config, said, told):
    with pytest.raises(PassError, match=re.escape(told)):
        made(config, **said)


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_secret_nothing_is_signed(config, monkeypatch, secret):
    monkeypatch.setenv("SARTO_SECRET", secret)
    with pytest.raises(PassError, match="Set SARTO_SECRET"):
        made(config)
    with pytest.raises(PassError, match="Set SARTO_SECRET"):
        token(Config.read(config), "1h")


def test_a_token_lets_its_bearer_ask(config):
    found = token(Config.read(config), "1h")
    assert Passes.checked((SECRET,), "shop").may_ask(found, utc_now())


def test_the_command_prints_a_link_and_nothing_else(config):
    answer = run("preview", "/", "--as", "@tehran", "--config", config)

    assert answer.exit_code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/_sarto/preview/\S+\n", answer.output)
    asked = ("--as", "device=tv", "--url", "https://shop.example/", "--expires", "1h")
    answer = run("preview", "/a", *asked, "--config", config)
    assert answer.output.startswith("https://shop.example/_sarto/preview/")


def test_the_command_says_what_is_wrong_with_what_was_typed(config):
    answer = run("preview", "/", "--config", config)

    assert answer.exit_code == 2
    assert "say who is to be seen" in answer.output


def test_the_command_shows_the_mistakes_of_a_broken_config(config):
    config.write_text("[slots.hero]\nshw = 1", "utf-8")
    for asked in (("preview", "/", "--as", "bot=true"), ("explain", "--token")):
        answer = run(*asked, "--config", config)
        assert answer.exit_code == 1
        assert "sarto.toml:2:1" in answer.output


def test_explain_prints_a_token(config):
    answer = run("explain", "--token", "--config", config, "--expires", "5m")

    assert answer.exit_code == 0
    assert Passes.checked((SECRET,), "shop").may_ask(answer.output.strip(), utc_now())


def test_explain_says_what_is_wrong_with_a_token(config):
    answer = run("explain", "--token", "--config", config, "--expires", "x")

    assert answer.exit_code == 2
    assert "--expires" in answer.output


def test_explain_of_no_page_is_wrong_use(config):
    answer = run("explain", "--config", config)

    assert answer.exit_code == 2
    assert "Say which page" in answer.output


def test_a_token_is_good_for_a_month_at_most(config):
    with pytest.raises(PassError, match="longer than 30 days"):
        token(Config.read(config), "5w")


def test_who_pins_facts_of_an_account_is_warned(config):
    as_ = "signed_in=true traits.role=admin device=tv"
    answer = run("preview", "/", "--as", as_, "--config", config)

    assert answer.exit_code == 0
    assert re.fullmatch(r"http://\S+\n", answer.stdout)
    assert "Whoever has the link has signed_in, traits.role for" in answer.stderr
    assert "traits" in run("preview", "--help").output
    answer = run("preview", "/", "--as", "device=tv", "--config", config)
    assert answer.stderr == ""


@pytest.mark.parametrize("page", ["menu", "/\udcff", "https://site/menu"])
def test_explain_takes_no_page_that_is_none(config, page):
    answer = run("explain", page, "--config", config)

    assert answer.exit_code == 2
    assert "is no page of the site" in answer.output


def test_explain_takes_a_page_of_any_alphabet(config):
    assert run("explain", "/خورش\u200cها?a=b", "--config", config).exit_code == 0


TRIAL = """
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { control = 50, photo = 50 }
goal = "booked"
"""


@pytest.fixture
def tried(folder, monkeypatch):
    monkeypatch.setenv("SARTO_SECRET", SECRET)
    return folder(CONFIG + TRIAL)


def test_each_arm_of_an_experiment_has_a_link_of_its_own(tried):
    config = Config.read(tried)
    made = dict(
        links(config, "/", "device=tv", "2d", "https://site", experiment="photo")
    )
    facts = {arm: read(text.rpartition("/")[2]).facts for arm, text in made.items()}
    assert facts == {arm: f"device=tv arm.photo={arm}" for arm in ("control", "photo")}


def test_links_of_arms_are_printed_with_their_names(tried):
    answer = run("preview", "/", "--config", tried, "--experiment", "photo")
    lines = answer.output.splitlines()
    assert (lines[0], lines[2]) == ("control", "photo")
    assert answer.exit_code == 0


def test_an_experiment_that_is_not_there_has_no_links(tried):
    answer = run("preview", "/", "--config", tried, "--experiment", "foto")
    assert answer.exit_code == 2
    assert "did you mean 'photo'" in answer.output
