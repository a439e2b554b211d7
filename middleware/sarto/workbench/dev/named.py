"""What `sarto dev` serves: an application, a folder of HTML, or a running site."""

import sys
from importlib import import_module
from pathlib import Path
from typing import cast

from sarto.asgi import ASGIApp
from sarto.config.config import Config
from sarto.vocabulary.adapters import adapter

NOTHING = "Name an app, a folder or a URL, or set `app` under [dev]."
UNASKED = 'A running site is read with httptools: pip install "sarto[dev]".'


class TargetError(Exception):
    """Raised when what is to be served cannot be found; says what to do."""


def served(target: str | None, config: Path) -> ASGIApp:
    """Find what to serve: a URL, a folder, or an application as `module:name`."""
    named = named_by(target, config)
    if is_url(named):
        return proxied(named)
    if is_application(named):
        return application(named, config.resolve().parent)
    closed = own(Path(named), config)
    return cast("ASGIApp", adapter("sites", "static")(Path(named), closed=closed))


def proxied(url: str) -> ASGIApp:
    """Stand before a running site; what asks it is an extra."""
    try:
        return cast("ASGIApp", adapter("sites", "proxy")(url))
    except ImportError:
        raise TargetError(UNASKED) from None


def own(folder: Path, config: Path) -> tuple[Path, ...]:
    """List what is ours in a folder that is served: no visitor is to read the rules."""
    toml, home = Config.read(config).toml, config.resolve().parent
    folders, shadow = toml.folders, toml.shadow.config or config.name
    ours = (config.name, shadow, ".sarto", folders.fragments, folders.layouts)
    found = ((home / name).resolve() for name in ours)
    root = folder.resolve()
    return tuple(path for path in found if not root.is_relative_to(path))


def named_by(target: str | None, config: Path) -> str:
    """Say what is served; a folder that the file names is beside the file."""
    if target:
        return target
    named = Config.read(config).toml.dev.app
    if not named:
        raise TargetError(NOTHING)
    beside = config.resolve().parent / named
    return str(beside) if not is_url(named) and beside.is_dir() else named


def is_url(named: str) -> bool:
    return named.startswith(("http://", "https://"))


def is_application(named: str) -> bool:
    """Whether it can only be meant as `module:name`."""
    return not is_url(named) and not Path(named).is_dir()


def application(named: str, folder: Path) -> ASGIApp:
    """Import an application; its folder is the config's."""
    module, colon, name = named.partition(":")
    if not colon:
        raise TargetError(f"{named!r} is no folder here, no URL and no `module:name`.")
    sys.path.insert(0, str(folder))
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise TargetError(f"There is no module {module!r} in {folder}.") from None
    if not hasattr(found, name):
        raise TargetError(f"The module {module!r} has no {name!r}.")
    return cast("ASGIApp", getattr(found, name))
