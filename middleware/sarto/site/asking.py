"""What the application is asked for a page that can change: the whole, plain."""

from typing import Any
from urllib.parse import quote

from sarto.asgi import Scope

OF_ONE_FORM = frozenset(  # what the client has or wants of the unswapped page
    {
        b"accept-encoding",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"range",
    }
)
PLAIN = (b"accept-encoding", b"identity")  # without it any coding would do
# fmt: off
ASSETS = (  # paths of files that are asked for again, or in parts; no pages
    ".css", ".js", ".mjs", ".map", ".json", ".svg", ".png", ".jpg", ".jpeg", ".gif",
    ".webp", ".avif", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3",
    ".mp4", ".m4a", ".mov", ".mkv", ".webm", ".ogg", ".flac", ".wav", ".pdf", ".epub",
    ".zip", ".gz", ".bz2", ".xz", ".7z", ".tar", ".iso", ".wasm", ".txt",
    ".webmanifest",
)
# fmt: on
SHORTCUTS = frozenset({"http.response.pathsend", "http.response.zerocopysend"})


def is_file(path: str) -> bool:
    """Whether it is asked for as the client asked: it will be no page."""
    return "." in path and path.endswith(ASSETS)


def ask(scope: Scope, serve: str | None) -> Scope:
    """Change a scope of our own; `serve` is the route that its page is swapped for."""
    path: str = scope["path"]
    if not is_file(path):
        plain = [
            pair for pair in scope.get("headers") or () if pair[0] not in OF_ONE_FORM
        ]
        plain.append(PLAIN)
        scope["headers"] = plain
    extensions: dict[str, Any] | None = scope.get("extensions")
    if extensions and not SHORTCUTS.isdisjoint(extensions):
        kept = {k: v for k, v in extensions.items() if k not in SHORTCUTS}
        scope["extensions"] = kept
    if serve is not None:
        served = scope.get("root_path", "").rstrip("/") + serve
        scope["path"], scope["raw_path"] = served, quote(served).encode()
    return scope
