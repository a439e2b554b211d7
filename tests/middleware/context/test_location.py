import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.sources import Sources
from sarto.errors import wordless
from sarto.vocabulary.ports import Location
from support.visits import PROXY, Broken, Nonsense, Places, sources, trusting, visit

GENEVA = Location(
    country="CH",
    region="CH-GE",
    continent="EU",
    eu=False,
    city="Geneva",
    zone="Europe/Zurich",
)
FACTS = ("country", "region", "continent", "eu", "city", "zone")
EDGE = trusting(PROXY)


def found(*headers: tuple[str, str], of: Sources, **pins: object) -> list[object]:
    asked = visit(*headers, of=of, pins=pins, granted=("personalization",))
    return [asked[fact] for fact in FACTS]


def edge(place: Location | None = None) -> Sources:
    """A site behind an edge that tells the country, and its database, if any."""
    return sources(
        locations=Places(place) if place else None,
        location_headers=(b"cf-ipcountry",),
        trusted_proxies=EDGE,
    )


def test_the_address_is_looked_up() -> None:
    here = sources(locations=Places(GENEVA))
    place = ["CH", "CH-GE", "EU", False, "Geneva", "Europe/Zurich"]
    assert found(of=here) == place


def test_an_address_is_looked_up_once_a_request() -> None:
    places = Places(GENEVA)
    found(of=sources(locations=places))
    assert places.asked == [PROXY]


def test_nothing_is_looked_up_before_somebody_asks() -> None:
    places = Places(GENEVA)
    assert visit(of=sources(locations=places))["path"] == "/"
    assert places.asked == []


@pytest.mark.parametrize("fact", ["city"])
def test_a_gated_place_is_not_looked_up_without_consent(fact: str) -> None:
    places = Places(GENEVA)
    assert visit(of=sources(locations=places))[fact] is None
    assert places.asked == []


@pytest.mark.parametrize(
    "source",
    [None, Broken(), Broken(MemoryError()), Nonsense(), Nonsense("PL"), Places()],
    ids=["none", "broken", "out of memory", "silent", "a text", "nowhere"],
)
def test_what_no_source_can_tell_is_unknown(source: object) -> None:
    here = sources(locations=source)
    assert found(of=here) == [None, None, None, None, None, "UTC"]


def test_fields_of_another_type_are_unknown() -> None:
    odd = Location(country=1, region=2, continent=3, eu=4, city=5, zone=6)
    here = sources(locations=Nonsense(odd))
    assert found(of=here) == [None, None, None, None, None, "UTC"]


def test_an_edge_s_country_is_believed_from_a_trusted_proxy() -> None:
    asked = visit(("cf-ipcountry", "pl"), of=edge())
    assert asked.known("country") == ("PL", "cf-ipcountry")


def test_an_edge_s_country_is_not_believed_from_anybody_else() -> None:
    scope = {"client": ("9.9.9.9", 1)}
    asked = visit(("cf-ipcountry", "PL"), of=edge(GENEVA), scope=scope)
    assert asked["country"] == "CH"


@pytest.mark.parametrize("code", ["XX", "T1", "t1", " xx "])
def test_where_the_edge_says_that_nobody_knows_nobody_does(code: str) -> None:
    assert found(("cf-ipcountry", code), of=edge(GENEVA))[0] is None


NO_CODES = ["", "Poland", "ZZ", "P", "PL, DE", "\xff\xfe", "PL\xa0", "PL" + " " * 99]


@pytest.mark.parametrize("code", NO_CODES)
def test_what_is_no_country_leaves_it_to_the_address(code: str) -> None:
    assert found(("cf-ipcountry", code), of=edge(GENEVA))[0] == "CH"


def test_an_edge_s_word_for_kosovo_is_a_country() -> None:
    place = found(("cf-ipcountry", "XK"), of=edge(GENEVA))
    assert place == ["XK", None, "EU", False, None, "UTC"]


def test_a_megabyte_of_a_country_is_none() -> None:
    assert found(("cf-ipcountry", "PL" * 500_000), of=edge(GENEVA))[0] == "CH"


def test_lines_that_contradict_each_other_are_no_country() -> None:
    lines = ("cf-ipcountry", "PL"), ("cf-ipcountry", "DE")
    assert visit(*lines, of=edge())["country"] is None


def test_of_several_headers_the_first_that_knows_is_believed() -> None:
    two = sources(location_headers=(b"x-one", b"x-two"), trusted_proxies=EDGE)
    assert visit(("x-two", "PL"), of=two).known("country") == ("PL", "x-two")


def test_where_edge_and_database_agree_the_database_tells_the_rest() -> None:
    place = found(("cf-ipcountry", "CH"), of=edge(GENEVA))
    assert place == ["CH", "CH-GE", "EU", False, "Geneva", "Europe/Zurich"]


def test_where_they_disagree_the_edge_is_believed_alone() -> None:
    place = found(("cf-ipcountry", "PL"), of=edge(GENEVA))
    assert place == ["PL", None, "EU", True, None, "Europe/Warsaw"]


@pytest.mark.parametrize(
    ("country", "place"),
    [
        ("PL", ["PL", None, "EU", True, None, "Europe/Warsaw"]),
        ("IR", ["IR", None, "AS", False, None, "Asia/Tehran"]),
        ("US", ["US", None, "NA", False, None, "UTC"]),
        ("RE", ["RE", None, "AF", True, None, "Indian/Reunion"]),
        ("CH", ["CH", None, "EU", False, None, "Europe/Zurich"]),
        (None, [None, None, None, None, None, "UTC"]),
    ],
)
def test_a_pinned_country_takes_nothing_from_the_address(
    country: str | None, place: list[object]
) -> None:
    assert found(of=sources(locations=Places(GENEVA)), country=country) == place


@pytest.mark.parametrize("country", ["", "ZZ", "pl", "Poland", "<b>", "PL" * 999])
def test_a_record_of_no_country_is_of_nowhere(country: str) -> None:
    place = Location(country=country, continent="EU", city="Geneva")
    asked = found(of=sources(locations=Places(place)))
    assert asked == [None, None, None, None, None, "UTC"]


def test_a_country_whose_clocks_are_one_has_a_zone() -> None:
    asked = visit(of=sources(locations=Places(Location(country="DE"))))
    assert asked.known("zone") == ("Europe/Berlin", "the zone of DE")


def test_a_source_that_fails_is_counted_and_named_without_a_word(
    caplog: pytest.LogCaptureFixture,
) -> None:
    here = sources(locations=Broken(LookupError(f"{PROXY} is nowhere")))
    assert found(of=here)[0] is None
    assert here.failures.counts == {"location": 1}
    assert "LookupError at" in caplog.text
    assert PROXY not in caplog.text


def test_what_an_error_held_is_forgotten() -> None:
    error = LookupError(PROXY)
    try:
        Broken(error).location(PROXY)
    except LookupError:
        plain = wordless(error)
    trace = plain.__traceback__
    assert str(plain) == ""
    assert trace is not None
    assert "address" not in trace.tb_frame.f_locals
    assert wordless(LookupError(PROXY)).__traceback__ is None


def test_a_record_of_a_continent_alone_is_believed() -> None:
    here = sources(locations=Places(Location(continent="AF")))
    assert found(of=here)[:3] == [None, None, "AF"]


def test_a_zone_that_nobody_has_gives_way_to_the_country_s() -> None:
    place = Location(country="PL", zone="../../etc/passwd")
    asked = visit(of=sources(locations=Places(place)))
    assert asked.known("zone") == ("Europe/Warsaw", "the zone of PL")


def test_the_zone_of_nowhere_is_the_site_s() -> None:
    assert visit().known("zone") == ("UTC", "site_timezone")


def test_a_database_is_asked_about_the_visitor_behind_the_proxy() -> None:
    places = Places(GENEVA)
    here = sources(locations=places, trusted_proxies=EDGE)
    assert visit(("x-forwarded-for", "8.8.8.8:99"), of=here)["country"] == "CH"
    assert places.asked == ["8.8.8.8"]


def test_nobody_s_address_is_not_looked_up() -> None:
    places = Places(GENEVA)
    here = sources(locations=places, trusted_proxies=EDGE)
    assert visit(("x-forwarded-for", "unknown"), of=here)["country"] is None
    assert places.asked == []


@given(st.binary(max_size=20), st.binary(max_size=60))
def test_no_header_raises(code: bytes, chain: bytes) -> None:
    headers = [(b"cf-ipcountry", code), (b"x-forwarded-for", chain)]
    asked = visit(of=edge(GENEVA), scope={"headers": headers})
    assert all(asked[fact] != "" for fact in FACTS)
