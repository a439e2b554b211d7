"""A site behind an edge, and what an edge asks it: look-ups, pages by keys, parts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from sarto import Config, Sarto
from sarto.site.site import Site
from support.play import Application, Pairs, Played, html, play

SECRET = "a secret of the tests, long enough to sign"  # noqa: S105 - it guards nothing
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PAGE = '<!doctype html><title>t</title><p data-sarto="hero">own</p>'
KEPT = [("Cache-Control", "public, max-age=600"), ("ETag", '"1"')]
PHONE = (
    "User-Agent",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
)
DESK = (
    "User-Agent",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
)
HEAD = """
languages = ["en", "fa"]
timezone = "UTC"
[cache]
edge = "{edge}"
{cache}
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["127.0.0.1/32"]
"""
HERO = """
[slots.hero]
pages = ["/", "/menu/*"]
default = "default.html"
show = [
  { when = { device = "mobile", country = ["IR", "US"] }, fragment = "far.html" },
  { when = { device = "mobile" }, fragment = "touch.html" },
]
"""


@dataclass(frozen=True)
class Texts:
    """A `FragmentSource` of these; of any other the name is its text."""

    given: Mapping[str, str] = field(default_factory=dict[str, str])

    def names(self) -> frozenset[str]:
        some = ("default", "far", "touch", "hello", "one", "two")
        return frozenset({*self.given, *(f"{name}.html" for name in some)})

    def text(self, name: str) -> str:
        return self.given.get(name, name.removesuffix(".html"))


def page(text: str = PAGE, *more: tuple[str, str], **said: Any) -> Application:
    """Make an application whose pages may be shared."""
    return html(text, headers=[*KEPT, *more], **said)


def behind(
    rules: str = HERO,
    app: Any = None,
    *,
    edge: str = "varnish",
    cache: str = "",
    clock: Callable[[], datetime] = lambda: NOON,
    texts: Mapping[str, str] | None = None,
    head: str = HEAD,
    **more: Any,
) -> "Behind":
    """Open a site behind an edge."""
    text = head.replace("{edge}", edge).replace("{cache}", cache) + rules
    given: dict[str, Any] = {"secret": SECRET, "budget": 30.0, **more}
    return Behind(
        Sarto(
            app or page(),
            config=Config.loads(text, folder=Path(gettempdir())),
            fragments=Texts(texts or {}),
            clock=clock,
            **given,
        )
    )


@dataclass
class Behind:
    """Asks a site as its edge does."""

    app: Sarto

    @property
    def site(self) -> Site:
        assert self.app.current is not None
        return self.app.current.site

    @property
    def told(self) -> dict[str, int]:
        """What failed, or was told to the author."""
        return dict(self.site.failures.counts)

    @property
    def token(self) -> tuple[str, str]:
        assert self.site.sharing is not None
        return ("X-Sarto-Edge", self.site.sharing.proof.token)

    def raw(self, path: str = "/", *headers: tuple[str, str], **more: Any) -> Played:
        """Ask as a visitor does."""
        return play(self.app, path, headers=headers, **more)

    def look(self, *headers: tuple[str, str], **more: Any) -> Played:
        """Look a visitor up."""
        return self.raw("/_sarto/key", self.token, *headers, **more)

    def keys(self, *headers: tuple[str, str], **more: Any) -> dict[str, str]:
        """Give what a look-up tells, by the names of its headers."""
        found = self.look(*headers, **more).raw_headers
        return {n.decode(): v.decode() for n, v in found if n.startswith(b"x-sarto-")}

    def keyed(self, path: str, keys: Pairs | Mapping[str, str], **more: Any) -> Played:
        """Ask for a page by keys."""
        pairs = keys.items() if isinstance(keys, Mapping) else keys
        return self.raw(path, self.token, *pairs, **more)

    def asked(self, path: str, *headers: tuple[str, str], **more: Any) -> Played:
        """Look a visitor up, and ask for a page by those keys."""
        return self.keyed(path, self.keys(*headers), **more)


def is_kept(answer: Played) -> bool:
    """Whether the edge may keep an answer; it never may by half."""
    policy = answer.header("cdn-cache-control") or ""
    found = policy.startswith("max-age=") and not policy.startswith("max-age=0")
    control = (answer.header("cache-control") or "").split(", ")
    assert control[:1] == ["private"], control
    assert (answer.header("x-sarto-pass") == "1") is not found
    if not found:
        assert answer.header("cdn-cache-control") is None
        assert control == ["private", "no-store"]
    else:
        assert answer.header("set-cookie") is None
    return found


def seconds(answer: Played) -> int:
    """Tell for how long the edge may keep an answer, and serve it stale."""
    said = (answer.header("cdn-cache-control") or "").split(", ")
    return sum(int(each.partition("=")[2]) for each in said if each)


def names(answer: Played, field_: str = "vary") -> set[str]:
    """Read a list of names."""
    return set(filter(None, (answer.header(field_) or "").lower().split(", ")))


def lines(answers: Iterable[Played], field_: str = "vary") -> set[str | None]:
    """Gather how a field reads on all of these."""
    return {answer.header(field_) for answer in answers}


CONSENT = """
[consent]
source = "cookieyes"
map = { personalization = "functional", analytics = "analytics" }
"""


class Moving:
    """A clock that is set by hand."""

    def __init__(self, text: str = "2026-06-15T12:00:00") -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def cookie(*pairs: str) -> tuple[str, str]:
    """Write a Cookie field."""
    return ("Cookie", "; ".join(pairs))


def set_by(answer: Played) -> list[str]:
    """Give the cookies that an answer sets, as they are sent."""
    lines_ = [v.decode() for n, v in answer.raw_headers if n == b"set-cookie"]
    return [each.partition(";")[0] for each in lines_]
