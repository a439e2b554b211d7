"""Our styles, by the names they are served by."""

from collections.abc import Mapping
from functools import cache

from sarto.site.built_in.style import Style, forms, read


@cache
def pages() -> Style:
    """Read the style of our pages."""
    return read("sarto.pages", "templates/pages.css")


@cache
def preview() -> Style:
    """Read the style of the banner that previews end with."""
    return read("sarto.pages", "templates/preview.css")


@cache
def named() -> Mapping[str, Style]:
    """Find them by their names."""
    return {style.name: style for style in (pages(), forms(), preview())}
