import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.ports import Device
from sarto_adapters.device.user_agents import UserAgents

DATA = Path(__file__).parents[2] / "data/user-agents"


def rows(file: str) -> list[dict[str, Any]]:
    text = (DATA / file).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def agents() -> UserAgents:
    return UserAgents()


@pytest.mark.parametrize("row", rows("devices.jsonl"), ids=lambda row: row["ua"][-40:])
def test_today_s_devices_are_told_apart(
    row: dict[str, Any], agents: UserAgents
) -> None:
    assert agents.device(row["ua"]).device == row["device"]


@pytest.mark.parametrize("row", rows("bots.jsonl"), ids=lambda row: row["ua"][:40])
def test_bots_are_told_from_browsers(row: dict[str, Any], agents: UserAgents) -> None:
    assert agents.device(row["ua"]).bot is row["bot"]


@pytest.mark.parametrize("row", rows("families.jsonl"), ids=lambda row: row["ua"][:40])
def test_families_are_named(row: dict[str, Any], agents: UserAgents) -> None:
    assert getattr(agents.device(row["ua"]), row["fact"]) == row["family"]


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (PlayStation 5/SmartTV) AppleWebKit/605.1.15", "console"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) Edge/44",
            "console",
        ),
        ("Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36", "tv"),
        ("Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36", "tv"),
        ("Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7) AppleWebKit/537.36", "tv"),
        ("atc/1.0 watchOS/8.0.1 model/Watch6,6", "wearable"),
        ("curl/8.5.0", "other"),
        ("Mozilla/5.0 (Linux; Android 13; Pixel 7) Chrome/1 Mobile Safari/1", "mobile"),
    ],
)
def test_other_devices_are_told_by_their_words(
    agent: str, device: str, agents: UserAgents
) -> None:
    assert agents.device(agent).device == device


def test_a_phone_by_the_name_of_cubot_is_no_bot(agents: UserAgents) -> None:
    agent = "Mozilla/5.0 (Linux; Android 8.0.0; CUBOT_P20) Chrome/70 Mobile Safari/537"
    assert agents.device(agent).bot is False


def test_what_nobody_knows_has_no_family(agents: UserAgents) -> None:
    assert agents.device("x") == Device(
        device="other", browser=None, os=None, bot=False
    )


def test_the_same_user_agent_is_parsed_once(agents: UserAgents) -> None:
    assert agents.device("some agent/1") is agents.device("some agent/1")


def test_only_so_many_user_agents_are_remembered(agents: UserAgents) -> None:
    assert agents.device.cache_info().maxsize == 4096


@pytest.mark.parametrize("piece", ["a", " ", ";/", "Mozilla/5.0 (", "bot", "tv ", "("])
def test_a_hostile_user_agent_takes_some_milliseconds(piece: str) -> None:
    agent = (piece * 512)[:512]
    UserAgents.read("warm up")
    start = perf_counter()
    UserAgents.read(agent)
    assert perf_counter() - start < 0.1


@given(st.text(max_size=200))
@settings(deadline=None)
def test_no_user_agent_raises(agent: str) -> None:
    assert UserAgents.read(agent).device in DEVICES
