"""A folder of HTML, as Eleventy, Hugo or a hand make it.

Starlette's own files are answered by name: between its look at a file and its reading,
another may take the name. These are opened first, and told of by what was opened.
"""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from anyio import to_thread

from sarto.asgi import Receive, Scope, Send
from sarto_adapters.sites import SiteError
from sarto_adapters.sites.scopes import answer_other
from sarto_adapters.sites.static.answer import Answer
from sarto_adapters.sites.static.folder import Folder
from sarto_adapters.sites.static.ground import Ground

__all__ = ["StaticSite"]


class StaticSite:
    """Serve a folder: index.html for folders, 404.html if there, no dotfiles.

    `closed`: files and folders in it that are not served either. `max_age`: seconds
    that caches may keep a file without asking; what is named by its content they keep
    for good. Raises `SiteError` (a ValueError) when the folder is not there.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        closed: Iterable[Path] = (),
        max_age: int = 0,
    ) -> None:
        root = Path(folder)
        if not root.is_dir():
            raise SiteError(
                "A file is no site" if root.exists() else "No such folder",
                where=str(root.absolute()),
                help="Build the site first, or name the folder its HTML is in.",
            )
        self._folder = Folder(ground=Ground(root, closed), max_age=max_age)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await answer_other(scope, receive, send)
            return
        answer = await to_thread.run_sync(self._folder.answer, scope)
        start = {"status": answer.status, "headers": answer.headers}
        await send({"type": "http.response.start", **start})
        if answer.opened is None:
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await poured(answer, receive, send)


async def poured(answer: Answer, receive: Receive, send: Send) -> None:
    """Send a long body piece by piece, as long as somebody takes it."""
    pieces, leaving = answer.pieces(), asyncio.ensure_future(left(receive))
    try:
        while (piece := await to_thread.run_sync(next, pieces, None)) is not None:
            if leaving.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})
    finally:
        leaving.cancel()
        if answer.opened is not None:
            answer.opened.close()


async def left(receive: Receive) -> None:
    """Wait until the client goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass
