"""A folder of HTML, as Eleventy, Hugo or a hand make it."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.staticfiles import StaticFiles

from sarto.asgi import Receive, Scope, Send
from sarto_adapters.sites import SiteError
from sarto_adapters.sites.scopes import answer_other


class StaticSite:
    """Serve a folder: index.html for folders, 404.html if there, no dotfiles.

    `closed`: files and folders in it that are not served either. Raises `SiteError`
    (a ValueError) when the folder is not there.
    """

    def __init__(
        self, folder: str | os.PathLike[str], *, closed: Iterable[Path] = ()
    ) -> None:
        root = Path(folder).resolve()
        if not root.is_dir():
            raise SiteError(
                "A file is no site" if root.exists() else "No such folder",
                where=str(root),
                help="Build the site first, or name the folder its HTML is in.",
            )
        # StaticFiles raises its 404 and 405; the middleware makes them answers.
        shut = frozenset(path.resolve() for path in closed)
        self._app = ExceptionMiddleware(_OpenFolder(root, shut))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            await answer_other(scope, receive, send)


class _OpenFolder(StaticFiles):
    def __init__(self, root: Path, shut: frozenset[Path]) -> None:
        self._root, self._shut = root, shut
        super().__init__(directory=root, html=True)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        found, about = super().lookup_path(path)
        if about is None or self._is_hidden(path, found):
            return "", None
        return found, about

    def _is_hidden(self, path: str, found: str) -> bool:
        # Both ends of a link count: the name asked for and the file behind it.
        behind = Path(found).relative_to(self._root)
        if not self._shut.isdisjoint((Path(found), *Path(found).parents)):
            return True
        return any(
            part.startswith(".") for part in (*PurePath(path).parts, *behind.parts)
        )
