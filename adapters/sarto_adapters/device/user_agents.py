"""Devices by the `user-agents` package."""

from functools import lru_cache

from user_agents import parse
from user_agents.parsers import UserAgent

from sarto.vocabulary.ports import Device

UNKNOWN_FAMILY = "Other"


def kind(agent: UserAgent) -> str:
    """Name the device; a bot counts as what it pretends to be."""
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
        agent = parse(user_agent)
        return Device(
            device=kind(agent),
            browser=family(agent.browser.family),
            os=family(agent.os.family),
            bot=bool(agent.is_bot),
        )
