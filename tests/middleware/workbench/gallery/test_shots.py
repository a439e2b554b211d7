"""The browser that takes pictures looks at pages of anybody's: it is in its sandbox."""

from types import SimpleNamespace

import pytest

from sarto.workbench.gallery import shots
from sarto.workbench.gallery.shots import ShotsError, opened

sync_api = pytest.importorskip("playwright.sync_api")
OTHER = "/usr/bin/chromium"


@pytest.fixture
def machine(monkeypatch):
    """Stand for a machine that can start only these; give what was tried, in order."""
    monkeypatch.setattr(shots, "NAMES", ("chromium",))
    monkeypatch.setattr(shots, "which", lambda _name: OTHER)

    def make(*able):
        tried = []

        def launch(*, executable_path, chromium_sandbox, args):
            assert not any("sandbox" in arg for arg in args)
            tried.append((executable_path, chromium_sandbox))
            if tried[-1] not in able:
                raise sync_api.Error("it cannot be started")
            return tried[-1]

        return SimpleNamespace(chromium=SimpleNamespace(launch=launch)), tried

    return make


def test_a_browser_that_can_be_in_its_sandbox_is(machine) -> None:
    assert opened(machine((None, True), (None, False))[0]) == (None, True)


def test_another_one_in_its_sandbox_comes_before_any_without(machine) -> None:
    assert opened(machine((OTHER, True), (None, False))[0]) == (OTHER, True)


def test_where_no_sandbox_can_be_had_it_goes_without(machine) -> None:
    assert opened(machine((None, False), (OTHER, False))[0]) == (None, False)


def test_where_none_can_be_started_it_says_what_to_install(machine) -> None:
    playwright, tried = machine()

    with pytest.raises(ShotsError, match="a Chromium is missing"):
        opened(playwright)
    assert tried == [(None, True), (OTHER, True), (None, False), (OTHER, False)]
