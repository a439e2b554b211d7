"""What nginx's own language asks of words and patterns.

In: patterns that match a whole value. Out: words for a `map`, which tries them in their
order. What nginx cannot take raises `ValueError`: nothing is ever cut short.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sarto.vocabulary.edges import NEVER
from sarto_adapters.edge.patterns import joined

LONGEST: Final = 4000  # bytes of one word; nginx takes no more than 4096
ROUNDS: Final = 8  # runs of cookies that change nothing, in one Cookie header
PAIR: Final = 2
WORDS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]|.", re.DOTALL)


def quoted(word: str) -> str:
    """Write a word that nginx takes as it is; only a pattern may have a `$`."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def patterns(pattern: str) -> Iterator[str]:
    """Write a pattern as a map knows it, in halves where it is too long for one."""
    if pattern == NEVER:
        return
    if len(quoted(pattern).encode()) <= LONGEST:
        yield "~" + pattern
        return
    cuts = max(choices(pattern), key=lambda cuts: cuts[-1] - cuts[0], default=())
    if not cuts:
        raise ValueError(f"nginx takes no pattern as long as {pattern[:60]}…")
    start, half, stop = cuts[0] + 1, cuts[len(cuts) // 2], cuts[-1]
    for part in (pattern[start:half], pattern[half + 1 : stop]):
        yield from patterns(pattern[:start] + part + pattern[stop:])


def choices(pattern: str) -> Iterator[tuple[int, ...]]:
    """Find where `a|b` may be halved: in all of it, and in groups that count once.

    Give the marks around the choices, and between them.
    """
    opened, groups, bound = [[-1]], list[tuple[int, ...]](), list[tuple[int, int]]()
    for at, letter in syntax(pattern):
        if letter == "(":
            opened.append([at + 2])  # of `?:`
        else:
            opened[-1].append(at)
        if letter == ")":
            groups.append(tuple(opened.pop()))
            is_plain = pattern.startswith("(?:", groups[-1][0] - 2)
            if not is_plain or pattern[at + 1 : at + 2] in tuple("*+?{"):
                bound.append((groups[-1][0], at))
    groups.append((*opened[0], len(pattern)))
    for cuts in groups:
        is_free = not any(a <= cuts[0] and cuts[-1] <= b for a, b in bound)
        if is_free and len(cuts) > PAIR:
            yield cuts


def syntax(pattern: str) -> Iterator[tuple[int, str]]:
    """List the brackets and bars of a pattern, but for those that stand for letters."""
    for found in WORDS.finditer(pattern):
        if found[0] in ("(", ")", "|"):
            yield found.start(), found[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A map that takes something out of what another variable holds."""

    source: str
    name: str
    pattern: str
    value: str


def steps(names: Sequence[str]) -> Iterator[Step]:
    """Take cookies of these names out of `$http_cookie`; the last is `sarto_cookie`.

    A name's pattern ends where the name does, whatever else it would match: `left` is
    all that follows the name.
    """
    name = joined(names)
    left = r"(?=[^=;]+(?<sarto_left>=.*)$)"
    one = rf"(?:^|;[ \t]*){left}(?:{name})(?=\k<sarto_left>$)[^;]*"
    source = "http_cookie"
    for number in range(ROUNDS if names else 0):
        before, after = f"sarto_before{number}", f"sarto_after{number}"
        pattern = rf"~^(?<{before}>.*?)(?:{one})+(?<{after}>.*)$"
        if len(quoted(pattern).encode()) > LONGEST:
            raise ValueError("nginx takes no list of cookies as long as [cache] gives")
        yield Step(source, f"sarto_cookie{number}", pattern, f"${before}${after}")
        source = f"sarto_cookie{number}"
    yield Step(source, "sarto_cookie", r"~^[; \t]+(?<sarto_rest>.*)$", "$sarto_rest")
