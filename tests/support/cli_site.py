"""A small site whose verbs are typed, and an application of it that compresses."""

from typing import Any

from click.testing import CliRunner, Result

from sarto.cli import main

CONFIG = """languages = ["en", "fa"]
timezone = "UTC"
[audiences.evening-phones]
device = "mobile"
country = ["IR"]
time = "18:00-23:00"
[slots.hero]
default = "hero/default.html"
show = [ { to = "evening-phones", fragment = "hero/evening.html" } ]
[personas.tehran]
device = "mobile"
country = "IR"
time = "20:00"
"""
APP = """
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from sarto import Sarto
app = Starlette()
app.add_middleware({})
app.add_middleware({})
"""
INSIDE = ("GZipMiddleware", "Sarto, config={config!r}")  # the last added is outermost


def run(*words: Any) -> Result:
    """Type a verb."""
    return CliRunner().invoke(main, [str(word) for word in words])
