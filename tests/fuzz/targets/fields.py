"""Readers of single header fields: whatever stands in one, they read it or calmly not.

Each is held against a plain reading of the same rule, or against what it promises.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_network

from fuzz.dice import Dice
from fuzz.words import words
from sarto.cache.etag import is_known, tags, variant
from sarto.cache.policy import directives, kept_private
from sarto.cache.vary import merged, varied
from sarto.compose.charset import declared
from sarto.compose.codings import chosen
from sarto.context.accepted import MOST, ranges
from sarto.context.address import hostname
from sarto.context.client import elements, first_stranger, hops, known_as, right_end
from sarto.context.hosts import is_own, registered
from sarto.context.language import meant, negotiated
from sarto.context.media import kind_of_medium
from sarto.context.referrers import kind_of_host, kind_of_source
from sarto.headers import members
from sarto.vocabulary.facts import CHANNELS, Tier

WORDS = words("fields")
LANGUAGES = ("en", "fa", "pl", "pt-BR")
NETWORKS = (ip_network("10.0.0.0/8"), ip_network("::1"))
NAME = re.compile(r"[a-z0-9_.:-]+")


def fuzz(data: bytes) -> None:
    """Read one field as one of its kinds."""
    dice = Dice(data)
    read = dice.pick(READERS)
    read(dice.written(WORDS))


def listed(value: bytes) -> None:
    found = list(members(value))
    assert all(each and each == each.strip() for each in found)
    if b'"' not in value:
        assert found == [part.strip() for part in value.split(b",") if part.strip()]
    assert list(members(b", ".join(found))) == found or b'"' in value


def languages(value: bytes) -> None:
    header = value.decode("latin-1")
    found = ranges(header)
    assert len(found) <= MOST
    assert [each.quality for each in found] == sorted(
        (each.quality for each in found), reverse=True
    )
    assert all(
        0 <= each.quality <= 1 and each.tag.islower() | (each.tag == "*")
        for each in found
    )
    said = negotiated(header, LANGUAGES)
    assert said in (None, *LANGUAGES)
    assert meant(header, LANGUAGES) in (None, *LANGUAGES)
    if said is not None:
        refused = {each.tag for each in found if not each.quality}
        wanted = {each.tag for each in found if each.quality}
        assert said.lower() not in refused - wanted


def coding(value: bytes) -> None:
    name = chosen(value)
    assert name in ("", "gzip", "br", "zstd")
    if name and b"*" not in value:
        assert name.encode() in value.lower()


def chain(value: bytes) -> None:
    """Walk both kinds of chains; what a stranger puts in front changes nothing."""
    text = right_end(value)
    for read in (hops, elements):
        found = first_stranger(read(text), NETWORKS)
        assert found is None or isinstance(found, IPv4Address | IPv6Address)
    for hop in hops(text):
        known_as(hop)
    for ours in (b"203.0.113.7", b'"[2001:db8::7]"'):
        near = right_end(value + b", for=" + ours)
        told = first_stranger(elements(near), NETWORKS)
        assert str(told) in ours.decode(), (near, told)
    near = right_end(value + b", 203.0.113.7")
    assert str(first_stranger(hops(near), NETWORKS)) == "203.0.113.7"


def host(value: bytes) -> None:
    name = hostname(value.decode("latin-1"))
    if name is None:
        return
    assert NAME.fullmatch(name), name
    assert hostname(f"[{name}]" if ":" in name else name) == name
    whose = registered(name)
    assert name.endswith(whose)
    assert registered(whose) == whose
    assert is_own(name, name)
    assert kind_of_host(name) in (None, *CHANNELS)


def word(value: bytes) -> None:
    text = value.decode("utf-8", "replace")
    assert kind_of_medium(text) in (None, *CHANNELS)
    assert kind_of_source(text) in (None, *CHANNELS)
    assert kind_of_host(text) in (None, *CHANNELS)


def tag(value: bytes) -> None:
    ours = variant(value, "1", (value,))
    assert is_known(b'"x", ' + ours + b', W/"y"', ours)
    assert is_known(value, ours) == (value.strip() == b"*")  # nobody guesses it
    found = tags(value)
    assert all(each.removeprefix(b"W/")[:1] == b'"' == each[-1:] for each in found)
    assert all(is_known(value, each) for each in found[:3])


def policy(value: bytes) -> None:
    """Merge into what a site said of its caching; nothing is loosened."""
    said = [(b"cache-control", value), (b"vary", value)]
    assert all(name == name.lower() for name in directives(said))
    for tier in Tier:
        (kept,) = [v for k, v in kept_private(said, tier) if k == b"cache-control"]
        assert kept in (b"private, no-cache", b"private, no-store")
        assert b"no-store" not in directives(said) or kept == b"private, no-store"
    (vary,) = [v for k, v in varied(said, ("Cookie",)) if k == b"vary"]
    assert vary == b"*" or b"cookie" in vary.lower()
    again = merged([(b"vary", vary)], b"vary", ("Cookie",))
    assert vary == b"*" or b'"' in vary or again == [(b"vary", vary)]


def charset(value: bytes) -> None:
    said = declared(value)
    assert said == said.strip("\t\n\f\r ").lower()
    assert not said or said.encode("latin-1") in value.lower() or not said.isascii()


READERS = (listed, languages, coding, chain, host, word, tag, policy, charset)
