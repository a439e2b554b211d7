"""A site elsewhere, in whatever language: here it is the one on Starlette."""

import os
from typing import Any

from sarto import Sarto
from sarto_adapters.sites.proxy import ProxySite

app = ProxySite(os.environ["SARTO_MATRIX_UPSTREAM"])


def behind(config: str) -> Any:
    return Sarto(app, config=config)
