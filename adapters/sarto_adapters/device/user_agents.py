"""Devices by the `user-agents` package, and by the words it has no eye for.

In comes a User-Agent of any length, of which 512 characters are read; out comes a
`Device`. Nothing raises, nothing a visitor sends is run or kept longer than the 1,024
latest, and no name leaves that is longer than 64 characters.
Words come first, then `user-agents`, whose judgement is fed from the fast engine of
`ua-parser` instead of the legacy module it would call (the same answers, 20 times
sooner). An iPad that calls itself a Mac cannot be told from one here.
"""

import re
from functools import lru_cache
from typing import Any

from ua_parser import BestAvailableResolver, Domain, PartialResult, load_lazy_builtins
from ua_parser.core import OS
from ua_parser.core import Device as Model
from ua_parser.core import UserAgent as Browser
from user_agents.parsers import (  # no types are published for it
    UserAgent,
    parse_browser,  # pyright: ignore[reportUnknownVariableType] - untyped
    parse_device,  # pyright: ignore[reportUnknownVariableType] - untyped
    parse_operating_system,  # pyright: ignore[reportUnknownVariableType] - untyped
)

from sarto.vocabulary.ports import Device
from sarto_adapters.device import bots
from sarto_adapters.device.kinds import KINDS
from sarto_adapters.device.search import Row, first_of

LONGEST = 512  # characters read, and so the longest key of the cache
REMEMBERED = 1024
LONGEST_NAME = 64
NAMES = Domain.USER_AGENT | Domain.OS
PROGRAM, PERSON = "program", "person"

PLACES = re.compile(bots.PLACES, re.IGNORECASE)
BARE = re.compile(bots.BARE, re.IGNORECASE)


class Fed(UserAgent):  # type: ignore[misc] # no types are published for it
    """The package's judgement, of what another parser found."""

    def __init__(self, text: str, found: PartialResult) -> None:
        browser, system = found.user_agent or Browser(), found.os or OS()
        model = found.device or Model()
        self.ua_string = text
        self.browser = parse_browser(
            browser.family, browser.major, browser.minor, browser.patch
        )
        self.os = parse_operating_system(
            system.family, system.major, system.minor, system.patch, system.patch_minor
        )
        self.device = parse_device(model.family, model.brand, model.model)


def judged(text: str, found: PartialResult) -> str:
    """Name the device as `user-agents` sees it."""
    agent: Any = Fed(text, found)
    if agent.is_tablet:
        return "tablet"
    if agent.is_mobile:
        return "mobile"
    return "desktop" if agent.is_pc else "other"


def name(family: str | None) -> str | None:
    return family if family and len(family) <= LONGEST_NAME else None


def kinds() -> list[Row]:
    return [(kind, words, False) for kind, rows in KINDS for words in rows]


def programs() -> list[Row]:
    """Order the words for people and programs: the surer stand first."""
    return [
        *((PERSON, words, False) for words in bots.PEOPLE),
        *((PROGRAM, words, False) for words in bots.PROGRAMS),
        *((PROGRAM, words, True) for words in bots.listed()),
        *((PERSON, words, False) for words in bots.PLAYERS),
        *((PROGRAM, words, False) for words in bots.ADDRESSES),
    ]


class UserAgents:
    """A `DeviceSource`; made ready when it is made, not by the first visitor."""

    def __init__(self) -> None:
        self.families = BestAvailableResolver(load_lazy_builtins())
        self.kind = first_of(kinds())
        self.program = first_of(programs())
        self.remembered = lru_cache(maxsize=REMEMBERED)(self.read)
        self.read("Mozilla/5.0")

    def device(self, user_agent: str) -> Device:
        """Tell the device; the same User-Agent is parsed once."""
        return self.remembered(user_agent[:LONGEST])

    def read(self, text: str) -> Device:
        """Parse one User-Agent."""
        kind = self.kind(text)
        found = self.families(text, NAMES if kind else Domain.ALL)
        return Device(
            device=kind or judged(text, found),
            browser=name(getattr(found.user_agent, "family", None)),
            os=name(getattr(found.os, "family", None)),
            bot=self.is_bot(text, kind, found),
        )

    def is_bot(self, text: str, kind: str | None, found: PartialResult) -> bool:
        """Whether words say so, or nothing at all is known of it."""
        if said := self.program(text):
            return said == PROGRAM
        if kind or found.user_agent or found.os or found.device:
            return False
        return bool(BARE.match(text) or not PLACES.search(text))
