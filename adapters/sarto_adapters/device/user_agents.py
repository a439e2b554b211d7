"""Devices by the `user-agents` package, and by the words it has no eye for."""

import re
from functools import lru_cache
from typing import Any

from user_agents.parsers import UserAgent

from sarto.vocabulary.ports import Device

UNKNOWN_FAMILY = "Other"
WORDS = {
    "console": r"playstation|\bps[2-5]\b|xbox|nintendo",
    "wearable": r"watch ?os|\bwatch\d|[a-z]watch\b|galaxy watch|\bsm-r\d{3}|wear ?os",
    "tv": r"smart-?tv|hbbtv|ce-html|\b(?:apple|google|android|opera|mi)[ -]?tv|\btv\b"
    r"|web0s|netcast|vidaa|bravia|viera|aquos|\broku|crkey|\baft[a-z]{1,4}\b|kreatv",
}
BOT = (
    r"(?<!cu)bots?(?:\b|_)|crawl|spider|slurp|headless|phantomjs|lighthouse"
    r"|externalhit|monitor|preview|archive|scan|fetch|feed|check|valid|spyder"
    r"|^(?:curl|wget|python|java|go-http|okhttp|axios|node|ruby|perl|php|libwww|apache)"
    r"|http-?client|urllib|requests|scrap|https?://|@[a-z][\w.-]*\.[a-z]{2}"
)
KINDS = {kind: re.compile(words, re.IGNORECASE) for kind, words in WORDS.items()}
PROGRAM = re.compile(BOT, re.IGNORECASE)


def kind(agent: UserAgent, user_agent: str) -> str:
    """Name the device; a bot counts as what it pretends to be."""
    for name, words in KINDS.items():
        if words.search(user_agent):
            return name
    if agent.is_tablet:
        return "tablet"
    if agent.is_mobile:
        return "mobile"
    return "desktop" if agent.is_pc else "other"


def family(name: str) -> str | None:
    return None if name == UNKNOWN_FAMILY else name


class UserAgents:
    """A `DeviceSource`; remembers the 4,096 User-Agents seen last."""

    def __init__(self) -> None:
        self.device = lru_cache(maxsize=4096)(self.read)

    @staticmethod
    def read(user_agent: str) -> Device:
        """Parse one User-Agent."""
        agent: Any = UserAgent(user_agent)
        return Device(
            device=kind(agent, user_agent),
            browser=family(agent.browser.family),
            os=family(agent.os.family),
            bot=bool(agent.is_bot or PROGRAM.search(user_agent)),
        )
