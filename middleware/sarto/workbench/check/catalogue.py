"""A page of text for each code: what it means, what is wrong, what is right, and why.

The pages are Markdown, a file each beside this one; a terminal is shown them plainer.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

ROOM: Final = files("sarto.workbench.check") / "pages"
TITLE = re.compile(r"# (SARTO\d{3}): (.+)\n")
FENCE = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
CODE = re.compile(r"(?:SARTO)?-?0*(\d{1,3})", re.IGNORECASE)
NAMES = {"toml": "sarto.toml"}  # what a piece is called that is not named


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What there is to say of one code."""

    code: str
    title: str
    markdown: str

    @property
    def gist(self) -> str:
        """Its first paragraph, on one line."""
        body = self.markdown.partition("\n\n")[2]
        return " ".join(body.partition("\n\n")[0].split())

    @property
    def text(self) -> str:
        """The page for a terminal: pieces of files are set in, under their names."""
        heading, _, body = self.markdown.partition("\n\n")
        heading = heading.removeprefix("# ")
        body = HEADING.sub(r"\1:", body)
        body = FENCE.sub(lambda piece: set_in(piece[1], piece[2], piece[3]), body)
        return f"{heading}\n\n{body.strip()}\n"


def set_in(language: str, name: str | None, text: str) -> str:
    lines = [f"    {line}".rstrip() for line in text.rstrip("\n").split("\n")]
    return "\n".join([f"  {name or NAMES.get(language, language)}", *lines])


@cache
def codes() -> tuple[str, ...]:
    """List the codes that have a page."""
    names = (file.name for file in ROOM.iterdir())
    return tuple(sorted(n.removesuffix(".md") for n in names if n.endswith(".md")))


@cache
def page_of(code: str) -> Page | None:
    """Find the page of a code."""
    if code not in codes():
        return None
    text = (ROOM / f"{code}.md").read_text("utf-8")
    title = TITLE.match(text)
    return Page(code=code, title=title[2] if title else "", markdown=text)


def spelt(word: str) -> str:
    """Write a code as it is written here: `12` and `sarto12` are SARTO012."""
    found = CODE.fullmatch(word.strip())
    return f"SARTO{int(found[1]):03}" if found else word


def listed() -> str:
    """List all codes, a line each."""
    found = filter(None, map(page_of, codes()))
    return "\n".join(f"{page.code}  {page.title}" for page in found)
