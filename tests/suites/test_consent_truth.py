"""No damage to a record ever widens what it grants.

Every truncation of every granted vector and every bit of it, under the map of its
purposes and that of a site that has just the ids the record names, for opt-in and for
opt-out; then two bits at random. `SARTO_FLIPS` says how often (10,000 times in the
plain run), `SARTO_SEED` which.
"""

import os
import random
from itertools import permutations

import pytest

from sarto.choices.agreement import Agreement, Term
from sarto.vocabulary.consent import LONGEST
from support.consent import GRANTED, NOW, TOOLS, VECTORS, name_of, read_of, source

UNNAMED = {"preferences", "marketing"}  # purposes of ids that no such record names
FLIPS = int(os.environ.get("SARTO_FLIPS", "10000"))
SEED = os.environ.get("SARTO_SEED", "2026")
PARTIAL = [
    v for v in VECTORS if v.expected["state"] in ("partial", "denied", "conflict")
]


def read_first(vector):
    """Give the first cookie of a vector's that its source reads."""
    return next(pair for pair in vector.cookies if vector.source.reads(pair[0]))


def header_of(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies).encode()


def cut(vector):
    """Cut each cookie of a vector anywhere, and the whole header."""
    for at, (name, value) in enumerate(vector.cookies):
        for end in range(len(value)):
            cookies = list(vector.cookies)
            cookies[at] = (name, value[:end])
            yield header_of(cookies)


def maps(vector):
    return (vector.own_map, vector.map)


@pytest.mark.parametrize("vector", [*GRANTED, *PARTIAL], ids=name_of)
def test_no_truncation_widens_a_grant(vector):
    for map_ in maps(vector):
        most = vector.granted(vector.header.encode(), map_)
        for header in cut(vector):
            assert vector.granted(header, map_) <= most, header


@pytest.mark.parametrize("vector", GRANTED, ids=name_of)
def test_no_truncation_of_a_header_widens_a_grant(vector):
    for map_ in maps(vector):
        whole = vector.header.encode()
        most = vector.granted(whole, map_)
        for end in range(len(whole)):
            assert vector.granted(whole[:end], map_) <= most, whole[:end]


@pytest.mark.parametrize("vector", GRANTED, ids=name_of)
def test_no_truncation_of_a_record_widens_it_for_opt_out(vector):
    """Where nothing is left of the record nobody said anything, which is a yes there."""
    map_ = vector.own_map
    most = vector.granted(vector.header.encode(), map_, is_opt_out=True)
    for at, (name, value) in enumerate(vector.cookies):
        for end in range(1, len(value)):
            cookies = [
                *vector.cookies[:at],
                (name, value[:end]),
                *vector.cookies[at + 1 :],
            ]
            header = header_of(cookies)
            assert vector.granted(header, map_, is_opt_out=True) <= most, header


def flipped(header, *bits):
    found = bytearray(header)
    for bit in bits:
        found[bit // 8] ^= 1 << bit % 8
    return bytes(found)


def is_as_told(vector, header, most):
    """Whether a damaged record grants no more, but where it is a sound one of another.

    iubenda's ids are digits, and nothing in its record tells a 4 from a 5 that was one:
    a site whose map names ids that its tool does not offer has no defence.
    """
    more = vector.granted(header, vector.map) - most
    return more <= (UNNAMED if vector.tool == "iubenda" else set())


@pytest.mark.parametrize("vector", GRANTED, ids=name_of)
def test_no_flipped_bit_widens_a_grant(vector):
    header = vector.header.encode()
    most = vector.granted(header, vector.map)
    for bit in range(8 * len(header)):
        assert is_as_told(vector, flipped(header, bit), most), bit


def test_no_two_flipped_bits_widen_a_grant():
    dice = random.Random(SEED)  # noqa: S311 - chance, and no secret
    ready = [
        (v, header := v.header.encode(), v.granted(header, v.map))
        for v in GRANTED
        if v.tool != "iubenda"
    ]
    for number in range(FLIPS):
        vector, header, most = ready[number % len(ready)]
        bits = [dice.randrange(8 * len(header)) for _ in range(2)]
        assert is_as_told(vector, flipped(header, *bits), most), (vector.id, SEED, bits)


@pytest.mark.parametrize("vector", GRANTED, ids=name_of)
def test_an_explicit_refusal_beside_a_grant_wins(vector):
    """A copy of the same cookie that does not grant takes the grant away."""
    map_ = vector.own_map
    name, _ = read_first(vector)
    for other in ("", "0", "no", "%7B%7D", "x" * (LONGEST + 1), "\x00"):
        copies = (*vector.cookies, (name, other))
        for order in (copies, copies[::-1]):
            for is_opt_out in (False, True):
                found = vector.granted(header_of(order), map_, is_opt_out=is_opt_out)
                assert found <= vector.granted(
                    header_of(((name, other),)), map_, is_opt_out=is_opt_out
                )


@pytest.mark.parametrize("vector", GRANTED, ids=name_of)
def test_the_same_copy_twice_and_cookies_in_any_order_are_the_same(vector):
    map_ = vector.own_map
    most = vector.granted(vector.header.encode(), map_)
    copies = [
        *vector.cookies,
        vector.cookies[0],
        ("session", '{"a":1, b "c"'),
        ("", "x"),
    ]
    for order in permutations(copies[:5]):
        assert vector.granted(header_of(order), map_) == most


@pytest.mark.parametrize("vector", GRANTED, ids=name_of)
@pytest.mark.parametrize(
    "dirt", ["\x00", "\r\n", "\x7f", "%00", "%0d%0a", "%7f", "%c2%85"]
)
def test_control_characters_make_it_no_record(vector, dirt):
    name, value = read_first(vector)
    at = len(value) // 2
    dirty = {**dict(vector.cookies), name: value[:at] + dirt + value[at:]}
    header = header_of(dirty.items())
    assert vector.granted(header, vector.own_map) <= vector.granted(
        vector.header.encode(), vector.own_map
    )
    if "%" not in dirt:
        assert not vector.granted(header, vector.own_map, is_opt_out=True)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_cookie_beyond_measure_grants_nothing(tool):
    term = Term(name=tool, source=source(tool), ids={"a": ("a",)})
    agreement = Agreement(terms=(term,), is_opt_out=True)
    assert agreement.consent([], NOW).granted
    names = read_of(tool)
    assert names
    for name in names:
        for length in (LONGEST + 1, 20_000):
            fields = [(b"cookie", f"{name}={'x' * length}".encode())]
            assert not agreement.consent(fields, NOW).granted
