"""Every vector: its state, what is written in it, and the purposes it grants."""

from urllib.parse import quote

import pytest

from sarto.choices.agreement import granted
from sarto.choices.objections import objects
from sarto.vocabulary.consent import State
from sarto_adapters.consent.gpp import unwrapped
from sarto_adapters.consent.gpp_string import GppString, us_privacy
from sarto_adapters.consent.tc_string import TcString
from support.consent import NOT_OURS, SOURCES, TOOLS, VECTORS, name_of, rows

# What a US string says, in the words of the vectors: not to have opted out is no
# consent, and no refusal either.
IN_US = {
    "opted_out": "denied",
    "not_opted_out": "implied",
    "not_applicable": "undecided",
}
DECODED = ("iab_tcf", "iab_gpp", "usprivacy")
HEADERS = [row for row in rows() if row["cookie_name"].startswith("header:")]
UNREADABLE = [row for row in rows() if row["cmp"] in NOT_OURS and row not in HEADERS]
WRITTEN = [v for v in VECTORS if not v.id.startswith(DECODED)]
STRINGS = [v for v in VECTORS if v.id.startswith(DECODED) and v.expected["purposes"]]


@pytest.mark.parametrize("vector", VECTORS, ids=name_of)
def test_the_state_of_a_record_is_told(vector):
    told = vector.record.told if vector.record else "undecided"
    state = vector.expected["state"]
    assert told == IN_US.get(state, state)


@pytest.mark.parametrize("vector", WRITTEN, ids=name_of)
def test_what_is_written_is_read(vector):
    said = dict(vector.record.said) if vector.record else {}
    purposes = vector.expected["purposes"]
    assert said.items() >= purposes.items()
    assert True not in [said[id_] for id_ in said.keys() - purposes.keys()]


@pytest.mark.parametrize("vector", VECTORS, ids=name_of)
def test_purposes_are_granted_where_the_record_does(vector):
    """A yes that nobody said is written as one in the vectors: opt-out counts it."""
    expected = vector.expected["normalized"]
    record, map_ = vector.record, vector.map
    yes = {purpose for purpose in map_ if expected[purpose]}
    if vector.expected["state"] == "implied":
        assert granted(map_, record, implies=True) == yes
        assert granted(map_, record, implies=False) == set()
    else:
        assert granted(map_, record, implies=False) == yes


@pytest.mark.parametrize("vector", VECTORS, ids=name_of)
def test_a_refusal_is_one(vector):
    refused = [p for p, said in vector.expected["normalized"].items() if said is False]
    for purpose in set(refused) & set(vector.map):
        states = [vector.record.state(id_) for id_ in vector.map[purpose]]
        assert State.DENIED in states


@pytest.mark.parametrize("vector", STRINGS, ids=name_of)
def test_a_string_is_decoded(vector):
    ((_, value),) = vector.cookies
    purposes = dict(vector.expected["purposes"])
    if vector.id.startswith("iab_tcf"):
        assert tcf(TcString.read(value), purposes) == purposes
    elif vector.id.startswith("usprivacy"):
        assert us(us_privacy(unwrapped(value)), purposes) == purposes
    else:
        assert gpp(GppString.read(value), purposes) == purposes


def tcf(found, purposes):
    own = found.publisher
    told = {
        "consent": list(found.core.purposes),
        "legitimate_interest": list(found.core.interests),
        "special_features": list(found.core.special_features),
        "policy_version": found.core.policy_version,
        "publisher_consent": None if own is None else list(own.consents),
        "tcf_policy_version": found.core.policy_version,
    }
    return {key: told.get(key, purposes[key]) for key in purposes}


def us(found, purposes):
    told = {
        "version": found.version,
        "sale_opt_out": found.sale,
        "sharing_opt_out": found.sharing,
        "targeted_ads_opt_out": found.targeted,
        "gpc": found.is_gpc,
        "opt_out_sale": "-YN"[found.sale],
    }
    return {key: told.get(key, purposes[key]) for key in purposes}


def gpp(found, purposes):
    numbers = {"tcfeuv2": 2, "uspv1": 6, "usnat": 7, "usca": 8}
    listed = purposes.get("sections") or [purposes["section"]]
    assert [numbers[name] for name in listed] == list(found.ids)
    if found.tcf:
        return tcf(found.tcf, purposes)
    return us(found.us[0], purposes)


def times(value, rounds):
    """Percent-encode a value as a framework around a script's does, whole."""
    for _ in range(rounds):
        value = quote(value, safe="")
    return value


def plainly(value):
    return value.replace("%27", "'").replace("%2C", ",").replace("%3A", ":")


@pytest.mark.parametrize("rounds", [1, 2])
@pytest.mark.parametrize("vector", VECTORS, ids=name_of)
def test_encoded_again_a_record_never_grants_more(vector, rounds):
    header = "; ".join(f"{name}={times(v, rounds)}" for name, v in vector.cookies)
    again = vector.granted(header.encode(), vector.own_map)
    assert again <= vector.granted(vector.header.encode(), vector.own_map)


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if "%" not in v.header], ids=name_of
)
@pytest.mark.parametrize("rounds", [1, 2])
def test_a_record_encoded_twice_at_most_is_the_same(vector, rounds):
    header = "; ".join(f"{name}={times(v, rounds)}" for name, v in vector.cookies)
    for is_opt_out in (True, False):
        map_ = vector.own_map
        first = vector.granted(vector.header.encode(), map_, is_opt_out=is_opt_out)
        again = vector.granted(header.encode(), map_, is_opt_out=is_opt_out)
        assert again == first


@pytest.mark.parametrize("row", HEADERS, ids=lambda row: row["id"])
def test_a_header_that_is_ignored_objects_to_nothing(row):
    name = row["cookie_name"].removeprefix("header:").lower().encode()
    assert row["expected"]["state"] == "ignored"
    assert not objects([(name, row["raw_cookie_value"].encode())])


@pytest.mark.parametrize("row", UNREADABLE, ids=lambda row: row["id"])
def test_what_no_server_is_sent_has_no_source(row):
    assert SOURCES.get(row["cmp"], row["cmp"]) not in TOOLS
