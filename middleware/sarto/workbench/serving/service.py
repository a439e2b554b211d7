"""What is to be served, as it travels to each worker, and what a worker says of it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from traceback import format_exception
from typing import Final, TypeAlias

from sarto.asgi import ASGIApp
from sarto.errors import ConfigError

PROBLEMS: Final = 1  # exit codes, as everywhere on the command line
WRONG_USE: Final = 2
PARTS: Final = ("uvicorn", "httptools")
NEEDED: Final = 'To serve, install what it takes: pip install "sarto[serve]"'


class RefusedError(Exception):
    """Raised when what is to be served cannot be; says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A site and how it is served; all of it can be pickled.

    `make` is called in every worker and gives the site, Sarto in front. It may raise
    `ConfigError` and `RefusedError`. `config` is the site's file. `grace`: seconds that
    answers under way may take, once it is to end. `has_websockets`: whether the site
    speaks over them too.
    """

    make: Callable[[], ASGIApp]
    config: Path
    workers: int = 1
    grace: int = 10
    has_websockets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A worker's word: it serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A worker's word: it cannot serve, why, and what that is to the shell."""

    text: str
    code: int


Word: TypeAlias = Started | Refused


def refusal(error: BaseException, config: Path) -> Refused:
    """Say why there is no site: an author's mistake as `sarto check` tells it."""
    if isinstance(error, ConfigError):
        from sarto.workbench.check.text import as_text  # noqa: PLC0415 - only then

        text = as_text(error.findings, config.resolve().parent)
        return Refused(text=text, code=PROBLEMS)
    if isinstance(error, RefusedError):
        return Refused(text=str(error), code=WRONG_USE)
    return Refused(text="".join(format_exception(error)).rstrip(), code=PROBLEMS)


def lacking() -> str:
    """Say what is to be installed before anything can be served; empty: nothing."""
    return "" if all(map(find_spec, PARTS)) else NEEDED
