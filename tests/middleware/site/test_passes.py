from datetime import UTC, datetime, timedelta

import pytest

from sarto.memory.token import LARGEST
from sarto.site.passes import Asking, Passes, Preview, has_pass

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SOON = int((NOW + timedelta(hours=1)).timestamp())
SECRET = "long enough to be none that can be guessed"  # noqa: S105 - a test's
LEAVE = Preview(ends=SOON, path="/menu", facts="device=mobile", name="anna")


def of(*secrets: str, site: str = "") -> Passes:
    return Passes.checked(secrets or (SECRET,), site)


def test_what_was_signed_is_read() -> None:
    assert of().preview(of().written(LEAVE), NOW) == LEAVE
    assert of().may_ask(of().written(Asking(SOON)), NOW)
    assert LEAVE.moment == NOW + timedelta(hours=1)


def test_a_pass_ends_to_the_second() -> None:
    text, asking = of().written(LEAVE), of().written(Asking(SOON))
    last, over = LEAVE.moment - timedelta(microseconds=1), LEAVE.moment
    assert of().preview(text, last)
    assert of().preview(text, over) is None
    assert of().may_ask(asking, last)
    assert not of().may_ask(asking, over)


def test_a_pass_of_one_kind_is_none_of_the_other() -> None:
    assert of().preview(of().written(Asking(SOON)), NOW) is None
    assert not of().may_ask(of().written(LEAVE), NOW)


def test_a_pass_of_another_site_or_secret_is_none() -> None:
    text = of().written(LEAVE)
    assert of(site="other").preview(text, NOW) is None
    assert of("another secret that is long enough").preview(text, NOW) is None


def test_secrets_rotate() -> None:
    text = of().written(LEAVE)
    assert of("a newer secret, long enough too", SECRET).preview(text, NOW) == LEAVE


def test_no_letter_of_a_pass_can_be_altered() -> None:
    text = of().written(LEAVE)
    for at in range(len(text)):
        other = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        assert of().preview(other, NOW) is None
        assert of().preview(text[:at], NOW) is None


@pytest.mark.parametrize("text", [None, "", ".", "x", "\x00.é", "a" * 9999])
def test_what_is_no_pass_is_calmly_none(text: str | None) -> None:
    assert of().preview(text, NOW) is None
    assert not of().may_ask(text or "", NOW)


@pytest.mark.parametrize(
    "data", [b"", b"\xc1", b"\x93\x01\x02\x03", b"{}", b"\x91\xa1x"]
)
def test_what_another_version_signed_is_none(data: bytes) -> None:
    assert of().preview(of().previews.seal.sealed(data), NOW) is None
    assert not of().may_ask(of().askings.seal.sealed(data), NOW)


def test_what_is_too_long_to_be_carried_is_not_written() -> None:
    facts = "x" * LARGEST
    with pytest.raises(ValueError, match="longer than"):
        of().written(Preview(SOON, "/", facts))
    assert of().preview(of().previews.seal.sealed(facts.encode()), NOW) is None


@pytest.mark.parametrize("secrets", [(), ("short",), (SECRET, "short")])
def test_where_nothing_can_be_signed_there_are_no_passes(
    secrets: tuple[str, ...],
) -> None:
    assert Passes.of(secrets, "") is None
    with pytest.raises(ValueError, match="16 characters"):
        Passes.checked(secrets, "")


@pytest.mark.parametrize(
    ("fields", "may_have"),
    [
        ([], False),
        ([(b"cookie", b"a=b; sarto=x; sarto-prefs=y")], False),
        ([(b"cookie", b"a=b; sarto-preview=x")], True),
        ([(b"cookie", b"a=b"), (b"cookie", b"__Host-sarto-preview~s=x")], True),
        ([(b"x-sarto-explain", b"")], True),
        ([(b"x-sarto-edge", b""), (b"referer", b"sarto-preview")], False),
    ],
)
def test_a_request_that_may_bring_a_pass_is_known_at_a_glance(
    fields: list[tuple[bytes, bytes]], may_have: bool
) -> None:
    assert has_pass({"type": "http", "headers": fields}) is may_have
    assert has_pass({"type": "http", "headers": iter(fields)}) is may_have
    assert not has_pass({"type": "http"})


@pytest.mark.parametrize("fields", [[None], [(b"cookie",)], [(b"cookie", None)], 7])
def test_what_is_no_header_brings_no_pass(fields: object) -> None:
    assert not has_pass({"type": "http", "headers": fields})
