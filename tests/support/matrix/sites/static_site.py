"""A folder of HTML, as a generator leaves it."""

from typing import Any

from sarto import Sarto
from sarto_adapters.sites.static import StaticSite
from support.matrix.sites import words

app = StaticSite(words.WWW)


def behind(config: str) -> Any:
    return Sarto(app, config=config)
