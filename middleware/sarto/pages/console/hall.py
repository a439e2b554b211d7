"""The gallery that `sarto gallery` wrote, file by file: only what lies inside it.

Its pages frame parts of the site: what those may load is their own files and nothing
else, and nothing in them runs.
"""

from asyncio import to_thread
from http import HTTPStatus
from pathlib import Path
from typing import Final

from sarto.pages.console.views import ALONE
from sarto.pages.reply import Reply

INDEX: Final = "index.html"
LARGEST: Final = 32 * 2**20  # bytes of a file
KINDS: Final = {
    ".html": b"text/html; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".svg": b"image/svg+xml",
    ".png": b"image/png",
    ".jpg": b"image/jpeg",
    ".jpeg": b"image/jpeg",
    ".gif": b"image/gif",
    ".webp": b"image/webp",
    ".avif": b"image/avif",
    ".ico": b"image/x-icon",
    ".woff": b"font/woff",
    ".woff2": b"font/woff2",
}
POLICY: Final = (
    b"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"font-src 'self' data:; frame-src 'self'; form-action 'none'; base-uri 'none'; "
    b"frame-ancestors "
)
NOBODY: Final = POLICY + b"'none'"
ITSELF: Final = POLICY + b"'self'"
FRAMES: Final = (b"x-frame-options", b"DENY")
FRAMED: Final = (b"x-frame-options", b"SAMEORIGIN")


def folder_of(config: Path) -> Path:
    """Tell where the gallery of a site is."""
    return config / ".sarto" / "gallery"


def has_gallery(config: Path) -> bool:
    return (folder_of(config) / INDEX).is_file()


async def shown(config: Path, name: str) -> Reply | None:
    """Give a file of the gallery; `None`: there is no such file."""
    found = await to_thread(hung, folder_of(config), name or INDEX)
    if found is None:
        return None
    file, body = found
    is_index = (name or INDEX) == INDEX
    fields = [field for field in ALONE if field != FRAMES]
    return Reply(
        status=HTTPStatus.OK,
        body=body,
        kind=KINDS[file.suffix.lower()],
        fields=[*fields, FRAMES if is_index else FRAMED],
        policy=NOBODY if is_index else ITSELF,
    )


def hung(folder: Path, name: str) -> tuple[Path, bytes] | None:
    """Find a file by its name, and read it."""
    file = inside(folder, name)
    body = read(file) if file else None
    return None if file is None or body is None else (file, body)


def inside(folder: Path, name: str) -> Path | None:
    """Find a file by its name; `None` for all that is not in the folder."""
    parts = name.split("/")
    is_plain = all(part and not part.startswith(".") for part in parts)
    if not is_plain or not name.isprintable() or "\\" in name:
        return None
    try:
        file, whole = (folder / name).resolve(), folder.resolve()
    except (OSError, ValueError, RuntimeError):  # links in a circle, names too long
        return None
    is_shown = file.is_relative_to(whole) and file.suffix.lower() in KINDS
    return file if is_shown else None


def read(file: Path) -> bytes | None:
    """Read a file of a size that a gallery's has."""
    try:
        is_read = file.is_file() and file.stat().st_size <= LARGEST
        return file.read_bytes() if is_read else None
    except OSError:
        return None
