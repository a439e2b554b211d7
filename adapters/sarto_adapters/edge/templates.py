"""The templates that configurations are written from."""

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def templates(*filters: Callable[[str], str]) -> Environment:
    """Make ready the templates, once; they call filters by the functions' names."""
    made = Environment(
        loader=PackageLoader("sarto_adapters.edge", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - no cache's language has markup
        keep_trailing_newline=True,
    )
    made.filters |= {each.__name__: each for each in filters}
    return made
