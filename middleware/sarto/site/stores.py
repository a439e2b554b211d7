"""Which store profiles, or events, are in: an object of that shape, or a URL of one."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast
from urllib.parse import quote

from sarto.vocabulary.adapters import UnknownAdapterError, adapter, names
from sarto.vocabulary.ports import EventStore, ProfileStore

BY_SCHEME: Final = {  # others are called as they are
    "rediss": "redis",
    "unix": "redis",
    "postgres": "postgresql",
}
PROFILES: Final = "Sarto(profiles=…)"
METHODS: Final = ("load", "save", "erase", "close")
ADVICE: Final = "write `sqlite:///profiles.db`, `redis://…`, or give a `ProfileStore`"
EVENTS: Final = "Sarto(events=…)"
MEASURED: Final = (
    *("write", "subjects", "outcomes", "crossed", "signals"),
    *("ledgers", "tidy", "forget", "close"),
)
MEASURING: Final = (
    "write `sqlite:///events.db`, `postgresql://…`, or give an `EventStore`"
)
EXTRAS: Final = {"stores": ("Redis", "redis"), "events": ("PostgreSQL", "postgres")}
SQLITE: Final = "sqlite:///"


def store_of(given: str | ProfileStore | None) -> ProfileStore | None:
    """Read the option `profiles`; raises `ValueError` for what is no store.

    Nothing is opened yet: that is for the first call.
    """
    if given is None:
        return None
    if isinstance(given, str):
        return cast("ProfileStore", named(given, "stores", PROFILES, ADVICE))
    complete(given, METHODS, PROFILES, ADVICE)
    return given


def events_of(given: str | EventStore, folder: Path) -> EventStore:
    """Read where events are kept; raises `ValueError` for what is no store.

    A file of SQLite's is relative to the folder. Nothing is opened yet.
    """
    if not isinstance(given, str):
        complete(given, MEASURED, EVENTS, MEASURING)
        return given
    if given.startswith(SQLITE) and not given.startswith(f"{SQLITE}/"):
        given = f"{SQLITE}{quote(str(folder))}/{given.removeprefix(SQLITE)}"
    return cast("EventStore", named(given, "events", EVENTS, MEASURING))


def complete(given: object, methods: Iterable[str], where: str, advice: str) -> None:
    """See that an object has the shape of a store."""
    for method in methods:
        if not callable(getattr(given, method, None)):
            text = f"{type(given).__name__} has no method `{method}`"
            raise wrong(where, text, advice)


def named(address: str, port: str, where: str, advice: str) -> object:
    """Make the store that a URL names; one may hold a password, and is not told."""
    scheme, has_scheme, _ = address.partition("://")
    if not has_scheme:
        raise wrong(where, "this text is no URL", advice)
    try:
        found = adapter(port, BY_SCHEME.get(scheme, scheme))
    except UnknownAdapterError:
        known = ", ".join(known_to(port))
        text = f"nobody answers to `{scheme}://`; known: {known}"
        raise wrong(where, text, advice) from None
    except ImportError as error:
        database, extra = EXTRAS[port]
        advice = f'install it, for {database} by `pip install "sarto[{extra}]"`'
        raise wrong(where, f"`{scheme}://` needs {error.name}", advice) from error
    try:
        return found(address)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def known_to(port: str) -> list[str]:
    """List the schemes that somebody answers to."""
    known = names(port)
    return sorted(known | {also for also, name in BY_SCHEME.items() if name in known})


def wrong(where: str, text: str, advice: str) -> ValueError:
    return ValueError(f"{where}: {text}; {advice}")
