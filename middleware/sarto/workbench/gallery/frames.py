"""Frames: a part of a page as a document of its own, that looks as it does on its page.

It keeps the styles of its page and the elements it stands in, and nothing that could
act: no script, no refresh; its links and forms are inert.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final, TypeAlias

from sarto.compose.html.names import VOID

Find: TypeAlias = Callable[[str], str]  # from an address on the page to one on disk
Rule: TypeAlias = Callable[[str], str]  # from a style to one of a fixed colour scheme

TAG: Final = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
SCRIPT: Final = re.compile(
    r"<script\b.*?(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
ACTING: Final = re.compile(  # a quote that nothing ends may be part of a value
    rf"<(?:base|meta|link|/?noscript)\b(?:{TAG}>|[^>]*>)", re.IGNORECASE
)
KEPT: Final = frozenset({"viewport", "color-scheme"})  # what `meta` may be for
STYLESHEET: Final = re.compile(r"""rel\s*=\s*["']?[^"'>]*stylesheet""", re.IGNORECASE)
STYLE: Final = re.compile(
    r"(<style\b[^>]*>)(.*?)(</style\s*>)", re.DOTALL | re.IGNORECASE
)
ADDRESS: Final = re.compile(r"""\b(href|src|poster)\s*=\s*["']?([^"'\s>]+)["']?""")
PICTURES: Final = re.compile(rf"<(?:img|source|video|input)\b{TAG}>", re.IGNORECASE)
UNMEANT: Final = re.compile(
    r"""\s(?:srcset|autofocus|on\w+)(?:=(?:"[^"]*"|'[^']*'))?"""
)
POLICY: Final = (
    """<meta http-equiv="content-security-policy" content="script-src 'none'; """
    """object-src 'none'; form-action 'none'">"""
)
BODY: Final = re.compile(rf"<body\b{TAG}>", re.IGNORECASE)
HEAD: Final = re.compile(r"<head\b.*?(?=<body\b|</head)", re.DOTALL | re.IGNORECASE)


class Surroundings(HTMLParser):
    """Reads which elements are open where a part begins."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag == "body":
            self.open = self.open[:1]
        if tag.encode() not in VOID:
            self.open.append((tag, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]


class Metas(HTMLParser):
    """Reads what `meta` elements say."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self.said += [(name, (value or "").strip().lower()) for name, value in attrs]


def is_harmless(meta: str) -> bool:
    """Whether it tells a charset, a viewport or colours, and does nothing besides."""
    reader = Metas()
    reader.feed(meta)
    acts = {value for name, value in reader.said if name == "http-equiv"}
    if acts:
        return acts == {"content-type"}
    names = {value for name, value in reader.said if name == "name"}
    return "charset" in dict(reader.said) or bool(names & KEPT)


def coloured(meta: str) -> str:
    """Say as a style, which can be fixed, what a `meta` says of colour schemes."""
    reader = Metas()
    reader.feed(meta)
    said = dict(reader.said)
    known = {"light", "dark"} & set(said.get("content", "").split())
    if said.get("name") != "color-scheme" or not known:
        return meta
    both = " ".join(sorted(known))
    return f"{meta}<style>:where(:root) {{ color-scheme: {both} }}</style>"


def framed(page: str, before: str, part: str) -> str:
    """Make a document of a part of a page, and of what it stands in there."""
    if part.lstrip()[:5].lower() in ("<html", "<!doc"):
        return part
    around = Surroundings()
    around.feed(before)
    tags = [text for name, text in around.open if name != "head"]
    head = HEAD.search(page)
    (html, *inside) = tags or ["<html>"]
    return (
        f"<!doctype html>{html}{head[0] if head else '<head>'}</head>"
        f"{''.join(inside) or '<body>'}{part}"
    )


def still(document: str, find: Find, scheme: Rule) -> str:
    """Take all that acts out of a document, and let it find its files on disk."""

    def link(found: re.Match[str]) -> str:
        tag = found[0]
        if tag[:5].lower() == "<link" and STYLESHEET.search(tag):
            return ADDRESS.sub(lambda f: f'{f[1]}="{find(f[2])}"', tag)
        is_kept = tag[:5].lower() == "<meta" and is_harmless(tag)
        return coloured(tag) if is_kept else ""

    def picture(found: re.Match[str]) -> str:
        tag = UNMEANT.sub("", found[0])
        return ADDRESS.sub(lambda f: f'{f[1]}="{find(f[2])}"', tag)

    document = SCRIPT.sub("", document)
    document = ACTING.sub(link, document)
    document = STYLE.sub(lambda f: f[1] + scheme(f[2]) + f[3], document)
    document = PICTURES.sub(picture, document)
    document = re.sub(r"\sautofocus(?=[\s>=])", "", document)
    if not BODY.search(document):
        document += "<body>"  # a parser takes its attributes for the one there is
    return BODY.sub(lambda f: f"{POLICY}{f[0][:5]} inert{f[0][5:]}", document, count=1)
