"""Templates from a dictionary, and a visitor who asked for a page."""

from urllib.parse import quote

from sarto.compose.fragments import Fragment, Fragments
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.site.plan import Plan
from sarto.site.visitor import Visitor


class Texts(dict[str, str]):
    """A `FragmentSource` in memory."""

    def names(self) -> frozenset[str]:
        return frozenset(self)

    def text(self, name: str) -> str:
        return self[name]


def who(*, path: str = "/", user_agent: str = "", **query: str) -> Visitor:
    """Meet the visitor of one request."""
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": pairs.encode(),
        "headers": [(b"user-agent", user_agent.encode("latin-1", "replace"))],
    }
    return Visitor(Visit(scope, Sources()), Plan(slots={}, swaps=()))


def fragments(*languages: str, **texts: str) -> Fragments:
    """Gather fragments; `a__fa` is the file `a.fa.html`."""
    files = {name.replace("__", ".") + ".html": text for name, text in texts.items()}
    return Fragments(Texts(files), languages or ("en",))


def fragment(text: str, **others: str) -> Fragment:
    """Compile one fragment that has no problems."""
    found = fragments(a=text, **others)
    found.use("a.html")
    assert not found.problems
    return found.of("a.html", lambda: "en")
