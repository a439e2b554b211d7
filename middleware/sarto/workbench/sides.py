"""What is known of the parts that people put around a site, and of their right side.

Either side of Sarto gives right pages, but for a cache that heeds no `Cache-Control`.
What the other side costs is said in words; what is nothing to mend is a remark.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sarto.config.config import Config
from sarto.workbench.layers import LITESTAR

AROUND = "put it around Sarto; of `add_middleware` the last one added is the outermost"
WITHIN = "put it inside of Sarto; of `add_middleware` the last one is the outermost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is said of a part on one side of Sarto; `{}` is its name."""

    text: str
    help: str = ""  # what to do; nothing for a remark
    code: str = "SARTO039"


PACKED = "{} stands outside of Sarto: each page is encoded once. That is best."
SPOKEN = (
    "{} stands inside of Sarto, which asks for plain bytes there and encodes pages "
    "itself"
)
SILENT = (
    "{} stands inside of Sarto, which asks for plain bytes there; it then says nothing "
    "of codings, and pages go out uncompressed"
)
# What compresses; whether, asked for plain bytes, it still says that it would have
# (`Vary: Accept-Encoding`). Where it does not, Sarto cannot know, and packs nothing.
COMPRESSING: Mapping[str, bool] = {
    "asgi_gzip:GZipMiddleware": True,
    "brotli_asgi:BrotliMiddleware": False,
    "django:GZipMiddleware": True,
    "starlette:GZipMiddleware": True,
    "starlette_compress:CompressMiddleware": True,
    "zstd_asgi:ZstdMiddleware": False,
    LITESTAR: False,
}
GUARDS = frozenset(
    {"starlette:HTTPSRedirectMiddleware", "starlette:TrustedHostMiddleware"}
)
UNGUARDED = (
    "{} stands inside of Sarto: Sarto's own pages are answered before it is asked"
)
PROXIES = frozenset({"hypercorn:ProxyFixMiddleware", "uvicorn:ProxyHeadersMiddleware"})
UNSEEN = "{} stands inside of Sarto, which takes the proxy in front for the visitor"
NAMED = (
    "put it around Sarto, or name the proxy in `trusted_proxies` under [location], and "
    'say `https = "always"`'
)
UNTRUSTED = (
    "{} stands outside of Sarto and writes the visitor's address over the proxy's, so "
    "that no peer is one of `trusted_proxies`: what they say is not believed"
)
LEFT = "put it inside of Sarto, which reads what trusted proxies say by itself"
KEEPING = frozenset({"asgi_caches:CacheMiddleware", "starlette_caches:CacheMiddleware"})
LEAKING = (
    "{} stands outside of Sarto and keeps pages that say `Cache-Control: private`: a "
    "page that was cut to one visitor is given to others"
)
KEPT = (
    "{} stands inside of Sarto: it keeps the site's own pages, and slots are cut after "
    "that. What `{{% sarto %}}` or visitor(request) put into a page it gives to all."
)
KNOWING = frozenset(
    {"starlette:AuthenticationMiddleware", "starlette:BaseHTTPMiddleware"}
)
NOBODY = (
    "{} stands outside of Sarto, where visitor(request) is nobody. If it is to know "
    "the visitor, or to call identify, put it inside."
)
KNOWN = frozenset(COMPRESSING) | GUARDS | PROXIES | KEEPING | KNOWING


def outside(key: str, config: Config) -> Word | None:
    """Say what there is to say of a part that stands outside."""
    if key in COMPRESSING:
        return Word(text=PACKED)
    if key in KEEPING:
        return Word(text=LEAKING, help=WITHIN)
    if key in PROXIES and config.toml.location.trusted_proxies:
        return Word(text=UNTRUSTED, help=LEFT)
    return Word(text=NOBODY) if key in KNOWING else None


def inside(key: str, config: Config) -> Word | None:
    """Say what there is to say of a part that stands inside."""
    if key in COMPRESSING:
        text = SPOKEN if COMPRESSING[key] else SILENT
        return Word(text=text, help=AROUND, code="SARTO025")
    if key in GUARDS:
        return Word(text=UNGUARDED, help=AROUND)
    if key in PROXIES and not config.toml.location.trusted_proxies:
        return Word(text=UNSEEN, help=NAMED)
    return Word(text=KEPT) if key in KEEPING else None
