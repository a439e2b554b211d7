"""Templates from a dictionary, and a visitor who asked for a page."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sarto.compose.fragments import Fragment, Fragments
from sarto.context.facts import Facts
from sarto.context.sources import Sources
from sarto.context.visit import Visit


class Texts(dict[str, str]):
    """A `FragmentSource` in memory."""

    def names(self) -> frozenset[str]:
        return frozenset(self)

    def text(self, name: str) -> str:
        return self[name]


@dataclass
class Someone:
    """A visitor as templates see one, with doors beside that they must not find."""

    facts: Facts
    level: str = "novice"
    stage: str | None = None
    consent: frozenset[str] = frozenset()
    config: Path = Path(__file__)
    plan: str = "secret"
    _visit: str = "secret"

    def decide(self, slot: str) -> str:
        return f"secret {slot}"

    signal = decide


def who(*, path: str = "/", user_agent: str = "", **query: str) -> Someone:
    """Meet the visitor of one request."""
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": pairs.encode(),
        "headers": [(b"user-agent", user_agent.encode("latin-1", "replace"))],
    }
    return Someone(Facts(Visit(scope, Sources())))


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
