r"""Globs, as the contract has them.

`*` matches anything, `/` included; `?` one character; `[ab]` one of these; `{name}`
one path segment. Case-sensitive and anchored at both ends, so that `/menu/*` does not
match `/menu`. They become one regular expression each, made of escaped literals and
these four forms only, so that no text of an author's can make a slow one.
"""

import re
from functools import lru_cache

FORM = re.compile(r"(\*+)|(\?)|\[([^\]]+)\]|\{[A-Za-z_][A-Za-z0-9_]*\}", re.DOTALL)


def pattern_of(form: re.Match[str]) -> str:
    stars, one, members = form.groups()
    if stars:
        return ".*"
    if one:
        return "."
    if members:
        return f"[{''.join(map(re.escape, members))}]"
    return "[^/]+"


@lru_cache(maxsize=1024)
def glob(text: str) -> re.Pattern[str]:
    """Compile one glob; match it with `fullmatch`."""
    parts: list[str] = []
    end = 0
    for form in FORM.finditer(text):
        parts += (re.escape(text[end : form.start()]), pattern_of(form))
        end = form.end()
    parts.append(re.escape(text[end:]))
    return re.compile("".join(parts), re.DOTALL)


def any_of(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Compile several globs into one pattern that matches what any of them matches."""
    return re.compile("|".join(f"(?:{glob(g).pattern})" for g in globs), re.DOTALL)
