"""What the verbs are typed beside."""

import sys

import pytest

from support.cli_site import APP, CONFIG


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero__default="default", hero__evening="evening")


@pytest.fixture
def zipped(config, monkeypatch):
    """Write an application that compresses, on one side of Sarto, and name it."""
    monkeypatch.setattr(sys, "path", [*sys.path])

    def write(middlewares):
        app = APP.format(*middlewares).format(config=str(config))
        (config.parent / "zipped_app.py").write_text(app, "utf-8")
        config.write_text(f'{CONFIG}[dev]\napp = "zipped_app:app"\n', "utf-8")
        monkeypatch.delitem(sys.modules, "zipped_app", raising=False)
        return config

    return write
