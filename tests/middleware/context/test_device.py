import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.choices.consent import Consent
from sarto.context.device import LONGEST
from sarto.context.hints import ASKED
from sarto.context.visit import Visit
from sarto.vocabulary.facts import fact_named
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
    odd = Nonsense(Device(browser=5, os=b"x", bot="yes"))
    asked = visit(UA, of=sources(devices=odd))
    assert [asked[fact] for fact in ("browser", "os", "bot")] == [None, None, None]


@pytest.mark.parametrize("fact", ["device", "browser", "os", "bot"])
def test_without_a_user_agent_nothing_is_known(fact: str) -> None:
    assert visit(of=sources(devices=Devices(TABLET)))[fact] is None


def test_a_browser_s_own_hint_outranks_its_user_agent() -> None:
    hint = ("sec-ch-ua-mobile", "?1")
    asked = visit(UA, hint, of=sources(devices=Devices(Device(device="desktop"))))
    assert asked.known("device") == ("mobile", "sec-ch-ua-mobile")


@pytest.mark.parametrize("hint", ["?0", "1", "", "?1, ?1"])
def test_any_other_hint_leaves_it_to_the_user_agent(hint: str) -> None:
    asked = visit(UA, ("sec-ch-ua-mobile", hint), of=sources(devices=Devices(TABLET)))
    assert asked["device"] == "tablet"


@pytest.mark.parametrize(
    ("headers", "told", "known"),
    [
        (
            [("sec-ch-ua-form-factors", '"Tablet"'), ("sec-ch-ua-mobile", "?1")],
            "desktop",
            ("tablet", "sec-ch-ua-form-factors"),
        ),
        (
            [("sec-ch-ua-mobile", "?0"), ("sec-ch-ua-platform", '"Windows"')],
            "mobile",
            ("desktop", "sec-ch-ua-platform"),
        ),
        (
            [("sec-ch-ua-mobile", "?0"), ("sec-ch-ua-platform", '"Linux"')],
            "tv",
            ("tv", "user-agent"),
        ),
        ([("x-requested-with", "org.shop")], "desktop", ("tablet", "x-requested-with")),
        ([("x-requested-with", "org.tv")], "desktop", ("tv", "x-requested-with")),
        ([("x-requested-with", "org.shop")], "mobile", ("mobile", "user-agent")),
        ([("x-requested-with", "fetch")], "desktop", ("desktop", "user-agent")),
    ],
)
def test_what_says_more_outranks_what_says_less(
    headers: list[tuple[str, str]], told: str, known: tuple[str, str]
) -> None:
    asked = visit(UA, *headers, of=sources(devices=Devices(Device(device=told))))
    assert asked.known("device") == known


FROZEN = ("user-agent", "Mozilla/5.0 (Linux; Android 10; K) Chrome/140")
PHONE = ("sec-ch-ua-mobile", "?1")


@pytest.mark.parametrize(
    ("headers", "told", "known"),
    [
        ([], "tablet", ("tablet", "user-agent")),
        ([PHONE], "tablet", ("tablet", "sec-ch-ua-model")),
        ([PHONE], "mobile", ("mobile", "sec-ch-ua-mobile")),
        ([PHONE], "desktop", ("mobile", "sec-ch-ua-mobile")),
    ],
)
def test_a_model_is_put_where_the_user_agent_leaves_it_out(
    headers: list[tuple[str, str]], told: str, known: tuple[str, str]
) -> None:
    source = Devices(Device(device=told))
    asked = visit(
        FROZEN, ("sec-ch-ua-model", '"SM-X200"'), *headers, of=sources(devices=source)
    )
    assert asked.known("device") == known
    assert asked["bot"] is False
    assert source.asked == [
        "Mozilla/5.0 (Linux; Android 10; SM-X200) Chrome/140",
        FROZEN[1],
    ]


@pytest.mark.parametrize(
    ("headers", "told", "browser", "os"),
    [
        (
            [
                ("sec-ch-ua", '"Google Chrome";v="143"'),
                ("sec-ch-ua-platform", '"macOS"'),
            ],
            Device(),
            ("Chrome", "sec-ch-ua"),
            ("macOS", "sec-ch-ua-platform"),
        ),
        (
            [("sec-ch-ua", '"Chromium";v="143"')],
            Device(browser="Chrome Mobile", os="Mac OS X"),
            ("Chrome", "user-agent"),
            ("macOS", "user-agent"),
        ),
        (
            [],
            Device(browser="Firefox iOS", os="Ubuntu"),
            ("Firefox", "user-agent"),
            ("Linux", "user-agent"),
        ),
        (
            [("sec-ch-ua-platform", '"Chrome OS"')],
            Device(browser="Netsurf"),
            ("Netsurf", "user-agent"),
            ("ChromeOS", "sec-ch-ua-platform"),
        ),
        (
            [],
            Device(browser="x" * 65, os=""),
            (None, "unknown"),
            (None, "unknown"),
        ),
    ],
)
def test_one_browser_has_one_name_whoever_names_it(
    headers: list[tuple[str, str]],
    told: Device,
    browser: tuple[str | None, str],
    os: tuple[str | None, str],
) -> None:
    asked = visit(UA, *headers, of=sources(devices=Devices(told)))
    assert asked.known("browser") == browser
    assert asked.known("os") == os


@pytest.mark.parametrize(
    ("fact", "sent", "value"),
    [
        ("color_scheme", '"dark"', "dark"),
        ("color_scheme", "light", "light"),
        ("color_scheme", '"pink"', None),
        ("color_scheme", "", None),
        ("reduced_motion", '"reduce"', "reduce"),
        ("reduced_motion", "no-preference", "no-preference"),
    ],
)
def test_a_preference_is_read_with_consent_alone(
    fact: str, sent: str, value: str | None
) -> None:
    header = (ASKED[fact].lower(), sent)
    assert visit(header, granted=("personalization",))[fact] == value
    assert visit(header)[fact] is None


@pytest.mark.parametrize(
    "fact", ["device", "browser", "os", "bot", "save_data", *ASKED]
)
def test_every_header_a_fact_is_read_from_is_in_its_row(fact: str) -> None:
    seen: set[str] = set()

    class Heard(Visit):
        def header(self, name: bytes) -> str | None:
            seen.add(name.decode())
            return super().header(name)

    for device in ("mobile", "desktop"):
        for mobile in (b"?0", b"?1"):
            headers = [
                (b"sec-ch-ua-mobile", mobile),
                (b"user-agent", b"Android 10; K)"),
            ]
            heard = Heard(
                {"type": "http", "headers": headers},
                sources(devices=Devices(Device(device=device))),
                consent=Consent(frozenset({"personalization"})),
            )
            assert heard.known(fact)
    row = fact_named(fact)
    assert row
    assert seen == {name.lower() for name in row.headers}


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
