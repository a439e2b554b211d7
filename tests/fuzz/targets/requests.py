"""Whole requests: whatever a visitor sends, the answer is the site's own or a right variant.

One site reads every fact, in rules, in fragments and in its own code. Every request is
played twice, decided anew and as remembered; nothing may fail, wait or be logged, and
what a visitor says comes out escaped.
"""

import re
from datetime import date, time
from typing import Any

from fuzz.at_once import at_once
from fuzz.dice import Dice, parted
from fuzz.site import APP, LANGUAGES, LIKE, PAGE, SERVER, SITE
from fuzz.words import words
from sarto.compose.packing import ways
from sarto.context.finders import FINDERS
from sarto.site.visitor import PINS
from sarto.vocabulary.facts import CHANNELS, CONTINENTS, DAYPARTS, DEVICES

NAMES = words("names")
WORDS = (*words("requests"), *words("fields"), *words("cookies"))
QUERIES = words("queries")
PATHS = (
    "/",
    "/fa/x",
    "/pt_BR/",
    "/swap",
    "/held",
    "/a.css",
    "/en-route/",
    "/x<b>",
    "",
    "//",
)
CLIENTS = (
    ("10.0.0.1", 1),
    ("81.2.69.160", 2),
    ("::1", 3),
    ("2001:218::1", 4),
    None,
    ("unix:", 0),
    ("", None),
    ("10.0.0.1%eth0", 5),
    ["216.160.83.56", 6],
    ("::ffff:81.2.69.142", 7),
)
SAID = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-type", b"text/html"),
    (b"content-type", b"text/html; charset=windows-1256"),
    (b"content-type", b"text/html;charset=utf-16"),
    (b"content-type", b"application/json"),
    (b"vary", b"Accept-Encoding"),
    (b"vary", b"*"),
    (b"etag", b'"1"'),
    (b"etag", b'W/"a,b"'),
    (b"cache-control", b"no-transform"),
    (b"cache-control", b"public, max-age=60"),
    (b"content-encoding", b"gzip"),
    (b"content-encoding", b"odd"),
    (b"content-length", b"%d" % len(PAGE)),
    (b"set-cookie", b"a=b"),
    (b"location", b"/elsewhere"),
)
MOST_WORDS, MOST_FIELDS = 9, 6
STATUSES = (200, 200, 200, 404, 301, 500, 204, 304, 206, 100)
SAYABLE = re.compile(rb"[^\r\n\0]*")
VARIES: dict[object, bytes] = {}  # of a page, whatever branch it took


def fuzz(data: bytes) -> None:
    """Play one request twice."""
    dice = Dice(data)
    answers(dice)
    scope = asked(dice)
    first = played({**scope, PINS: {}})
    facts(SERVER.facts)
    again = played(dict(scope))
    assert plain(again) == plain(first)
    sound(first, scope)
    lies = (b"content-encoding", b"gzip") in SERVER.headers  # it is no gzip
    told = {"encoding", "reads"}  # authors are told of what no file could foresee
    wrong = SITE.failures.counts.keys() - {*told, "coding" if lies else ""}
    SITE.failures.counts.clear()
    assert not wrong, wrong


def asked(dice: Dice) -> dict[str, Any]:
    """Make a request."""
    scope = {
        "type": "http",
        "method": dice.pick(("GET", "GET", "HEAD", "POST", "PUT")),
        "path": dice.pick(PATHS),
        "root_path": dice.pick(("", "", "/fa", "/x/", "/")),
        "client": dice.pick(CLIENTS),
    }
    scope["headers"] = [
        (dice.pick(NAMES), dice.written(WORDS, dice.below(MOST_WORDS)))
        for _ in range(dice.below(MOST_FIELDS))
    ]
    scope["query_string"] = dice.written(QUERIES, dice.below(MOST_WORDS))
    added = dice.written((b"/", b"x", b"fa", b"\xd9"), dice.below(4))
    scope["path"] += added.decode(errors="replace")
    return scope


def answers(dice: Dice) -> None:
    """Choose how the site answers."""
    SERVER.status = dice.pick(STATUSES)
    SERVER.headers = [] if dice.below(8) == 1 else [SAID[0]]
    SERVER.headers += [dice.pick(SAID) for _ in range(dice.below(4))]
    cuts = dice.cuts(len(PAGE), 3)
    SERVER.chunks = parted(PAGE, cuts) if dice.below(2) else [PAGE]


def played(scope: dict[str, Any]) -> list[dict[str, Any]]:
    """Play a request, without a loop: nothing here may wait."""
    heard: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        heard.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    at_once(APP(scope, receive, send))
    return heard


def plain(heard: list[dict[str, Any]]) -> list[object]:
    """Say what was heard; of a body in a coding, what it unpacks to."""
    return [heard[0]["status"], sorted(heard[0]["headers"]), body_of(heard)]


def body_of(heard: list[dict[str, Any]]) -> bytes:
    body = b"".join(message["body"] for message in heard[1:])
    name = dict(heard[0]["headers"]).get(b"content-encoding", b"")
    if not body or body == PAGE or name not in (b"gzip", b"br", b"zstd"):
        return body
    unpacker = ways()[name.decode()].unpacker()
    plain_body = b"".join(unpacker.pieces(body))
    assert unpacker.is_done
    return plain_body


def sound(heard: list[dict[str, Any]], scope: dict[str, Any]) -> None:
    """Check that an answer is the site's own, or a right variant."""
    start, *bodies = heard
    assert start["type"] == "http.response.start"
    assert bodies
    assert [message["more_body"] for message in bodies] == [True] * (
        len(bodies) - 1
    ) + [False]
    headers = start["headers"]
    assert all(SAYABLE.fullmatch(name + value) for name, value in headers)
    body = body_of(heard)
    if start["status"] != SERVER.status:
        assert (start["status"], body, SERVER.status) == (304, b"", 200)
        return
    if body == PAGE:
        return
    if scope["method"] == "HEAD" and not body:
        return
    assert LIKE.fullmatch(body), body
    length = [value for name, value in headers if name == b"content-length"]
    assert length in ([], [b"%d" % sum(len(each["body"]) for each in bodies)])
    (vary,) = [value for name, value in headers if name == b"vary"]
    plan = SITE.meet(scope).plan
    key = (*plan.slots, len(plan.swaps), *SERVER.headers)
    assert VARIES.setdefault(key, vary) == vary


def facts(found: dict[str, object]) -> None:
    """Check that every fact is of its kind."""
    for name, value in found.items():
        assert KINDS[name](value), (name, value)


def is_word(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(value))


def is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def is_flag(value: object) -> bool:
    return value is None or isinstance(value, bool)


def one_of(*words: object) -> Any:
    return lambda value: value in words


KINDS: dict[str, Any] = {
    **dict.fromkeys(FINDERS, is_text),
    **dict.fromkeys(("browser", "os", "host", "zone", "city", "region"), is_word),
    **dict.fromkeys(("bot", "eu", "save_data", "signed_in", "undecided"), is_flag),
    "device": one_of(*DEVICES, None),
    "language": one_of(*LANGUAGES),
    "channel": one_of(*CHANNELS),
    "continent": one_of(*CONTINENTS, None),
    "daypart": one_of(*DAYPARTS),
    "consent": one_of(frozenset()),
    "time": lambda value: isinstance(value, time),
    "date": lambda value: isinstance(value, date),
    "holiday": lambda value: value is None or value is False or is_word(value),
}
