"""One response in flight: all its state, from the application's start to the last byte.

Messages come in as the application sends them and go out in the same order. What is not
a page that can change goes out as it came. When anything of ours fails, the bytes the
application sent go out instead, and the failure is counted; if the start has not gone
out by then, it goes out as it came, too. An end is never invented.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

from sarto.asgi import Message, Send
from sarto.compose.codings import Coded
from sarto.compose.edit import Edit, Find, announced
from sarto.compose.inserted import Inserted, nothing
from sarto.compose.learning import scanned
from sarto.compose.rewrite import Rewriter
from sarto.compose.watching import Going, Written
from sarto.errors import Failures
from sarto.headers import Headers

START, BODY = "http.response.start", "http.response.body"
# Bodies that we never see: nobody was told of these extensions, yet they may come.
UNSEEN = frozenset({"http.response.pathsend", "http.response.zerocopysend"})

Edits: TypeAlias = Callable[[int, Headers], Edit | None]


class Page:
    """One response in flight."""

    _edit: Edit | None = None
    _start: Message | None = None  # held until the first bytes are seen
    _rewriter: Rewriter | None = None
    _coded: Coded | None = None  # None: plain bytes go out
    _has_begun = False  # a start came
    _has_fed = False  # some chunk of the body came
    _is_all = False  # the body came whole: what follows passes as it comes
    _has_failed = False  # what is ours: the rest passes as it comes
    is_done = False  # the last of the body came
    _is_answered = False  # with 304: nothing more goes out
    _is_cut_off = False  # sending failed: nobody listens any more

    def __init__(  # noqa: PLR0913 - what one response is made of
        self,
        send: Send,
        edits: Edits,
        failures: Failures,
        find: Find = scanned,
        inserted: Inserted = nothing,
        *,
        going: Going | None = None,
    ) -> None:
        self._send = send
        self._edits = edits
        self._failures = failures
        self._find = find
        self._inserted = inserted
        self._going = going  # None: nobody asks what went out
        self._noted: Written = None if going is None else going.written

    async def send(self, message: Message) -> None:
        """Take one message of the application's; send what it becomes."""
        kind, edit = message["type"], self._edit
        if kind == BODY and edit is not None and not self.is_done:
            sent = self._at_once(edit, message) or self._on_body(edit, message)
        elif kind == START and not self._has_begun:
            sent = self._on_start(message)
        else:
            sent = self._on_other(message)
        try:
            for out in sent:
                await self._send(out)
        except BaseException:
            self._is_cut_off = True
            raise
        if self._going is not None:
            is_all = self.is_done and edit is not None and edit.is_watched
            self._going.sent(is_ours=not self._has_failed, is_all=is_all)

    @property
    def left(self) -> frozenset[str]:
        """The keys of the places whose whole bytes went out, changed or not."""
        return self._going.left if self._going else frozenset()

    def _on_start(self, message: Message) -> Sequence[Message]:
        self._has_begun = True
        headers: Headers = message.get("headers") or []
        if type(headers) is not list:  # it may be a generator: read once
            headers = list(headers)
            message = {**message, "headers": headers}
        may_wait = False
        try:
            edit = self._edits(message["status"], headers)
            if edit is not None:
                is_long = announced(headers) is not None
                may_wait = is_long and not message.get("trailers")
                may_wait |= edit.is_waiting
                if edit.coding is not None:
                    self._coded = edit.coding.begin()
                    may_wait |= edit.coding.is_undone  # whether it can be is to be seen
                self._edit = edit
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("decide", error)
        if self._edit is None:
            return (message,)
        self._start = message
        if may_wait or self._edit.is_known:
            return ()
        return self._begun(self._edit)

    def _begun(self, edit: Edit, length: int | None = None) -> Sequence[Message]:
        """Let the start go, if it is held: changed, or as it came."""
        start, self._start = self._start, None
        if start is None:
            return ()
        if self._has_failed:
            failing = edit.failing
            return ({**start, "headers": failing} if failing else start,)
        if edit.is_known:
            self._is_answered = True
            empty = {"type": BODY, "body": b"", "more_body": False}
            return (edit.not_modified(start), empty)
        return (edit.start(start, length),)

    def _at_once(self, edit: Edit, message: Message) -> Sequence[Message]:
        """Take a body that comes in one piece, in plain bytes, as most of them do."""
        start, data = self._start, message.get("body")
        if start is None or message.get("more_body") or type(data) is not bytes:
            return ()
        if not (edit.is_plain and data) or self._has_fed or self._has_failed:
            return ()
        try:
            body = edit.whole(data, self._find, self._inserted, self._noted)
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("compose", error)
            self._has_failed = True
            return ()
        self.is_done, self._start = True, None
        return edit.start(start, len(body)), {**message, "body": body}

    def _on_body(self, edit: Edit, message: Message) -> Sequence[Message]:
        data = message.get("body") or b""
        if not isinstance(data, bytes):
            data = bytes(data)
        more = bool(message.get("more_body", False))
        self.is_done = not more
        if edit.is_known:  # the client has this body already
            return self._begun(edit)
        if self._coded is None:
            body = self._rewritten(edit, data, more=more and not self._is_whole(data))
        else:
            body = data = self._recoded(self._coded, edit, data, more=more)
        sent = {**message, "body": body, "more_body": more}
        if self._start is None:
            return (sent,)
        is_ready = self._is_all and self._coded is None  # a coding has an end to come
        length = len(body) if data and (is_ready or not more) else None
        return (*self._begun(edit, length), sent)

    def _is_whole(self, data: bytes) -> bool:
        """Whether all of the announced body came at once, though no end came yet.

        Middleware that passes bodies on as a stream sends them so.
        """
        if self._start is not None and data and not self._has_fed:
            self._is_all = announced(self._start["headers"]) == b"%d" % len(data)
        return self._is_all

    def _rewritten(self, edit: Edit, data: bytes, *, more: bool) -> bytes:
        """Give what can be let go; once anything fails, all that is held."""
        if self._has_failed or (self._is_all and self._has_fed):
            return data
        try:
            if not (more or self._has_fed):
                self._has_fed = True
                made = edit.whole(data, self._find, self._inserted, self._noted)
                return self._fit(edit, data, made)
            self._has_fed = True
            if edit.is_fit:  # what comes in pieces is not seen in time
                self._has_failed = True
                return data
            self._rewriter = self._rewriter or edit.begin(self._inserted, self._noted)
            if self._rewriter is None:
                return data
            return self._rewriter.feed(data) if more else self._rewriter.finish(data)
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("compose", error)
            rewriter, self._rewriter = self._rewriter, None
            self._has_failed = True
            return rewriter.held if rewriter else data

    def _fit(self, edit: Edit, came: bytes, made: bytes) -> bytes:
        """Give what was made of a body, or what came, where it may not go out so."""
        if edit.is_fit is None or edit.is_fit(made):
            return made
        self._has_failed = True
        return came

    def _recoded(self, coded: Coded, edit: Edit, data: bytes, *, more: bool) -> bytes:
        """Give what can be let go in the body's coding; what came, where that fails."""

        def rewrite(piece: bytes, more: bool) -> bytes:  # noqa: FBT001 - as it is called
            is_open = more and (coded.is_undone or not self._is_whole(piece))
            return self._rewritten(edit, piece, more=is_open)

        try:
            body = coded.feed(data, rewrite, more=more)
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("coding", error)
            body = coded.given_up(self._rewriter.held if self._rewriter else b"")
            self._has_failed, self._rewriter = True, None
            if not coded.is_broken:
                self._coded = None
        if self._has_failed and self._start is not None:
            self._coded, body = None, data
        return body

    def _on_other(self, message: Message) -> Sequence[Message]:
        """Pass what is neither the start nor a part of the body, in its order."""
        if message["type"] in UNSEEN:
            self._has_failed = True  # to see the body: it goes out as it came
            if self._start is not None:
                self._coded = None
        edit = self._edit
        if edit is None:
            return (message,)
        if self._start is not None and edit.is_fit is not None:
            self._has_failed = True  # the body is to be seen before the start goes
        begun = self._begun(edit)
        return begun if self._is_answered else (*begun, message)

    async def close(self) -> None:
        """Let go what is held when the application stopped without an end.

        Why it stopped is for the application to say: nothing is raised here.
        """
        if self._is_cut_off:
            return
        with suppress(Exception):
            if self._start is not None and self._edit is not None:
                begun = self._edit.start(self._start)
                headers = self._edit.failing or begun["headers"]
                await self._send({**begun, "headers": headers})
            held = self._rewriter.held if self._rewriter else b""
            if self._coded is not None:
                held = self._coded.given_up(held)
            if held and not self.is_done:
                await self._send({"type": BODY, "body": held, "more_body": True})
