"""`manage.py check` says what is wrong with a config, as Django says such things."""

import pytest
from django.apps import apps
from django.core.checks import Error, run_checks
from django.test import override_settings

from sarto_adapters.frameworks.django.options import secrets_of
from support.django_site import a_site, installed

REMEMBERS = """
[consent]
source = "cookieyes"
map = { personalization = "functional" }
[slots.hero]
show = [ { when = { visits = ">=2" }, fragment = "hero.html" } ]
"""


def ours(found):
    return [each for each in found if each.id.startswith("SARTO")]


def test_a_mistake_stands_with_its_place_its_code_and_its_help(broken):
    with override_settings(SARTO_CONFIG=broken):
        (found,) = ours(run_checks())

    assert isinstance(found, Error)
    assert found.obj == "sarto.toml:2:12"
    assert "fragmnt" in found.msg
    assert found.hint


def test_nothing_wrong_is_no_message(config):
    with override_settings(BASE_DIR=config.parent):
        assert ours(run_checks()) == []


def test_a_config_that_is_nowhere_is_an_error(tmp_path):
    with override_settings(BASE_DIR=tmp_path):
        assert [type(each) for each in ours(run_checks())] == [Error]


def test_a_check_of_one_app_is_not_ours(broken):
    with override_settings(SARTO_CONFIG=broken):
        assert ours(run_checks([apps.get_app_config("sarto")])) == []


@pytest.mark.parametrize(
    ("environment", "key", "wanted"),
    [
        ("", "k" * 16, ("k" * 16, "f" * 16)),
        ("", "short", ()),
        ("its own", "k" * 16, ()),
    ],
)
def test_cookies_are_signed_with_the_key_that_the_site_has(
    monkeypatch, environment, key, wanted
):
    monkeypatch.setenv("SARTO_SECRET", environment)
    with override_settings(SECRET_KEY=key, SECRET_KEY_FALLBACKS=["f" * 16]):
        assert secrets_of() == wanted


def test_a_site_that_remembers_needs_no_other_secret(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    with a_site(tmp_path, []), override_settings(SECRET_KEY="k" * 32):
        assert installed(folder(REMEMBERS, hero="h"))
