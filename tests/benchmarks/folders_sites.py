"""A folder of pages without Sarto, for `folders.py`: Starlette's own files, and ours."""

import os
from typing import Any

from starlette.staticfiles import StaticFiles

from sarto_adapters.sites.static import StaticSite

ROOT = os.environ.get("SARTO_BENCH_ROOT", ".")


def starlette() -> Any:
    return StaticFiles(directory=ROOT, html=True)


def ours() -> Any:
    return StaticSite(ROOT)
