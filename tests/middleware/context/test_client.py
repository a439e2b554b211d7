from collections.abc import Iterable
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.client import LONGEST, address
from support.visits import PROXY, sources, trusting, visit

TRUSTED = sources(trusted_proxies=trusting("10.0.0.0/8", "fd00::/8"))


def from_proxy(*headers: tuple[str, str], client: object = (PROXY, 1)) -> str | None:
    found = address(visit(*headers, of=TRUSTED, scope={"client": client}))
    return str(found) if found else None


def forwarded_for(chain: str) -> str | None:
    return from_proxy(("x-forwarded-for", chain))


def forwarded(chain: str) -> str | None:
    return from_proxy(("forwarded", chain))


def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy() -> None:
    headers = ("x-forwarded-for", "8.8.8.8"), ("forwarded", "for=8.8.8.8")
    assert from_proxy(*headers, client=("9.9.9.9", 1)) == "9.9.9.9"


def test_by_default_nobody_is_trusted() -> None:
    asked = visit(("x-forwarded-for", "8.8.8.8"))
    assert str(address(asked)) == PROXY


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        pytest.param("8.8.8.8", "8.8.8.8", id="one hop"),
        pytest.param("1.1.1.1, 8.8.8.8", "8.8.8.8", id="the nearest stranger"),
        pytest.param("8.8.8.8, 10.1.1.1", "8.8.8.8", id="over a trusted hop"),
        pytest.param("8.8.8.8,10.1.1.1,10.2.2.2", "8.8.8.8", id="over two"),
        pytest.param("8.8.8.8, fd00::1", "8.8.8.8", id="over a trusted IPv6 hop"),
        pytest.param("8.8.8.8, ::ffff:10.1.1.1", "8.8.8.8", id="a trusted mapped hop"),
        pytest.param("10.3.3.3, 10.1.1.1", "10.3.3.3", id="all of them trusted"),
        pytest.param("8.8.8.8:5678", "8.8.8.8", id="port"),
        pytest.param("[2001:db8::1]:80", "2001:db8::1", id="IPv6 port"),
        pytest.param("[2001:db8::1]", "2001:db8::1", id="IPv6 in brackets"),
        pytest.param("2001:DB8::1", "2001:db8::1", id="IPv6 bare"),
        pytest.param("::ffff:8.8.8.8", "8.8.8.8", id="IPv4 mapped"),
        pytest.param("fe80::1%eth0", "fe80::1", id="zone"),
        pytest.param(", 8.8.8.8, ,", "8.8.8.8", id="empty members"),
        pytest.param("8.8.8.8, unknown", None, id="a hop that is no address"),
        pytest.param("8.8.8.8, _hidden", None, id="an obfuscated hop"),
        pytest.param("8.8.8.8, 999.1.1.1", None, id="a hop out of range"),
        pytest.param("8.8.8.8, <script>", None, id="a hostile hop"),
        pytest.param("unknown, 8.8.8.8", "8.8.8.8", id="garbage left of a stranger"),
        pytest.param("unknown, 10.1.1.1", None, id="garbage behind a trusted hop"),
        pytest.param(",", PROXY, id="nothing but commas"),
        pytest.param("", PROXY, id="nothing"),
    ],
)
def test_a_chain_is_walked_from_its_near_end(chain: str, expected: str | None) -> None:
    assert forwarded_for(chain) == expected


def test_all_field_lines_are_one_chain() -> None:
    headers = ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "8.8.8.8, 10.0.0.2")
    assert from_proxy(*headers) == "8.8.8.8"


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        pytest.param("for=8.8.8.8", "8.8.8.8", id="one hop"),
        pytest.param("For=8.8.8.8;Proto=https;by=10.0.0.9", "8.8.8.8", id="parameters"),
        pytest.param("proto=https; for=8.8.8.8;", "8.8.8.8", id="space and semicolon"),
        pytest.param('for="[2001:db8::1]:47"', "2001:db8::1", id="quoted IPv6"),
        pytest.param('for="8.8.8.8:_port"', "8.8.8.8", id="obfuscated port"),
        pytest.param("for=8.8.8.8, for=10.1.1.1", "8.8.8.8", id="over a trusted hop"),
        pytest.param('for=8.8.8.8;x="a,b"', "8.8.8.8", id="a comma in quotes"),
        pytest.param('for=8.8.8.8;x="a,b,c", for=10.1.1.1', "8.8.8.8", id="and on"),
        pytest.param(r'for="8.8.8\.8"', "8.8.8.8", id="escaped"),
        pytest.param('for="evil, for=8.8.8.8', "8.8.8.8", id="an open quote before"),
        pytest.param(
            'for=1.1.1.1;x=", for=8.8.8.8', "8.8.8.8", id="and in a parameter"
        ),
        pytest.param("for=10.3.3.3, for=10.1.1.1", "10.3.3.3", id="all trusted"),
        pytest.param("for=8.8.8.8, for=unknown", None, id="unknown"),
        pytest.param("for=8.8.8.8, for=_hidden", None, id="obfuscated"),
        pytest.param("for=8.8.8.8, by=10.0.0.9", None, id="for nobody"),
        pytest.param("for=8.8.8.8, for = 10.1.1.1", None, id="a syntax error"),
        pytest.param("for=8.8.8.8, for=10.1.1.1,,", "8.8.8.8", id="empty elements"),
        pytest.param('","' * 900, None, id="nothing but quotes and commas"),
    ],
)
def test_the_standard_chain_is_walked_alike(chain: str, expected: str | None) -> None:
    assert forwarded(chain) == expected


def test_two_chains_that_agree_are_believed() -> None:
    headers = ("x-forwarded-for", "8.8.8.8"), ("forwarded", "for=8.8.8.8")
    assert from_proxy(*headers) == "8.8.8.8"


def test_two_chains_that_disagree_are_nobody_s() -> None:
    headers = ("x-forwarded-for", "8.8.8.8"), ("forwarded", "for=1.1.1.1")
    assert from_proxy(*headers) is None


@pytest.mark.parametrize(
    "client", [None, [], ("", 0), ("/run/x.sock", None), (None, 0)]
)
def test_a_peer_without_an_address_is_nobody(client: object) -> None:
    assert from_proxy(("x-forwarded-for", "8.8.8.8"), client=client) is None


def test_a_long_chain_is_read_at_its_near_end_only() -> None:
    assert forwarded_for("8.8.8.8, " + "10.1.1.1, " * LONGEST) is None


@pytest.mark.parametrize(
    "piece", ["10.0.0.1,", "for=10.0.0.1,", 'for="a,', ", ", 'a="\\']
)
def test_a_megabyte_of_chain_takes_no_time(piece: str) -> None:
    chain = piece * (1_000_000 // len(piece))
    start = perf_counter()
    from_proxy(("x-forwarded-for", chain), ("forwarded", chain))
    assert perf_counter() - start < 0.2


def spelled(hops: Iterable[str], *, is_standard: bool) -> str:
    quoted = (f'"[{hop}]"' if ":" in hop else hop for hop in hops)
    return ", ".join(f"for={hop}" for hop in quoted) if is_standard else ", ".join(hops)


@given(st.text(max_size=200), st.booleans())
def test_what_a_client_wrote_changes_nothing(written: str, is_standard: bool) -> None:
    safe = written.encode("latin-1", "replace").decode("latin-1")
    chain = f"{safe}, {spelled(['8.8.8.8'], is_standard=is_standard)}"
    read = forwarded if is_standard else forwarded_for
    assert read(chain) == "8.8.8.8"


@given(st.lists(st.ip_addresses().map(str), min_size=1, max_size=6))
def test_both_spellings_of_a_chain_say_the_same(hops: list[str]) -> None:
    standard = forwarded(spelled(hops, is_standard=True))
    assert standard == forwarded_for(spelled(hops, is_standard=False))


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_chain_raises(one: bytes, other: bytes) -> None:
    fields = [(b"x-forwarded-for", one), (b"forwarded", other)]
    address(visit(of=TRUSTED, scope={"headers": fields}))
