"""Whoever looks at a page in the gallery: what is pinned of them, and when it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote

from sarto.asgi import Scope
from sarto.context.visit import Visit
from sarto.site.explained import scope_of
from sarto.site.site import Site
from sarto.site.spoken import spoken
from sarto.site.visitor import Visitor
from sarto.workbench.reasoning import Found, Reasoner
from sarto.workbench.reasoning.found import written

LANGUAGE = "language"


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A visitor of whom some facts are known, at a moment of theirs."""

    pins: Mapping[str, object] = field(default_factory=dict[str, object])
    name: str = ""  # of a saved visitor
    saved: Mapping[str, object] = field(default_factory=dict[str, object])
    moment: datetime | None = None  # None: now
    found: Found | None = None  # by whom, and as what: counts that no pin can say
    reasoner: Reasoner | None = None

    @property
    def words(self) -> str:
        """Say who it is, as `--as` takes it."""
        if self.found is not None:
            return replace(self.found, pins=self.pins).words
        name = [f"@{self.name}"] if self.name else []
        more = (pair for pair in self.pins.items() if pair not in self.saved.items())
        return " ".join([*name, *(f"{fact}={written(value)}" for fact, value in more)])

    def pinned(self, pins: Mapping[str, object]) -> "Guest":
        """Give the same visitor, with more facts pinned."""
        return replace(self, pins={**self.pins, **pins})

    def speaking(self, language: str) -> "Guest":
        """Give the same visitor, of another language."""
        return self.pinned({LANGUAGE: language})

    def meet(self, site: Site, path: str) -> Visitor:
        """Be met by the site, as the one who was found or as the pins say."""
        scope = self.scope(site, path)
        if self.found is None or self.reasoner is None:
            return site.meet(scope)
        found = replace(self.found, pins=self.pins, path=path.partition("?")[0])
        visit = self.reasoner.visit(found, site)
        visit.scope = scope
        return Seated(visit, site)

    def scope(self, site: Site, path: str) -> Scope:
        """Make their request; the site's own code hears their language, too."""
        made = scope_of(path, self.pins)
        scope: Scope = {
            **made,
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "raw_path": quote(str(made["path"])).encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost")],
            "client": ("127.0.0.1", 0),
            "server": ("localhost", 80),
        }
        return spoken(scope, site, self.pins.get(LANGUAGE))


class Seated(Visitor):
    """A visitor whose visit is made already."""

    def __init__(self, visit: Visit, site: Site) -> None:
        plan = site.plan(visit.path)
        super().__init__(visit.scope, site.sources, plan, config=site.home)
        self._visit = visit


NOBODY = Guest()


def personas(site: Site) -> tuple[Guest, ...]:
    """List the saved visitors of a site."""
    known = site.config.personas
    return tuple(
        Guest(name=name, pins=facts, saved=facts) for name, facts in known.items()
    )
