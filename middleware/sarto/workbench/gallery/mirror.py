"""A mirror: the styles and pictures that a site's pages ask for, as files on disk.

Each style is written twice, for light and for dark: in the gallery both are shown at
once, whatever the reader's own screen prefers.
"""

import re
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from sarto.pages.style import named
from sarto.site.site import Site
from sarto.workbench.gallery.guests import NOBODY
from sarto.workbench.gallery.playing import Answer, Playing

FOLDER: Final = "site"
SCHEMES: Final = ("light", "dark")
HOST: Final = "http://localhost"
WANTED: Final = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)")
EITHER: Final = re.compile(  # a page that has both, and so follows the reader's screen
    r"(?<![\w-])color-scheme\s*:(?=[^;}]*\blight\b)(?=[^;}]*\bdark\b)[^;}!]+",
    re.IGNORECASE,
)
URL: Final = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
IMPORT: Final = re.compile(r"""@import\s+["']([^"']+)["']""")
YES, NO = "(min-width: 0)", "(max-width: -1px)"
KINDS: Final = {b"text/css": ".css", b"image/svg+xml": ".svg", b"image/png": ".png"}
OK: Final = 200


@dataclass(slots=True, kw_only=True)
class Mirror:
    """Fetches each file once, and keeps it in the gallery's folder."""

    site: Site
    play: Playing
    out: Path
    _kept: dict[tuple[str, str], str] = field(
        default_factory=dict[tuple[str, str], str]
    )
    _asked: dict[str, Answer] = field(default_factory=dict[str, Answer])

    def find(self, page: str, scheme: str, said: str) -> str:
        """Tell where a file that a page asks for is on disk; elsewhere, it stays."""
        url = urlsplit(urljoin(f"{HOST}{page}", unescape(said)))
        if f"{url.scheme}://{url.netloc}" != HOST:
            return said
        path = unquote(url.path) + (f"?{url.query}" if url.query else "")
        answer = self.asked(path)
        if answer.status != OK or answer.is_page:
            return "#"
        is_style = answer.kind.startswith(b"text/css")
        key = (path, scheme if is_style else "")
        if key not in self._kept:
            self._kept[key] = name = file_name(path, answer, key[1])
            self.keep(
                name, self.styled(path, scheme, answer) if is_style else answer.body
            )
        return f"../{FOLDER}/{self._kept[key]}"  # from where the frames are

    def asked(self, path: str) -> Answer:
        """Ask the site for a file; ours are at hand."""
        if path not in self._asked:
            own = named().get(PurePosixPath(path).name)
            is_own = path.startswith(self.site.config.toml.prefix) and own is not None
            self._asked[path] = (
                Answer(
                    status=OK, headers=[(b"content-type", b"text/css")], body=own.text
                )
                if is_own and own
                else self.play.ask(NOBODY.scope(self.site, path))
            )
        return self._asked[path]

    def styled(self, path: str, scheme: str, answer: Answer) -> bytes:
        """Fix the colour scheme of a style, and let it find its own files."""
        text = answer.body.decode("utf-8", "replace")
        beside = partial(self.beside, path, scheme)
        text = URL.sub(lambda found: f'url("{beside(found[1])}")', text)
        text = IMPORT.sub(lambda found: f'@import "{beside(found[1])}"', text)
        return fixed(scheme, text).encode()

    def beside(self, path: str, scheme: str, said: str) -> str:
        if said.startswith(("data:", "#")):
            return said
        return self.find(path, scheme, said).removeprefix(f"../{FOLDER}/")

    def keep(self, name: str, data: bytes) -> None:
        folder = self.out / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def fixed(scheme: str, text: str) -> str:
    """Write a style for one colour scheme; what knows but one stays as it is."""
    text = WANTED.sub(lambda found: YES if found[1] == scheme else NO, text)
    return EITHER.sub(f"color-scheme: {scheme}", text)


def file_name(path: str, answer: Answer, scheme: str) -> str:
    """Name a file so that it is known again, and no two are one."""
    pure = PurePosixPath(urlsplit(path).path)
    kind = answer.kind.partition(b";")[0].strip()
    suffix = KINDS.get(kind, pure.suffix)
    stem = re.sub(r"[^\w-]", "-", pure.stem)[:40]
    digest = blake2b(f"{path} {scheme}".encode(), digest_size=4).hexdigest()
    return "-".join(each for each in (stem, scheme, digest) if each) + suffix
