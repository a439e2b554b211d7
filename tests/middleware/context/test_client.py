import sys
from time import thread_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.client import LONGEST, address
from support.visits import PROXY, sources, trusting, visit

TRUSTED = sources(trusted_proxies=trusting("10.0.0.0/8", "fd00::/8", "fe80::/10"))
FIELDS = {"X": b"x-forwarded-for", "F": b"forwarded"}

# Who is connected, what the fields say, whose the address is, and why. `+` is a further
# field line, `⇥` a tab, `⍽` a no-break space; `nobody` is nobody. 10.*, fd00:: and fe80::
# are trusted; whatever a stranger may write in front says 6.6.6.6.
TABLE = r"""
9.9.9.9         | X 6.6.6.6                              | 9.9.9.9     | a stranger is not believed
9.9.9.9         | F for=6.6.6.6                          | 9.9.9.9     | nor in the standard's words
2001:db8::9     | X 6.6.6.6                              | 2001:db8::9 | nor over IPv6
::ffff:9.9.9.9  | X 6.6.6.6                              | 9.9.9.9     | nor in IPv4 clothes of IPv6
127.0.0.1       | X 6.6.6.6                              | 127.0.0.1   | nor on the same machine, unless told so
10.0.0.1        |                                        | 10.0.0.1    | a proxy that says nothing asks for itself
10.0.0.1        | X                                      | 10.0.0.1    | or says it with an empty field
10.0.0.1        | X , ,                                  | 10.0.0.1    | or with commas only
10.0.0.1        | F ⇥,⇥                                  | 10.0.0.1    | or with blanks
10.0.0.1        | X 8.8.8.8                              | 8.8.8.8     | one hop
::ffff:10.0.0.1 | X 8.8.8.8                              | 8.8.8.8     | a trusted peer in clothes of IPv6
fd00::1         | X 8.8.8.8                              | 8.8.8.8     | a trusted peer of IPv6
fe80::1%eth0    | X 8.8.8.8                              | 8.8.8.8     | one beyond a link
fe80::1%br-1a2b | X 8.8.8.8                              | 8.8.8.8     | one beyond a bridge
10.0.0.1:4711   | X 8.8.8.8                              | 8.8.8.8     | a peer with its port
/run/site.sock  | X 6.6.6.6                              | nobody      | a Unix socket has no address to trust
testclient      | X 6.6.6.6                              | nobody      | a name is no address
10.0.0.1        | X 6.6.6.6, 8.8.8.8                     | 8.8.8.8     | the nearest stranger
10.0.0.1        | X 6.6.6.6, 8.8.8.8, 10.1.1.1           | 8.8.8.8     | over a trusted hop
10.0.0.1        | X 8.8.8.8,10.1.1.1,10.2.2.2            | 8.8.8.8     | over two, without blanks
10.0.0.1        | X 8.8.8.8, fd00::1                     | 8.8.8.8     | over one of IPv6
10.0.0.1        | X 8.8.8.8, ::ffff:10.1.1.1             | 8.8.8.8     | over one in clothes
10.0.0.1        | X 8.8.8.8, 10.1.1.1:4711               | 8.8.8.8     | over one with a port
10.0.0.1        | X 8.8.8.8, [fd00::1]:4711              | 8.8.8.8     | over one with brackets and a port
10.0.0.1        | X 10.3.3.3, 10.1.1.1                   | 10.3.3.3    | all trusted: a visitor from inside
10.0.0.1        | X 8.8.8.8, 9.9.9.9, 10.1.1.1           | 9.9.9.9     | a stranger between trusted hops ends it
10.0.0.1        | X 6.6.6.6 + X 8.8.8.8, 10.1.1.1        | 8.8.8.8     | all lines are one chain
10.0.0.1        | X 8.8.8.8 + X 10.1.1.1 + X             | 8.8.8.8     | with empty lines in it
10.0.0.1        | X 8.8.8.8:5678                         | 8.8.8.8     | a port
10.0.0.1        | X [2001:db8::1]:80                     | 2001:db8::1 | brackets and a port
10.0.0.1        | X [2001:db8::1]                        | 2001:db8::1 | brackets
10.0.0.1        | X 2001:DB8::1                          | 2001:db8::1 | neither, in capitals
10.0.0.1        | X ::ffff:8.8.8.8                       | 8.8.8.8     | clothes of IPv6
10.0.0.1        | X [::ffff:808:808]:443                 | 8.8.8.8     | the same, in other letters
10.0.0.1        | X fe81::1%eth0.100, 10.1.1.1           | fe81::1     | a zone id is left out
10.0.0.1        | X ,8.8.8.8,⇥,                          | 8.8.8.8     | empty hops are none
10.0.0.1        | X 8.8.8.8, unknown                     | nobody      | a hop that is not told
10.0.0.1        | X 8.8.8.8, _hidden                     | nobody      | an obfuscated hop is not skipped
10.0.0.1        | X 8.8.8.8, 999.1.1.1                   | nobody      | a hop out of range
10.0.0.1        | X 8.8.8.8, 010.1.1.1                   | nobody      | a hop in octal
10.0.0.1        | X 8.8.8.8, 10.1.1                      | nobody      | a hop cut short
10.0.0.1        | X 8.8.8.8, 10.1.1.1:port               | nobody      | a port that is none
10.0.0.1        | X 8.8.8.8, 10.1.1.1:123456             | nobody      | a port out of range
10.0.0.1        | X 8.8.8.8, [10.1.1.1                   | nobody      | a bracket left open
10.0.0.1        | X 8.8.8.8, 10.1.1.1⍽                   | nobody      | a blank that is none
10.0.0.1        | X 8.8.8.8, "10.1.1.1"                  | nobody      | quotes, which this field has not
10.0.0.1        | X 8.8.8.8, for=10.1.1.1                | nobody      | the other field's words
10.0.0.1        | X 8.8.8.8; 10.1.1.1                    | nobody      | a wrong separator
10.0.0.1        | X 8.8.8.8 10.1.1.1                     | nobody      | or none at all
10.0.0.1        | X 8.8.8.8, <script>                    | nobody      | a hostile hop
10.0.0.1        | X unknown, <script>, 8.8.8.8           | 8.8.8.8     | junk left of a stranger
10.0.0.1        | X unknown, 10.1.1.1                    | nobody      | junk behind a trusted hop
10.0.0.1        | F for=8.8.8.8                          | 8.8.8.8     | the standard's word (RFC 7239)
10.0.0.1        | F FOR=8.8.8.8;Proto=https;by=10.0.0.9  | 8.8.8.8     | among others, in any case
10.0.0.1        | F proto=https; for=8.8.8.8;            | 8.8.8.8     | a blank and a last semicolon
10.0.0.1        | F ;for=8.8.8.8;;proto=https            | 8.8.8.8     | empty pairs (§4: each is optional)
10.0.0.1        | F for="8.8.8.8"                        | 8.8.8.8     | quotes
10.0.0.1        | F for="8.8.8.8:5678"                   | 8.8.8.8     | a port in quotes
10.0.0.1        | F for=8.8.8.8:5678                     | 8.8.8.8     | a port without, as many write it
10.0.0.1        | F for="8.8.8.8:_gazonk"                | 8.8.8.8     | an obfuscated port (§6.3)
10.0.0.1        | F for="[2001:db8::1]:47"               | 2001:db8::1 | the standard's IPv6
10.0.0.1        | F for=[2001:db8::1]                    | 2001:db8::1 | the same without quotes
10.0.0.1        | F for="[::ffff:8.8.8.8]"               | 8.8.8.8     | clothes of IPv6
10.0.0.1        | F for="8.8.8\.8"                       | 8.8.8.8     | an escape
10.0.0.1        | F for=6.6.6.6, for=8.8.8.8, for=10.1.1.1 | 8.8.8.8   | over a trusted hop
10.0.0.1        | F for=6.6.6.6 + F for=8.8.8.8, for="[fd00::1]" | 8.8.8.8 | all lines are one chain
10.0.0.1        | F for=8.8.8.8, for=10.1.1.1,,          | 8.8.8.8     | empty elements are none
10.0.0.1        | F for=10.3.3.3, for=10.1.1.1           | 10.3.3.3    | all trusted
10.0.0.1        | F for=8.8.8.8;x="a,b"                  | 8.8.8.8     | a comma in quotes
10.0.0.1        | F for=8.8.8.8;x="a,b,c", for=10.1.1.1  | 8.8.8.8     | and on
10.0.0.1        | F for=8.8.8.8;x="a,\",b"               | 8.8.8.8     | an escaped quote between
10.0.0.1        | F x!y=z;for=8.8.8.8                    | 8.8.8.8     | a pair of tomorrow
10.0.0.1        | F for="6.6.6.6, for=8.8.8.8            | 8.8.8.8     | an open quote of a stranger's
10.0.0.1        | F for=6.6.6.6;x=" + F for=8.8.8.8      | 8.8.8.8     | and in another line
10.0.0.1        | F for=6.6.6.6;y=", for=8.8.8.8;host=a" | nobody      | which a careless proxy closes
10.0.0.1        | F for=8.8.8.8;host="a,for=6.6.6.6"     | nobody      | a hop said inside quotes
10.0.0.1        | F for=6.6.6.6;for=8.8.8.8              | nobody      | two in one (§4: only once)
10.0.0.1        | F for=8.8.8.8;x="a,b,c,d,e,f"          | nobody      | more commas than anybody writes
10.0.0.1        | F for=8.8.8.8, for=unknown             | nobody      | a hop that is not told (§6.2)
10.0.0.1        | F for=8.8.8.8, for="unknown:80"        | nobody      | not even with its port
10.0.0.1        | F for=8.8.8.8, for=_hidden             | nobody      | an obfuscated hop (§6.3)
10.0.0.1        | F for=8.8.8.8, for=""                  | nobody      | an empty hop
10.0.0.1        | F for=8.8.8.8, for=                    | nobody      | no hop at all
10.0.0.1        | F for=8.8.8.8, by=10.0.0.9             | nobody      | for nobody
10.0.0.1        | F for=8.8.8.8, ;                       | nobody      | nothing but a semicolon
10.0.0.1        | F for=8.8.8.8, for = 10.1.1.1          | nobody      | a syntax error
10.0.0.1        | F for=8.8.8.8, for=10.1.1.1⍽           | nobody      | a blank that is none
10.0.0.1        | F for=8.8.8.8, 10.1.1.1                | nobody      | the other field's words
10.0.0.1        | F "," "," ","                          | nobody      | nothing but quotes and commas
10.0.0.1        | X 8.8.8.8 + F for=8.8.8.8              | 8.8.8.8     | two chains that agree
10.0.0.1        | X 8.8.8.8, 10.1.1.1 + F for=8.8.8.8    | 8.8.8.8     | by different ways
10.0.0.1        | X 8.8.8.8 + F for="[::ffff:8.8.8.8]:1" | 8.8.8.8     | in different words
10.0.0.1        | X 8.8.8.8 + F for=6.6.6.6              | nobody      | two that disagree (§8.1)
10.0.0.1        | X 8.8.8.8 + F for=unknown              | nobody      | one of which does not tell
10.0.0.1        | X 8.8.8.8 + F for=10.1.1.1             | nobody      | or names somebody inside
10.0.0.1        | X 8.8.8.8 + F                          | 8.8.8.8     | one of which is empty
"""


def rows() -> list[Any]:
    found = list[Any]()
    text = TABLE.replace("⇥", "\t").replace("⍽", "\xa0")
    for line in text.strip("\n").split("\n"):
        peer, fields, whose, why = (part.strip(" ") for part in line.split("|"))
        found.append(pytest.param(peer, fields, whose, id=why))
    return found


def seen(
    *fields: tuple[bytes, bytes], peer: object = PROXY, client: object = None
) -> str:
    scope = {"client": client or (peer, 1), "headers": fields}
    return str(address(visit(of=TRUSTED, scope=scope)) or "nobody")


@pytest.mark.parametrize(("peer", "fields", "whose"), rows())
def test_the_address_is_that_of(peer: str, fields: str, whose: str) -> None:
    lines = [line.strip(" ").partition(" ") for line in fields.split("+") if line]
    sent = [(FIELDS[name], value.encode("latin-1")) for name, _, value in lines]
    assert seen(*sent, peer=peer) == whose


def test_the_table_is_long() -> None:
    assert len(rows()) >= 60


def test_by_default_nobody_is_trusted() -> None:
    asked = visit(("x-forwarded-for", "8.8.8.8"))
    assert str(address(asked)) == PROXY


@pytest.mark.parametrize(
    "client", [None, [], (), "", "10.0.0.1", 5, ("", 0), ("/run/x.sock", None), (None,)]
)
def test_a_peer_without_an_address_is_nobody(client: object) -> None:
    scope = {"client": client, "headers": [(b"x-forwarded-for", b"8.8.8.8")]}
    assert address(visit(of=TRUSTED, scope=scope)) is None


def test_a_long_chain_is_read_at_its_near_end_only() -> None:
    trusted = b"10.1.1.1, " * LONGEST
    assert seen((b"x-forwarded-for", b"8.8.8.8, " + trusted)) == "nobody"
    assert seen((b"x-forwarded-for", trusted + b"8.8.8.8")) == "8.8.8.8"


PIECES = [
    b"10.0.0.1,", b"for=10.0.0.1,", b'for="a,', b", ", b'a="\\', b'","', b"; ", b"a=b;",
    b'for=10.0.0.1;x="a,b,c,d",', b'"\\"', b"=", b":", b"1", b"\xff", b"[", b"a",
]  # fmt: skip


LIMIT = (
    0.05 if sys.gettrace() is None else 0.5
)  # seconds, on a busy machine; what grows by squares takes minutes


def quickest(fields: list[tuple[bytes, bytes]]) -> float:
    """Time a few walks, each of a visit of its own; give the quickest, in seconds."""
    times = list[float]()
    for _ in range(5):
        asked = visit(of=TRUSTED, scope={"headers": fields})
        start = thread_time()
        address(asked)
        times.append(thread_time() - start)
    return min(times)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_megabyte_of_chain_takes_no_time(piece: bytes) -> None:
    chain = piece * (1_000_000 // len(piece))
    assert quickest([(b"x-forwarded-for", chain), (b"forwarded", chain)]) < LIMIT


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_ten_thousand_lines_take_no_time(piece: bytes) -> None:
    lines = [(b"x-forwarded-for", piece), (b"forwarded", piece)] * 5_000
    assert quickest(lines) < LIMIT


LINES = st.lists(st.binary(max_size=80) | st.just(b'for=6.6.6.6;x="' * 500), max_size=6)
OWN = st.lists(st.sampled_from(["10.1.1.1", "10.2.2.2:80", "[fd00::1]:99"]), max_size=3)
STRANGERS = [
    "for=8.8.8.8", 'for="8.8.8.8:80"', 'for=8.8.8.8;x="a,b"', 'x="\\",,";For=8.8.8.8',
    "by=10.0.0.9;for=8.8.8.8;proto=https", 'for="[::ffff:8.8.8.8]"',
]  # fmt: skip


def by_proxies(written: list[bytes], hops: list[str], *, joins: bool) -> list[bytes]:
    """Let proxies add their hops to what a client wrote: to its last line, or below."""
    added = ", ".join(hops).encode()
    if written and joins:
        return [*written[:-1], written[-1] + b", " + added]
    return [*written, added]


@given(LINES, OWN, st.booleans())
def test_what_a_client_wrote_changes_nothing(
    written: list[bytes], own: list[str], joins: bool
) -> None:
    lines = by_proxies(written, ["8.8.8.8", *own], joins=joins)
    assert seen(*((b"x-forwarded-for", line) for line in lines)) == "8.8.8.8"


@given(LINES, st.sampled_from(STRANGERS), OWN, st.booleans())
def test_nor_in_the_standard_s_words(
    written: list[bytes], stranger: str, own: list[str], joins: bool
) -> None:
    hops = [stranger, *(f'for="{hop}"' for hop in own)]
    lines = by_proxies(written, hops, joins=joins)
    assert seen(*((b"forwarded", line) for line in lines)) == "8.8.8.8"


def spelled(hops: list[str], *, is_standard: bool) -> bytes:
    quoted = (f'for="[{hop}]"' if ":" in hop else f"for={hop}" for hop in hops)
    return ", ".join(quoted if is_standard else hops).encode()


@given(st.lists(st.ip_addresses().map(str), min_size=1, max_size=6))
def test_both_spellings_of_a_chain_say_the_same(hops: list[str]) -> None:
    standard = seen((b"forwarded", spelled(hops, is_standard=True)))
    assert standard == seen((b"x-forwarded-for", spelled(hops, is_standard=False)))


@given(
    st.lists(st.tuples(st.sampled_from([*FIELDS.values()]), st.binary(max_size=200))),
    st.text(max_size=60) | st.ip_addresses().map(str) | st.just(PROXY) | st.none(),
)
def test_no_chain_raises(fields: list[tuple[bytes, bytes]], peer: object) -> None:
    seen(*fields, peer=peer)
