"""What the settings of a Django site say of Sarto."""

import os
from pathlib import Path
from typing import Final

from django.conf import settings

SECRET: Final = "SARTO_SECRET"  # noqa: S105 - where it is, not what
SHORTEST: Final = 16  # characters of a secret that Sarto signs with


def config_of() -> Path:
    """Find `sarto.toml`: as `SARTO_CONFIG` says, else in `BASE_DIR`, else here."""
    folder = Path(getattr(settings, "BASE_DIR", ""))
    return Path(getattr(settings, "SARTO_CONFIG", folder / "sarto.toml"))


def secrets_of() -> tuple[str, ...]:
    """List what cookies are signed with: Django's own keys, newest first.

    Nothing where the environment has a secret for us, which goes before, or where a key
    is too short to sign with.
    """
    if os.environ.get(SECRET):
        return ()
    keys = tuple(map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)))
    return keys if all(len(key) >= SHORTEST for key in keys) else ()
