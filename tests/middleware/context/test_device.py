import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.device import LONGEST
from sarto.vocabulary.ports import Device
from support.visits import Broken, Devices, Nonsense, sources, visit

UA = ("user-agent", "Mozilla/5.0")
TABLET = Device(device="tablet", browser="Firefox", os="Android", bot=False)


@pytest.mark.parametrize(
    ("fact", "value"),
    [("device", "tablet"), ("browser", "Firefox"), ("os", "Android"), ("bot", False)],
)
def test_a_source_tells_the_device(fact: str, value: object) -> None:
    asked = visit(UA, of=sources(devices=Devices(TABLET)))
    assert asked.known(fact) == (value, "user-agent")


@pytest.mark.parametrize("fact", ["device", "browser", "os", "bot"])
@pytest.mark.parametrize(
    "source",
    [
        None,
        Broken(),
        Nonsense(),
        Nonsense("mobile"),
        Nonsense(Device(device="toaster")),
    ],
    ids=["none", "broken", "silent", "a text", "no such device"],
)
def test_what_no_source_can_tell_is_unknown(fact: str, source: object) -> None:
    value = visit(UA, of=sources(devices=source))[fact]
    assert value is None or value is False  # a toaster is no bot


def test_families_of_another_type_are_unknown() -> None:
    odd = Nonsense(Device(browser=5, os=b"x", bot="yes"))  # type: ignore[arg-type] # nonsense is what is asked about
    asked = visit(UA, of=sources(devices=odd))
    assert [asked[fact] for fact in ("browser", "os", "bot")] == [None, None, None]


@pytest.mark.parametrize("fact", ["device", "browser", "os", "bot"])
def test_without_a_user_agent_nothing_is_known(fact: str) -> None:
    assert visit(of=sources(devices=Devices(TABLET)))[fact] is None


def test_a_browser_s_own_hint_outranks_its_user_agent() -> None:
    hint = ("sec-ch-ua-mobile", "?1")
    asked = visit(UA, hint, of=sources(devices=Devices(Device(device="desktop"))))
    assert asked.known("device") == ("mobile", "sec-ch-ua-mobile")


@pytest.mark.parametrize("hint", ["?0", "1", "", "?1;x"])
def test_any_other_hint_leaves_it_to_the_user_agent(hint: str) -> None:
    asked = visit(UA, ("sec-ch-ua-mobile", hint), of=sources(devices=Devices(TABLET)))
    assert asked["device"] == "tablet"


def test_a_source_is_asked_once_a_request() -> None:
    source = Devices(TABLET)
    asked = visit(UA, of=sources(devices=source))
    assert [asked["device"], asked["browser"], asked["bot"]]
    assert source.asked == ["Mozilla/5.0"]


def test_of_a_very_long_user_agent_the_beginning_is_read() -> None:
    source = Devices(TABLET)
    assert visit(("user-agent", "x" * 100_000), of=sources(devices=source))["device"]
    assert source.asked == ["x" * LONGEST]


@pytest.mark.parametrize(
    ("headers", "saves"),
    [([], False), ([("save-data", "on")], True), ([("save-data", "ON")], True)],
)
def test_data_is_saved_where_the_browser_says_so(
    headers: list[tuple[str, str]],
    saves: bool,
) -> None:
    assert visit(*headers)["save_data"] is saves


@given(st.binary(max_size=100))
def test_no_user_agent_raises(agent: bytes) -> None:
    headers = {"headers": [(b"user-agent", agent), (b"sec-ch-ua-mobile", agent)]}
    assert visit(of=sources(devices=Devices(TABLET)), scope=headers)["os"] in (
        "Android",
        None,
    )
