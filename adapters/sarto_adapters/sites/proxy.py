"""A site in any language, behind its URL: a reverse proxy to that one upstream."""

import logging
from http import HTTPStatus
from ipaddress import ip_network

from sarto.asgi import Receive, Scope, Send
from sarto_adapters.sites import SiteError
from sarto_adapters.sites.forwarding import (
    Headers,
    Networks,
    request_headers,
    response_headers,
    visitor_of,
)
from sarto_adapters.sites.scopes import answer_other
from sarto_adapters.sites.upload import Upload
from sarto_adapters.sites.upstream import SilentUpstreamError, Upstream, path_of

_logger = logging.getLogger(__name__)
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{text}</p></html>\n"
)


class ProxySite:
    """Serve the one site at `upstream` (`http(s)://host[:port]`), streamed both ways.

    `timeout`: seconds to connect, and again from the request's end to the answer's
    start. `trusted_proxies`: CIDR blocks of peers whose X-Forwarded-* are passed on.
    Raises `SiteError` (a ValueError) for an upstream or a block it cannot use.
    """

    def __init__(
        self,
        upstream: str,
        *,
        trusted_proxies: tuple[str, ...] = (),
        timeout: float = 30.0,
    ) -> None:
        self._upstream = Upstream(upstream, timeout=timeout)
        self._trusted = _networks(trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await answer_other(scope, receive, send, close=self.aclose)
            return
        upload = await Upload.begun(receive)
        last = await upload.unless_left(self._pass_on(scope, upload, send))
        # Sent out here: some work after the last byte, which hanging up must not stop.
        if last is not None:
            await send({"type": "http.response.body", "body": last})

    async def aclose(self) -> None:
        """Close the connections; lifespan shutdown does it where there is one."""
        await self._upstream.aclose()

    async def _pass_on(self, scope: Scope, upload: Upload, send: Send) -> bytes:
        """Send all messages but the last, and return that one's body."""
        if not path_of(scope).startswith(b"/"):
            return await _page(send, HTTPStatus.BAD_REQUEST, "This is no open proxy.")
        visitor = visitor_of(scope, trusted=self._trusted)
        headers = request_headers(scope, visitor)
        body = None if upload.is_empty else upload.chunks()
        try:
            response = await self._upstream.ask(scope, headers, body)
        except SilentUpstreamError as error:
            _logger.warning("No answer from %s", error)
            text = "The site does not answer. Please try again in a moment."
            return await _page(send, HTTPStatus.BAD_GATEWAY, text)
        except ValueError:
            return await _page(send, HTTPStatus.BAD_REQUEST, "A field is malformed.")
        async with response:
            await _start(
                send,
                response.status,
                response_headers(
                    response.raw_headers,
                    status=response.status,
                    upstream=self._upstream.origin,
                    visitor=visitor,
                ),
            )
            async for chunk in response.content.iter_any():
                await send(
                    {"type": "http.response.body", "body": chunk, "more_body": True}
                )
        return b""


async def _start(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _page(send: Send, status: HTTPStatus, text: str) -> bytes:
    body = _PAGE.format(title=status.phrase, text=text).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(body)).encode()),
    ]
    await _start(send, status, headers)
    return body


def _networks(blocks: tuple[str, ...]) -> Networks:
    try:
        return tuple(ip_network(block) for block in blocks)
    except ValueError as error:
        raise SiteError(
            "Not a block of addresses",
            where=f"trusted_proxies: {error}",
            help="Write CIDR blocks such as 127.0.0.1/32 or 10.0.0.0/8.",
        ) from error
