"""Only a proven edge says anything in `X-Sarto-*`, and the site's code sees none of it."""

import pytest

from sarto.cache.proof import Proof
from sarto.site.admitted import EDGE, admitted, keys_of
from support.play import html
from support.shared_site import HERO, PAGE, Behind, behind

PROOF = Proof.of(["a secret, long enough"], "")
TOKEN = PROOF.token.encode()
OTHERS = [
    (b"host", b"site.example"),
    (b"cookie", b"a=1"),
    (b"x-sart", b"x"),
    (b"x-sartor-edge", b"x"),
]


def admit(*ours: tuple[bytes, bytes]) -> dict[str, object]:
    return dict(admitted({"type": "http", "headers": [*OTHERS, *ours]}, PROOF))


@pytest.mark.parametrize(
    "name", [b"x-sarto-edge", b"X-Sarto-Edge", b"X-SARTO-EDGE", b"x-SARTO-eDGe"]
)
def test_the_token_proves_an_edge_however_its_name_is_written(name) -> None:
    found = admit((name, TOKEN), (b"X-SARTO-Country", b"ir"))
    assert found["headers"] == OTHERS
    assert keys_of(found) == [(b"x-sarto-country", b"ir")]


@pytest.mark.parametrize(
    "ours",
    [
        pytest.param([], id="nothing"),
        pytest.param([(b"x-sarto-country", b"ir")], id="keys alone"),
        pytest.param([(b"x-sarto-edge", b"wrong")], id="a wrong token"),
        pytest.param([(b"x-sarto-edge", b"")], id="an empty token"),
        pytest.param([(b"x-sarto-edge", TOKEN + b" ")], id="a blank after it"),
        pytest.param([(b"x-sarto-edge", TOKEN), (b"x-sarto-edge", TOKEN)], id="twice"),
        pytest.param([(b"X-Sarto-Edge", TOKEN), (b"x-sarto-edge", b"x")], id="a right and a wrong one"),
        pytest.param([(b"x-sarto-edge", TOKEN + b", " + TOKEN)], id="twice in a line"),
        pytest.param([(b"x_sarto_edge", TOKEN)], id="another name"),
        pytest.param([(b"x-sarto-edge2", TOKEN)], id="a longer name"),
    ],
)  # fmt: skip
def test_nobody_else_is_believed_and_nothing_of_it_is_left(ours) -> None:
    found = admit(*ours, (b"X-Sarto-Pass", b"0"))
    assert keys_of(found) is None
    assert not [n for n, _ in found["headers"] if n.lower().startswith(b"x-sarto-")]
    assert found["headers"][: len(OTHERS)] == OTHERS


def test_a_request_without_a_word_of_ours_is_the_very_same() -> None:
    scope = {"type": "http", "headers": OTHERS}
    assert admitted(scope, PROOF) is scope


def test_a_scope_may_have_no_headers_or_pairs_that_are_lists() -> None:
    assert keys_of(admitted({"type": "http"}, PROOF)) is None
    lists = {"headers": [[b"X-Sarto-Edge", bytearray(TOKEN)], [b"x-sarto-a", b"1"]]}
    assert keys_of(admitted(lists, PROOF)) == [(b"x-sarto-a", b"1")]


def test_what_an_edge_said_before_is_not_said_now() -> None:
    assert EDGE not in admit((b"x-sarto-edge", b"wrong"))


@pytest.fixture
def seen() -> list[list[bytes]]:
    return []


@pytest.fixture
def watched(seen) -> Behind:
    async def app(scope, receive, send):
        seen.append([name.lower() for name, _ in scope["headers"]])
        await html(PAGE)(scope, receive, send)

    return behind(HERO, app)


@pytest.mark.parametrize("path", ["/", "/plain"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
@pytest.mark.parametrize("token", ["right", "wrong", "none"])
def test_the_application_never_sees_one(watched, seen, path, method, token) -> None:
    said = [("X-Sarto-Country", "ir"), ("X-SARTO-Anything", "x"), ("X-Kept", "1")]
    proof = {"right": [watched.token], "wrong": [("X-Sarto-Edge", "x")], "none": []}
    watched.raw(path, *said, *proof[token], method=method)
    assert b"x-kept" in seen[0]
    assert not [name for name in seen[0] if name.startswith(b"x-sarto")]


def test_who_proves_nothing_gets_what_everybody_gets(watched) -> None:
    keys = watched.keys()
    plain = watched.raw("/")
    for proof in ([], [("X-Sarto-Edge", "wrong")], [watched.token] * 2):
        answer = watched.raw("/", *proof, *keys.items())
        assert answer.raw_headers == plain.raw_headers
        assert answer.body == plain.body


def test_an_edge_without_keys_gets_what_everybody_gets(watched) -> None:
    assert watched.raw("/", watched.token).messages == watched.raw("/").messages
