"""Which store a site's profiles are in: an object of that shape, or a URL of one."""

from typing import Final, cast

from sarto.vocabulary.adapters import UnknownAdapterError, adapter, names
from sarto.vocabulary.ports import ProfileStore

BY_SCHEME: Final = {"rediss": "redis", "unix": "redis"}  # others are called as they are
WHERE: Final = "Sarto(profiles=…)"
METHODS: Final = ("load", "save", "erase", "close")
ADVICE: Final = "write `sqlite:///profiles.db`, `redis://…`, or give a `ProfileStore`"


def store_of(given: str | ProfileStore | None) -> ProfileStore | None:
    """Read the option `profiles`; raises `ValueError` for what is no store.

    Nothing is opened yet: that is for the first call.
    """
    if given is None:
        return None
    if isinstance(given, str):
        return named(given)
    for method in METHODS:
        if not callable(getattr(given, method, None)):
            raise wrong(f"{type(given).__name__} has no method `{method}`")
    return given


def named(address: str) -> ProfileStore:
    """Make the store that a URL names; one may hold a password, and is not told."""
    scheme, has_scheme, _ = address.partition("://")
    if not has_scheme:
        raise wrong("this text is no URL")
    try:
        found = adapter("stores", BY_SCHEME.get(scheme, scheme))
    except UnknownAdapterError:
        known = ", ".join(sorted(names("stores") | set(BY_SCHEME)))
        raise wrong(f"nobody answers to `{scheme}://`; known: {known}") from None
    except ImportError as error:
        advice = 'install it, for Redis by `pip install "sarto[redis]"`'
        raise wrong(f"`{scheme}://` needs {error.name}", advice) from error
    try:
        return cast("ProfileStore", found(address))
    except ValueError as error:
        raise ValueError(f"{WHERE}: {error}") from None


def wrong(text: str, advice: str = ADVICE) -> ValueError:
    return ValueError(f"{WHERE}: {text}; {advice}")
