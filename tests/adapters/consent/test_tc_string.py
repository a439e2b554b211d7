"""TC strings: as the reference library decodes them, and never half of one."""

import json
from datetime import UTC, datetime

import pytest

from sarto_adapters.consent.bits import Bits, ShortError
from sarto_adapters.consent.tc_string import TcString
from support.consent import DATA

CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
FILES = ("tcf_strings.jsonl", "tcf_reference_encoded.jsonl")
ROWS = [
    json.loads(line)
    for file in FILES
    for line in (DATA / file).read_text().split("\n")
    if line
]
SOUND = [row for row in ROWS if row["expected"]]
REFUSED = [row for row in ROWS if not row["expected"]]


def packed(*fields):
    """Write pairs of value and width as the characters of a string."""
    row = "".join(f"{value:0{width}b}" for value, width in fields)
    row += "0" * (-len(row) % 6)
    return "".join(CODE[int(row[at : at + 6], 2)] for at in range(0, len(row), 6))


def head(*, version=2, created=0, cmp_id=7):
    """Lay out the head: version, moments, ids, language EN, list."""
    letters = ((4, 6), (13, 6))
    return (
        (version, 6),
        (created, 36),
        (created, 36),
        (cmp_id, 12),
        (1, 12),
        (0, 6),
        *letters,
        (1, 12),
    )


def body(
    *,
    policy=5,
    vendors=((0, 16), (0, 1)),
    claims=((0, 16), (0, 1)),
    restricted=((0, 12),),
):
    return (
        (policy, 6),
        (1, 1),
        (0, 1),
        (0, 12),
        (0, 24),
        (0, 24),
        (0, 1),
        (0, 12),
        *vendors,
        *claims,
        *restricted,
    )


def iso(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def flat(ids):
    """List the numbers in ranges, each once and in order."""
    return sorted({number for each in ids or () for number in each})


def decoded(text):
    found = TcString.read(text)
    head, core, own = found.head, found.core, found.publisher
    return {
        "version": head.version,
        "created": iso(head.created),
        "lastUpdated": iso(head.last_updated),
        "cmpId": head.cmp_id,
        "cmpVersion": head.cmp_version,
        "consentScreen": head.consent_screen,
        "consentLanguage": head.consent_language,
        "vendorListVersion": head.vendor_list_version,
        "policyVersion": core.policy_version,
        "isServiceSpecific": core.is_service_specific,
        "purposeOneTreatment": core.is_purpose_one_special,
        "publisherCountryCode": core.publisher_country,
        "specialFeatureOptins": list(core.special_features),
        "purposeConsents": list(core.purposes),
        "purposeLegitimateInterests": list(core.interests),
        "vendorConsents": flat(core.vendors),
        "vendorLegitimateInterests": flat(core.vendor_interests),
        "numPubRestrictions": len({(p, kind) for p, kind, _ in core.restrictions}),
        "vendorsDisclosed": flat(found.disclosed),
        "vendorsAllowed": flat(found.allowed),
        "publisherConsents": list(own.consents) if own else [],
        "publisherLegitimateInterests": list(own.interests) if own else [],
    }


@pytest.mark.parametrize("row", SOUND, ids=lambda row: row["string"][:16])
def test_a_string_is_what_the_reference_reads(row):
    found = decoded(row["string"])
    assert {key: found[key] for key in row["expected"]} == row["expected"]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["string"][:16])
def test_what_the_reference_refuses_is_refused(row):
    with pytest.raises(ShortError):
        TcString.read(row["string"])


@pytest.mark.parametrize("row", [*SOUND[::5]], ids=lambda row: row["string"][:16])
def test_a_string_that_was_cut_is_refused_or_says_the_same(row):
    whole = TcString.read(row["string"])
    for end in range(len(row["string"])):
        try:
            cut = TcString.read(row["string"][:end])
        except ShortError:
            continue
        assert (cut.head, cut.core) == (whole.head, whole.core)
        assert cut.publisher in (None, whole.publisher)


@pytest.mark.parametrize(
    "text",
    [
        "", ".", "C", "é", "C=", packed(*head(version=3), *body()),
        packed(*head(version=0), *body()), packed(*head(version=1, cmp_id=1)),
        packed(*head(), *body()) + ".", packed(*head(), *body()) + ".I",
        packed(*head(), *body()) + ".IAAA.IAAA",
        packed(*head(), *body()) + ".YAAA" , packed(*head(), *body()) + ".gAAA" * 17,
        packed(*head(), *body(vendors=((65535, 16), (0, 1)))),
        packed(*head(), *body(vendors=((9, 16), (1, 1), (4095, 12)))),
        packed(*head(), *body(vendors=((9, 16), (1, 1), (1, 12), (1, 1), (5, 16), (4, 16)))),
        packed(*head(), *body(vendors=((9, 16), (1, 1), (1, 12), (0, 1), (0, 16)))),
        packed(*head(), *body(vendors=((9, 16), (1, 1), (1, 12), (0, 1), (10, 16)))),
        packed(*head(), *body(restricted=((4095, 12),))),
    ],
)  # fmt: skip
def test_what_is_no_string_is_refused(text):
    with pytest.raises(ShortError):
        TcString.read(text)


def test_a_range_of_all_vendors_is_not_unfolded():
    every = ((65535, 16), (1, 1), (4095, 12), *((1, 1), (1, 16), (65535, 16)) * 4095)
    found = TcString.read(packed(*head(), *body(vendors=every)))
    assert len(found.core.vendors) == 4095
    assert found.core.vendors[0] == range(1, 65536)


def test_segments_of_unknown_types_are_passed_over():
    text = (
        packed(*head(), *body())
        + ".gAAA.gAAA."
        + packed((3, 3), (1 << 23, 24), (0, 24), (2, 6), (0, 4))
    )
    found = TcString.read(text)
    assert found.publisher.consents == (1,)


def test_vendors_that_were_allowed_are_read():
    text = packed(*head(), *body()) + "." + packed((2, 3), (3, 16), (0, 1), (5, 3))
    assert flat(TcString.read(text).allowed) == [1, 3]


def test_the_latest_moment_there_is_can_be_read():
    found = TcString.read(packed(*head(created=2**36 - 1), *body()))
    assert found.head.created.year == 2187


def test_in_version_1_a_default_makes_ranges_exceptions():
    fields = (
        (0, 24),
        (10, 16),
        (1, 1),
        (1, 1),
        (2, 12),
        (0, 1),
        (3, 16),
        (1, 1),
        (5, 16),
        (9, 16),
    )
    found = TcString.read(packed(*head(version=1), *fields))
    assert flat(found.core.vendors) == [1, 2, 4, 10]
    assert found.head.created == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_fibonacci_code_without_an_end_is_no_number():
    with pytest.raises(ShortError):
        Bits("A" * 8).fibonacci()
    assert Bits(packed((0b011, 3))).fibonacci() == 2
    assert Bits(packed((0b10011, 5))).fibonacci() == 6
