"""The blog as its author runs it: from its own folder, with a list of its own."""

import importlib
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from sarto_adapters.frameworks import fastapi

FOLDER = Path(__file__).parents[3] / "examples" / "fastapi_blog"
MODULES = ("app", "posts", "letter")


@pytest.fixture
def later(monkeypatch):
    """Lets hours pass; a clock is an option of `install`."""
    passed = timedelta()

    def now():
        return datetime.now(UTC) + passed

    def go_by(**hours):
        nonlocal passed
        passed += timedelta(**hours)

    timed = partial(fastapi.install, clock=now)
    monkeypatch.setattr(fastapi, "install", timed)
    return go_by


@pytest.fixture
def blog(monkeypatch, tmp_path, later):
    """Import it anew; give the module `app`."""
    monkeypatch.setenv("BLOG_DB", str(tmp_path / "letter.db"))
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in MODULES:
        sys.modules.pop(name, None)
    yield importlib.import_module("app")
    for name in MODULES:
        sys.modules.pop(name, None)
