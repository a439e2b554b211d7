"""How we know what we know, in a few words a visitor understands."""

from collections.abc import Mapping
from typing import Final

from sarto.speech.speech import N_

BROWSER: Final = N_("Your browser says so.")
ADDRESS: Final = N_("Guessed from your network address, which we do not keep.")
CLOCK: Final = N_("Our clock, set to your time zone.")
LINK: Final = N_("The link or address that brought you here.")
MEMORY: Final = N_("We remember it, because you allowed us to.")
ACCOUNT: Final = N_("Your account on this site.")
YOURS: Final = N_("You told us.")
NOWHERE: Final = N_(
    "We do not know where you are: this is the clock and the zone of this site."
)
LOOKED_UP: Final = N_("This site looked it up.")

WHENCE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("device", "browser", "os", "bot", "language"), BROWSER),
    **dict.fromkeys(("save_data", "color_scheme", "reduced_motion"), BROWSER),
    **dict.fromkeys(("country", "region", "continent", "eu", "city", "zone"), ADDRESS),
    **dict.fromkeys(("time", "days", "date", "daypart", "holiday"), CLOCK),
    **dict.fromkeys(("channel", "campaign", "query", "host", "path"), LINK),
    **dict.fromkeys(("visits", "days_since_last", "returning", "level"), MEMORY),
    **dict.fromkeys(("levels", "stage", "signals", "interest", "often", "arm"), MEMORY),
    **dict.fromkeys(("signed_in", "traits"), ACCOUNT),
    **dict.fromkeys(("preference", "consent"), YOURS),
    "facts": LOOKED_UP,
}
REMEMBERED: Final = frozenset(
    name for name, whence in WHENCE.items() if whence == MEMORY
)


def whence(fact: str) -> str:
    """Tell how a fact is known."""
    return WHENCE.get(fact, "") or WHENCE.get(fact.partition(".")[0], LOOKED_UP)


def is_by_place(fact: str) -> bool:
    """Whether it is told by the clock of the place where somebody is."""
    return fact == "zone" or WHENCE.get(fact) == CLOCK


def is_of_account(fact: str) -> bool:
    """Whether it is known only where the site says who is signed in: not here."""
    return WHENCE.get(fact.partition(".")[0]) == ACCOUNT


def is_remembered(fact: str) -> bool:
    """Whether it is known only because somebody let us remember."""
    return fact.partition(".")[0] in REMEMBERED
