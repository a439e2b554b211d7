import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.ports import Device
from sarto_adapters.device.user_agents import (
    LONGEST,
    LONGEST_NAME,
    REMEMBERED,
    UserAgents,
    name,
)

DATA = Path(__file__).parents[2] / "data/user-agents"


READY = UserAgents()


def rows(file: str) -> list[dict[str, Any]]:
    text = (DATA / file).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def agents() -> UserAgents:
    return READY


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


def test_what_nobody_knows_is_a_program_without_a_family(agents: UserAgents) -> None:
    assert agents.device("x") == Device(device="other", browser=None, os=None, bot=True)


def test_the_same_user_agent_is_parsed_once(agents: UserAgents) -> None:
    assert agents.device("some agent/1") is agents.device("some agent/1")


def test_only_so_many_user_agents_are_remembered(agents: UserAgents) -> None:
    first = agents.device("another agent/1")
    for number in range(REMEMBERED):
        agents.device(f"agent/{number}")
    assert agents.device("another agent/1") is not first


def test_of_a_very_long_user_agent_the_beginning_is_read_and_kept() -> None:
    agents = UserAgents()
    long = "Mozilla/5.0 (X11; Linux x86_64) " + "x" * 100_000
    assert agents.device(long) is agents.device(long[:LONGEST])
    assert agents.device(long).device == "desktop"


@pytest.mark.parametrize(
    ("family", "known"),
    [
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        ("x" * 65, None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_longer_than_any_is_no_name(
    family: str | None, known: str | None
) -> None:
    assert name(family) == known


def share(rows: list[bool]) -> float:
    return sum(rows) / len(rows)


SAMPLES = rows("samples.jsonl")


def test_devices_of_the_most_used_browsers_are_told(agents: UserAgents) -> None:
    told = [
        agents.device(row["ua"]).device == row["device"]
        for row in SAMPLES
        if "device" in row
    ]
    assert share(told) >= 0.995


@pytest.mark.parametrize(
    ("source", "least"), [("crawler-user-agents", 0.98), ("isbot", 0.9)]
)
def test_nearly_all_bots_are_found(
    source: str, least: float, agents: UserAgents
) -> None:
    found = [
        agents.device(row["ua"]).bot
        for row in SAMPLES
        if row["source"] == source and row["bot"]
    ]
    assert share(found) >= least


def test_people_are_hardly_ever_called_bots(agents: UserAgents) -> None:
    called = [agents.device(row["ua"]).bot for row in SAMPLES if not row["bot"]]
    assert share(called) <= 0.01


@pytest.mark.parametrize("piece", ["a", " ", ";/", "Mozilla/5.0 (", "bot", "tv ", "("])
def test_a_hostile_user_agent_takes_some_milliseconds(
    piece: str, agents: UserAgents
) -> None:
    agent = (piece * 512)[:512]
    start = perf_counter()
    agents.read(agent)
    assert perf_counter() - start < 0.1


@given(st.text(max_size=200))
@settings(deadline=None)
def test_no_user_agent_raises(agent: str) -> None:
    assert READY.device(agent).device in DEVICES
