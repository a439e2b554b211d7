"""How a profile is made to fit: detail goes first, the oldest of it before the rest.

Counts, last times and points stay whatever happens: what they cannot be written with
is not written at all.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from sarto.memory.profile import Profile, packed

DETAIL = ("picks", "topics", "shown")  # besides the log, least missed first


def fitted(profile: Profile, most: int) -> bytes | None:
    """Write a profile in `most` bytes; `None` where even counts have no room."""
    for smaller in lesser(profile):
        data = packed(smaller)
        if len(data) <= most:
            return data
    return None


def lesser(profile: Profile) -> Iterator[Profile]:
    """List the profile, then others that hold ever less detail."""
    yield profile
    while profile.log:
        profile = replace(profile, log=profile.log[(len(profile.log) + 1) // 2 :])
        yield profile
    for name in DETAIL:
        profile = replace(profile, **{name: ()})
        yield profile
