"""A Sarto that stands before an application that is yet to be built."""

import pytest

from sarto import ConfigError
from sarto_adapters.frameworks.before import Before
from support.frameworks import SWAPPED, got
from support.play import html

PAGE = SWAPPED.replace("yours", "own")


def test_it_stands_before_what_it_is_given(config):
    before = Before(config, {})

    assert before(html(PAGE)) is before.sarto
    assert got(before.sarto, "/?who=you", is_started=False).text == SWAPPED


def test_its_options_are_those_of_sarto(config):
    with pytest.raises(ValueError, match="no URL"):
        Before(config, {"profiles": "nonsense"})


def test_the_config_is_read_at_once(broken):
    with pytest.raises(ConfigError):
        Before(broken, {})


def test_asked_too_early_it_says_so(config):
    answer = got(Before(config, {}).sarto, is_started=False)

    assert "before its framework had built" in str(answer.error)
