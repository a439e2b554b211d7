"""Sites behind us: no path leaves a folder, no field passes a proxy that must not.

What a stranger says of himself is dropped, what is meant for one hop stays there, and a
redirect goes home only where it is the upstream's own.
"""

from ipaddress import ip_network
from pathlib import Path

from fuzz.dice import Dice
from fuzz.words import words
from sarto_adapters.sites.forwarding import request_headers, response_headers
from sarto_adapters.sites.static.tree import Elsewhere, Tree
from sarto_adapters.sites.visitors import visitor_of

ROOT = Path(__file__).parents[2] / "data"
FOLDER = Tree(str(ROOT.resolve()))
STEPS = (
    *(
        "/",
        "..",
        ".",
        "html",
        "geoip",
        "contract.toml",
        "README.md",
        "%2e%2e",
        "\\",
        "\0",
        "//",
    ),
    *(
        "/../",
        "/./",
        "...",
        "..\\",
        "language",
        ".git",
        "~",
        "\ud800",
        "a" * 300,
        " ",
        "index.html",
    ),
)
NAMES = (
    *(
        b"host",
        b"Host",
        b"cookie",
        b"Connection",
        b"connection",
        b"keep-alive",
        b"te",
        b"via",
    ),
    *(
        b"upgrade",
        b"transfer-encoding",
        b"content-length",
        b"x-forwarded-for",
        b"forwarded",
    ),
    *(
        b"X_Forwarded_For",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        b"x-real-ip",
        b"x-other",
    ),
    *(
        b"proxy-authorization",
        b"location",
        b"set-cookie",
        b"accept-encoding",
        b"expect",
    ),
)
WORDS = (*words("proxied"), *words("fields")[:60])
TRUSTED = (ip_network("10.0.0.0/8"),)
CLIENTS = (("10.0.0.1", 1), ("1.2.3.4", 1), ("unix:", 0), None, ("::ffff:10.0.0.1", 1))
ONE_HOP = frozenset(
    (b"connection", b"keep-alive", b"te", b"upgrade", b"transfer-encoding")
)
CLAIMS = (b"x-forwarded-", b"forwarded", b"x-real-ip")
OURS = frozenset(
    (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")
)
UPSTREAM = b"http://up.example"


def fuzz(data: bytes) -> None:
    """Look one path up, and pass one request and its answer on."""
    dice = Dice(data)
    path = "/" + "".join(dice.pick(STEPS) for _ in range(dice.below(9)))
    looked_up(path)
    headers = [
        (dice.pick(NAMES), dice.written(WORDS, dice.below(6)))
        for _ in range(dice.below(7))
    ]
    client = dice.pick(CLIENTS)
    scope = {"type": "http", "headers": headers, "client": client, "scheme": "https"}
    visitor = visitor_of(scope, trusted=TRUSTED)
    sent = request_headers(scope, visitor, UPSTREAM)
    names = [name for name, _ in sent]
    named = b",".join(value for name, value in headers if name.lower() == b"connection")
    gone = ONE_HOP | {each.strip().lower() for each in named.split(b",")} - OURS
    assert b"host" not in names
    assert gone.isdisjoint(
        {name for name in names if name not in (b"via", b"cookie", b"accept-encoding")}
    )
    for name in OURS:
        assert names.count(name) <= 1
    if not visitor.is_vouched_for:
        claims = {name for name in names if name.replace(b"_", b"-").startswith(CLAIMS)}
        assert claims <= OURS
        address = (client or ("",))[0].encode()
        assert dict(sent).get(b"x-forwarded-for", b"") == address
    got = response_headers(headers, status=200, upstream=UPSTREAM, visitor=visitor)
    assert ONE_HOP.isdisjoint({name for name, _ in got})
    for (name, value), before in zip(
        [pair for pair in got if pair[0] == b"location"],
        [value for key, value in headers if key == b"location"],
        strict=b"location" not in gone,
    ):
        assert value == before or value.startswith(visitor.origin), name
        assert value == before or b"up.example" in before.lower()


def looked_up(path: str) -> None:
    found = FOLDER.find(path)
    missing = FOLDER.lost(path)
    if isinstance(found, Elsewhere):
        assert found.path.startswith("/"), path
        assert not found.path.startswith("//"), path
    for place in (found, missing):
        if place is None or isinstance(place, Elsewhere):
            continue
        inside = Path(place.path).resolve().relative_to(ROOT)
        assert not any(part.startswith(".") for part in inside.parts), path
