"""What a folder answers to a request: all that touches the disk, for a thread to do."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from sarto.asgi import Scope
from sarto.headers import Headers, joined, listed
from sarto_adapters.sites.static.answer import KIND, Answer, of_file, told, whole
from sarto_adapters.sites.static.asked import Version
from sarto_adapters.sites.static.facts import Known
from sarto_adapters.sites.static.ground import Ground
from sarto_adapters.sites.static.opened import Opened, ShortError
from sarto_adapters.sites.static.packed import neighbours, wanted
from sarto_adapters.sites.static.tree import Elsewhere, Place, Tree

WHOLE: Final = 1 << 17  # bytes that are read at once, and sent as one
TRIES: Final = 3  # at a file that somebody is just writing into
ALLOWED: Final = (b"allow", b"GET, HEAD")
KEEP: Final = b"cache-control"
FOR_EVER: Final = (KEEP, b"public, max-age=31536000, immutable")
VARIES: Final = (b"vary", b"Accept-Encoding")
IN_PATH: Final = "/:@!$&'()*+,;=~"  # what else stands in a path as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of files. `max_age`: seconds that caches may keep one without asking."""

    ground: Ground
    max_age: int = 0
    known: Known = field(default_factory=Known)

    def answer(self, scope: Scope) -> Answer:
        """Answer a request; what is no longer than a page is read already."""
        is_head, left = scope["method"] == "HEAD", TRIES
        while True:
            left -= 1
            try:
                return taken(self._found(scope), is_head=is_head, is_last=not left)
            except ShortError:
                if not left:
                    raise

    def _found(self, scope: Scope) -> Answer:
        if scope["method"] not in ("GET", "HEAD"):
            return told(HTTPStatus.METHOD_NOT_ALLOWED, ALLOWED)
        tree = self.ground.tree()
        while (answer := self._there(tree, scope)) is None:
            before, tree = tree, self.ground.tree()
            if tree == before:  # else it was swapped, and the old one cleared away
                return self._lost(tree, path_of(scope))
        return answer

    def _there(self, tree: Tree, scope: Scope) -> Answer | None:
        found = tree.find(path_of(scope), bytes(scope.get("raw_path") or b""))
        if isinstance(found, Elsewhere):
            return self._moved(scope, found)
        return self._file(tree, found, scope) if found else None

    def _moved(self, scope: Scope, found: Elsewhere) -> Answer:
        """Send to the path that is right: always one of this very site."""
        query = bytes(scope.get("query_string") or b"")
        where = quote(root_of(scope) + found.path, safe=IN_PATH).encode()
        location = (b"location", b"%b?%b" % (where, query) if query else where)
        return told(HTTPStatus.TEMPORARY_REDIRECT, location, self._keep)

    def _lost(self, tree: Tree, path: str) -> Answer:
        """Answer with the site's own page for what is missing."""
        found = tree.lost(path)
        opened = Opened.at(found.path) if found else None
        if opened is None:
            return told(HTTPStatus.NOT_FOUND, self._keep)
        with opened.closed_on_error():
            fields = [(KIND, self.known.of(opened).kind), self._keep]
        return whole(opened, fields, status=HTTPStatus.NOT_FOUND)

    def _file(self, tree: Tree, found: Place, scope: Scope) -> Answer | None:
        """Answer with a file, or with a packed neighbour of it; `None`: it is gone."""
        opened = Opened.at(found.path)
        if opened is None:
            return None
        asked = listed(scope.get("headers"))
        with opened.closed_on_error():
            facts = self.known.of(opened)
            keep = FOR_EVER if facts.is_proven else self._keep
            sent, tag, coding = self._packed(tree, opened, facts.tag, asked)
        with sent.closed_on_error():
            version = Version(tag=tag, changed=int(opened.about.st_mtime))
            fields = [(KIND, facts.kind), keep, *coding]
            is_get = scope["method"] == "GET"
            return of_file(sent, version, fields, asked, is_get=is_get)

    def _packed(
        self, tree: Tree, opened: Opened, tag: str, asked: Headers
    ) -> tuple[Opened, bytes, Headers]:
        """Choose between a file and its neighbours; of what is not sent, close it."""
        there = neighbours(opened, tree)
        name = wanted(joined(asked, b"accept-encoding"), there)
        packed = Opened.at(there[name]) if name else None
        fields: Headers = [VARIES] if there else []
        if packed is None:
            return opened, b'"%b"' % tag.encode(), fields
        with packed.closed_on_error():
            coded = f'"{self.known.of(packed).tag}-{name}"'.encode()
        opened.close()
        return packed, coded, [*fields, (b"content-encoding", name.encode())]

    @property
    def _keep(self) -> tuple[bytes, bytes]:
        """Say how long anything may be kept: not at all, unless it is asked again."""
        return (KEEP, b"max-age=%d" % self.max_age if self.max_age else b"no-cache")


def taken(answer: Answer, *, is_head: bool, is_last: bool) -> Answer:
    """Read what is short, and close its file; raises `ShortError` if it changed."""
    opened = answer.opened
    if opened is None or not (is_head or answer.length <= WHOLE):
        return answer
    try:
        body = b"" if is_head else b"".join(answer.pieces())
        if not (is_last or opened.is_as_it_was):
            raise ShortError("A file was written into while it was read")
    finally:
        opened.close()
    return replace(answer, body=body, opened=None, parts=())


def path_of(scope: Scope) -> str:
    """Give the path less what is before the site's own."""
    path, root = str(scope["path"]), root_of(scope)
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def root_of(scope: Scope) -> str:
    return str(scope.get("root_path") or "").rstrip("/")
