r"""Globs, as the contract has them.

`*` matches anything, `/` included; `?` one character; `[ab]` one of these; `{name}`
one path segment. Case-sensitive and anchored at both ends, so that `/menu/*` does not
match `/menu`. They become one regular expression each. Between two stars the nearest
match is as good as any later one, so it is never tried again: neither an author's
stars nor a visitor's long path can make it slow.
"""

import re
from functools import lru_cache

FORM = re.compile(r"(\*+)|(\?)|\[([^\]]+)\]|\{[A-Za-z_][A-Za-z0-9_]*\}", re.DOTALL)

SEGMENT = "[^/]+?"


def pattern_of(form: re.Match[str]) -> str:
    _, one, members = form.groups()
    if one:
        return "."
    if members:
        return f"[{''.join(map(re.escape, members))}]"
    return SEGMENT


@lru_cache(maxsize=1024)
def glob(text: str) -> re.Pattern[str]:
    """Compile one glob; match it with `fullmatch`."""
    between = [""]  # the stars
    end = 0
    for form in FORM.finditer(text):
        between[-1] += re.escape(text[end : form.start()])
        if form[1]:
            between.append("")
        else:
            between[-1] += pattern_of(form)
        end = form.end()
    between[-1] += re.escape(text[end:])
    return re.compile(joined(between), re.DOTALL)


def joined(between: list[str]) -> str:
    *parts, last = between
    if not parts:
        return last
    first, *middle = parts
    nearest = "".join(f"(?>.*?{part})" for part in middle)
    return f"(?>{first}){nearest}.*{last}"


@lru_cache(maxsize=64)  # of the site's interests
def capturing(text: str) -> re.Pattern[str]:
    """Compile one glob so that what stands for each `{name}` can be taken out."""
    whole = "([^/]+)"  # as much of the segment as there is
    return re.compile(glob(text).pattern.replace(SEGMENT, whole), re.DOTALL)


def any_of(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Compile several globs into one pattern that matches what any of them matches."""
    return re.compile("|".join(f"(?:{glob(g).pattern})" for g in globs), re.DOTALL)


def example(text: str) -> str:
    """Give a text that the glob matches."""
    return FORM.sub(lambda form: form[3][0] if form[3] else "x", text)
