"""A site in any language, behind its URL: a reverse proxy to that one upstream."""

from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from ipaddress import ip_network

from sarto.asgi import Receive, Scope, Send
from sarto.errors import Failures
from sarto.headers import Headers
from sarto_adapters.sites import SiteError
from sarto_adapters.sites.answer import LateUpstreamError, SilentUpstreamError
from sarto_adapters.sites.asking import MalformedError, length_of
from sarto_adapters.sites.forwarding import (
    LoopError,
    request_headers,
    response_headers,
)
from sarto_adapters.sites.scopes import answer_other
from sarto_adapters.sites.trouble import trouble
from sarto_adapters.sites.upload import LeftError, LengthError, Upload
from sarto_adapters.sites.upstream import Exchange, Upstream
from sarto_adapters.sites.visitors import Networks, Visitor, visitor_of

HINTS = "http.response.early_hint"


class CutAnswerError(Exception):
    """Raised when the upstream breaks off: what was passed on must not look whole."""


class ProxySite:
    """Serve the one site at `upstream`, streamed both ways.

    `upstream`: `http(s)://host[:port]` or `unix:/path`. `timeout`: seconds to connect,
    and again from the request's end to the answer's start. `trusted_proxies`: CIDR
    blocks of peers whose Forwarded and X-Forwarded-* are passed on. Raises `SiteError`
    (a ValueError) for an upstream or a block it cannot use.
    """

    def __init__(
        self,
        upstream: str,
        *,
        trusted_proxies: Iterable[str] = (),
        timeout: float = 30.0,
    ) -> None:
        self._upstream = Upstream(upstream, timeout=timeout)
        self._trusted = networks(trusted_proxies)
        self._failures = Failures()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._join(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await answer_other(scope, receive, send, close=self.aclose)

    async def aclose(self) -> None:
        """Close the connections; lifespan shutdown does it where there is one."""
        await self._upstream.aclose()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = await receive()  # over HTTP/2 nothing else tells of a body
        if first["type"] == "http.disconnect":
            return
        visitor = visitor_of(scope, trusted=self._trusted)
        try:
            upload = Upload(receive, first, length_of(scope.get("headers") or ()))
            exchange = await self._asked(scope, visitor, upload, send)
        except LeftError:
            return
        except (SilentUpstreamError, LoopError) as error:
            await refuse(scope, send, self._told(error))
            return
        except ValueError:
            await refuse(scope, send, HTTPStatus.BAD_REQUEST)
            return
        await self._answer(exchange, visitor, send)

    async def _asked(
        self, scope: Scope, visitor: Visitor, upload: Upload, send: Send
    ) -> Exchange:
        if scope["method"] == "CONNECT":
            raise MalformedError("this is no open proxy")
        fields = request_headers(scope, visitor, self._upstream.origin)
        hint = partial(tell, send) if HINTS in (scope.get("extensions") or ()) else None
        return await self._upstream.ask(scope, fields, upload, hint=hint)

    async def _answer(self, exchange: Exchange, visitor: Visitor, send: Send) -> None:
        """Pass on what comes; what the upstream breaks off stays broken off."""
        answer = exchange.answer
        headers = self._heard(answer.headers, answer.status, visitor)
        begun = {"type": "http.response.start", "status": answer.status}
        try:
            await send({**begun, "headers": headers})
            piece = await answer.read()
            while not answer.is_read:
                await send(
                    {"type": "http.response.body", "body": piece, "more_body": True}
                )
                piece = await answer.read()
        except LeftError:
            return
        except (SilentUpstreamError, LengthError) as error:
            raise CutAnswerError(f"{self._upstream.address}: {error}") from None
        finally:
            exchange.end()
        # Sent out here: some work after the last byte, which holds no connection then.
        await send({"type": "http.response.body", "body": piece})

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            from sarto_adapters.sites import sockets  # noqa: PLC0415 - an extra
        except ImportError:  # nor has the server what speaks it
            await answer_other(scope, receive, send)
            return
        visitor = visitor_of(scope, trusted=self._trusted)
        await receive()
        try:
            fields = request_headers(scope, visitor, self._upstream.origin)
            upstream = await self._upstream.dial(scope, fields)
        except sockets.RefusedError as error:
            told = self._heard(error.headers, error.status, visitor)
            await sockets.answer(scope, send, error.status, told, error.body)
        except (SilentUpstreamError, LoopError) as error:
            await sockets.refuse(scope, send, self._told(error))
        except ValueError:
            await sockets.refuse(scope, send, HTTPStatus.BAD_REQUEST)
        else:
            heard = sockets.fields_of(upstream.response)
            told = self._heard(heard, HTTPStatus.SWITCHING_PROTOCOLS, visitor)
            await sockets.joined(upstream, told, receive, send)

    def _heard(self, headers: Headers, status: int, visitor: Visitor) -> Headers:
        origin = self._upstream.origin
        return response_headers(
            headers, status=status, upstream=origin, visitor=visitor
        )

    def _told(self, error: Exception) -> HTTPStatus:
        """Log why there is no answer, and say what the visitor is told."""
        text = f"No answer from {self._upstream.address}: {error}"
        self._failures.tell("upstream", text)
        if isinstance(error, LateUpstreamError):
            return HTTPStatus.GATEWAY_TIMEOUT
        return HTTPStatus.BAD_GATEWAY


async def refuse(scope: Scope, send: Send, status: HTTPStatus) -> None:
    fields, body = trouble(scope, status)
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


async def tell(send: Send, links: list[bytes]) -> None:
    await send({"type": HINTS, "links": links})


def networks(blocks: Iterable[str]) -> Networks:
    try:
        return tuple(ip_network(block) for block in blocks)
    except ValueError as error:
        raise SiteError(
            "Not a block of addresses",
            where=f"trusted_proxies: {error}",
            help="Write CIDR blocks such as 127.0.0.1/32 or 10.0.0.0/8.",
        ) from error
