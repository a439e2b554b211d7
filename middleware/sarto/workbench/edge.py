"""The configuration of the cache in front of a site, made of its `sarto.toml`."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

from sarto.config.config import Config
from sarto.errors import ConfigError, Failures, Finding
from sarto.site.compile import compile_site
from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto.site.options import means_of
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.edges import Edge, EdgeSource

OPENLY, SECRETLY = 0o644, 0o640  # the server's group may read what is secret


def described(
    config: Config, vendor: str, *, origin: str, listen: str, secrets: str = "."
) -> Edge:
    """Describe a site to its edge; raises `ConfigError`."""
    said = config.toml.cache.edge
    if said != vendor:
        place = config.places.nearest(("cache", "edge"))
        finding = Finding(
            code="SARTO029",
            message=f"the file says that {said!r} stands in front of the site",
            help=f'write edge = "{vendor}" under [cache]',
            file=config.file,
            line=place.line,
            column=place.column,
        )
        raise ConfigError((finding,))
    means = means_of("", None, 1.0, Failures())
    site = compile_site(config, means=means)
    if site.sharing is None:
        raise TypeError("a site with an edge is shared")
    looking = Looking(site=site, sharing=site.sharing)
    return replace(Described(looking).edge(origin, listen), secrets=secrets)


def files(edge: Edge, vendor: str) -> Mapping[str, str]:
    """Write the files of a cache; the first is the one to start it with."""
    source = cast("EdgeSource", adapter("edge", vendor)())
    return source.files(edge)


def main_of(texts: Mapping[str, str]) -> tuple[str, str]:
    """Give the name and the text of the file to start a cache with."""
    return next(iter(texts.items()))


def keep(texts: Mapping[str, str], folder: Path, *, with_main: bool) -> None:
    """Write the files into a folder; all but the main one are for the server only.

    Varnish gives up root before it reads them: they are for its group where there is
    one, and we may give them to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    main, _ = main_of(texts)
    for name, text in texts.items():
        if name != main:
            write(folder / name, text, SECRETLY)
        elif with_main:
            write(folder / name, text, OPENLY)


def write(file: Path, text: str, mode: int) -> None:
    """Write a file that nobody else may read even while it is written."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    if mode == SECRETLY:
        with suppress(LookupError, PermissionError):
            shutil.chown(file, group="varnish")  # as whom it reads what it includes
