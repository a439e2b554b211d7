"""The shop on Django: what its README promises, over a real server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SHOP = Path(__file__).parents[3] / "examples" / "django_shop"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)
OWN, GROWER = "A garden that fits on a windowsill", "What comes next on your sill?"
ASKING = "Allow all"
ROSE = {"username": "rose", "password": "windowsill"}  # as the page says

pytestmark = pytest.mark.slow


def test_a_stranger_gets_the_whole_shop_and_is_asked(guest):
    page = guest().goes("/")

    assert OWN in page
    assert "Begin with mint: it cannot go wrong" in page
    assert ASKING in page
    assert page.count("<h3>") == 8


def test_a_phone_and_a_reader_of_the_letter_get_theirs(guest):
    phone = guest(agent=PHONE).goes("/")
    letter = guest().goes("/?utm_source=letter")

    assert "or see all eight" in phone
    assert "it cannot go wrong" not in phone
    assert "the post is on us" in letter
    assert "Post costs 3 €" not in letter


def test_who_orders_is_a_grower_from_the_next_page_on(guest):
    rose = guest()
    rose.answers("all")
    assert OWN in rose.goes("/")

    assert "Thank you" in rose.orders()

    assert GROWER in rose.goes("/")
    known = rose.goes("/_sarto/privacy")
    assert "grower" in known
    assert "ordered" in known


def test_who_refuses_is_not_remembered_and_can_order_all_the_same(guest):
    nobody = guest()
    nobody.answers("none")

    assert "Thank you" in nobody.orders()

    assert OWN in nobody.goes("/")
    assert ASKING not in nobody.page.text
    assert "sarto" not in nobody.client.cookies


def test_what_somebody_looks_at_is_offered_first(guest):
    mary = guest()
    mary.answers("all")
    for _ in range(3):
        mary.goes("/shelf/herbs/basil/")

    assert "Herbs again?" in mary.goes("/")


def test_a_newcomer_gets_a_hint_below_the_steps_of_the_page(guest):
    page = guest().goes("/shelf/herbs/basil/")

    steps, hint = page.index("Keep it in the sun"), page.index("First plant ever?")
    assert steps < hint
    assert "First plant ever?" not in guest().goes("/shelf/pots/tin-tray/")


def test_who_signs_in_is_greeted_until_they_sign_out(guest):
    rose = guest()
    rose.goes("/sign-in/")
    assert "do not belong together" in rose.sends(
        "/sign-in/", **{**ROSE, "password": "no"}
    )

    assert "Good to see you, Rose" in rose.sends("/sign-in/", **ROSE)
    assert rose.page.headers["cache-control"] == "private, no-store"

    assert "Good to see you" not in rose.sends("/sign-out/")
    assert OWN in rose.goes("/")


def test_the_basket_adds_up_and_bad_numbers_empty_it(guest):
    anna = guest()
    anna.goes("/shelf/herbs/mint/")
    anna.sends("/basket/put/mint/")
    page = anna.sends("/basket/put/mint/", number="3")
    assert "8.40 €" in page

    assert "Nothing yet" in anna.sends("/basket/put/mint/", number="many")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/shelf/herbs/", 200), ("/shelf/pots/clay-pot/", 200), ("/basket/", 200),
     ("/thanks/", 200), ("/sign-in/", 200), ("/nowhere", 404), ("/shelf/trees/", 404)],
)  # fmt: skip
def test_no_page_has_a_script_and_all_are_the_shops_own(guest, path, status):
    anna = guest()
    page = anna.goes(path)

    assert anna.page.status_code == status
    assert "<script" not in page
    assert not re.search(r"\son\w+=", page)
    assert '<a class="brand" href="/">' in page


def test_files_are_django_s_own(guest):
    anna = guest()
    anna.goes("/static/shop/mint.svg")

    assert anna.page.headers["content-type"] == "image/svg+xml"
    assert "cache-control" not in anna.page.headers


@pytest.mark.parametrize("words", [("check",), ("makemigrations", "--check")])
def test_django_finds_nothing_wrong(words, tmp_path):
    env = {**os.environ, "SHOP_DATABASE": str(tmp_path / "s.db")}
    said = subprocess.run(
        [sys.executable, SHOP / "manage.py", *words],
        env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert said.returncode == 0, said.stdout + said.stderr


def test_a_mistake_in_the_config_is_told_by_django(tmp_path):
    broken = tmp_path / "sarto.toml"
    broken.write_text('[slots.hero]\nshow = [ { fragmnt = "a.html" } ]\n')
    code = f"from windowsill.settings import *\nSARTO_CONFIG = {str(broken)!r}\n"
    (tmp_path / "mistaken.py").write_text(code)
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mistaken",
        "PYTHONPATH": str(tmp_path),
        "SHOP_DATABASE": str(tmp_path / "s.db"),
    }
    said = subprocess.run(
        [sys.executable, SHOP / "manage.py", "check"],
        env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert said.returncode == 1
    assert "sarto.toml:2:12: (SARTO" in said.stderr
    assert "fragmnt" in said.stderr
