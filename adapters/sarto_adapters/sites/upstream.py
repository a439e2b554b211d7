"""The one server behind a proxy site, spoken to over aiohttp."""

import string
from collections.abc import AsyncIterator
from urllib.parse import quote

from sarto.asgi import Scope
from sarto_adapters.sites import SiteError
from sarto_adapters.sites.forwarding import Headers

try:
    import aiohttp
    import yarl
except ImportError as missing:
    raise ImportError(
        "Install sarto[dev] to use ProxySite: it speaks to the site over aiohttp."
    ) from missing

_NEVER_ADDED = ("accept", "content-type", "user-agent")
_LONGEST_FIELD = 65_536  # bytes; aiohttp's 8190 is short for some policies and cookies


class SilentUpstreamError(Exception):
    """Raised when the upstream is down, too slow, or answers no HTTP."""


class Upstream:
    """One origin, `http(s)://host[:port]`, and the open connections to it.

    `timeout`: seconds to connect, and again from the request's end to the answer's
    start; a started answer may take its time. Raises `SiteError` for any other URL.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self._origin = _origin(url)
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def origin(self) -> bytes:
        return str(self._origin.origin()).encode()

    async def ask(
        self, scope: Scope, headers: Headers, body: AsyncIterator[bytes] | None
    ) -> aiohttp.ClientResponse:
        """Send the scope's method, path and query; return the answer as it starts.

        Raises `SilentUpstreamError`, or ValueError for a field no request may have.
        """
        try:
            response = await self._open().request(
                scope["method"],
                self._url(scope),
                headers=[(name.decode("latin-1"), _text(it)) for name, it in headers],
                data=body,
                allow_redirects=False,
            )
        except (aiohttp.ClientError, OSError) as error:
            raise SilentUpstreamError(f"{self._origin}: {error!r}") from error
        _lift_read_limit(response)
        return response

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _url(self, scope: Scope) -> yarl.URL:
        return yarl.URL.build(
            scheme=self._origin.scheme,
            authority=self._origin.raw_authority,
            path=_visible(path_of(scope)),
            query_string=_visible(scope.get("query_string", b"")),
            encoded=True,
        )

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # our own server sets one
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=self._timeout, sock_read=self._timeout
                ),
                auto_decompress=False,
                skip_auto_headers=_NEVER_ADDED,
                max_field_size=_LONGEST_FIELD,
            )
        return self._session


def path_of(scope: Scope) -> bytes:
    """Take the path as it was sent, or as the decoded one spells it."""
    return scope.get("raw_path") or quote(scope["path"]).encode()


def _origin(url: str) -> yarl.URL:
    try:
        parsed = yarl.URL(url)
        is_origin = parsed == parsed.origin() and parsed.scheme in ("http", "https")
    except ValueError:
        parsed, is_origin = yarl.URL(), False
    if not is_origin:
        raise SiteError(
            "Not the address of a whole site",
            where=url,
            help="Write http://host:port, with no path, query or password.",
        )
    return parsed


def _visible(raw: bytes) -> str:
    # Visible ASCII passes byte for byte; a space would end the request line.
    return quote(raw, safe=string.punctuation)


def _text(value: bytes) -> str:
    # aiohttp writes UTF-8; bytes that are none are read as Latin-1 (RFC 9110 §5.5).
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _lift_read_limit(response: aiohttp.ClientResponse) -> None:
    # No word may mean an event stream with no news.
    if response.connection is not None and response.connection.protocol is not None:
        response.connection.protocol.read_timeout = None
        response.connection.protocol.start_timeout()
