"""The Cookie header: the first pair of a name counts, and nothing that is sent raises.

Held against a reader that splits the lines, the slow and plain way.
"""

from fuzz.dice import Dice
from fuzz.words import words
from sarto.cache.decisions import Inputs
from sarto.context.language import meant
from sarto.headers import COOKIES, cookie

NAMES = ("lang", "sarto", "__Host-sarto", "l")
LANGUAGES = ("en", "fa", "pt-BR")
WORDS = words("cookies")
MOST_LINES = 5


def fuzz(data: bytes) -> None:
    """Read one cookie of one request."""
    dice = Dice(data)
    name = dice.pick(NAMES)
    fields = [
        (dice.pick((b"cookie", b"cookie", b"x-cookie")), dice.written(WORDS))
        for _ in range(dice.below(MOST_LINES) + 1)
    ]
    found = cookie(fields, name)
    lines = [value for key, value in fields if key == b"cookie"]
    assert found == plainly(lines, name), (found, plainly(lines, name))
    key = Inputs(cookies=(name,)).key({"type": "http", "headers": fields})
    assert key == Inputs(cookies=(name,)).key(
        {"headers": [tuple(pair) for pair in fields]}
    )
    if found is not None:
        assert meant(found, LANGUAGES) in (None, *LANGUAGES)


def plainly(lines: list[bytes], name: str) -> str | None:
    """Read a cookie by splitting what may be read of its lines."""
    left = COOKIES
    for line in lines:
        pairs = line.split(b";")
        while len(b";".join(pairs)) > left:
            pairs.pop()
            if not pairs:
                break
        for pair in pairs:
            key, equals, value = pair.partition(b"=")
            if equals and key.lstrip(b" \t") == name.encode():
                return value.rstrip(b" \t").decode("latin-1")
        left -= len(line)
        if left <= 0:
            return None
    return None
