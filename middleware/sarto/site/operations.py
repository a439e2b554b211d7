"""Who is told what the server does, as `[telemetry]` says; a watcher.

Counted are pages as they are served: a bot's and a prefetched one, too, for they are
work done and no visits; previews are nobody's. No visitor is told apart, nothing of
them is kept, and so no consent is asked for: keep it so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.errors import Failures
from sarto.site.watching import Watcher
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.ports import Telemetry
from sarto.vocabulary.served import Part, Served

if TYPE_CHECKING:
    from sarto.site.site import Site
    from sarto.site.visitor import Visitor

EXTRAS: Final = {"opentelemetry": "otel", "prometheus": "prometheus"}

Make: TypeAlias = Callable[[str], Telemetry]  # from a site's name


def found(toml: SartoToml) -> Iterator[tuple[int, str, Make | None]]:
    """Find those that the file names; `None`: a package is not installed."""
    for name in dict.fromkeys(toml.telemetry.to):
        index = toml.telemetry.to.index(name)
        try:
            yield index, name, cast("Make", adapter("telemetry", name))
        except ImportError:
            yield index, name, None


def lacking(toml: SartoToml, report: Report) -> None:
    """Warn of those whose package is not installed; nothing else stops for them."""
    for index, name, make in found(toml):
        if make is None:
            text = f"nothing is told to `{name}`: its package is not installed"
            extra = EXTRAS.get(name)
            hint = f'pip install "sarto[{extra}]"' if extra else ""
            path = ("telemetry", "to", index)
            report.wrong(
                "SARTO021", path, text, hint, at_value=True, severity="warning"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """Tells all who want to know of each page, of each failure, of each version."""

    site: "Site"
    told: tuple[Telemetry, ...]
    open: frozenset[str] = frozenset()  # places that are nobody's own, by their keys

    @classmethod
    def of(cls, site: "Site") -> "Operations | None":
        """Make those that the file names; `None`: there are none."""
        told = tuple(made(site.config.toml, site.failures))
        if not told:
            return None
        places = (*site.slots, *site.regions)
        tier = site.sources.declared.tier_of
        are_open = frozenset(each.key for each in places if is_open(each, tier))
        return cls(site=site, told=told, open=are_open)

    def __call__(self, visitor: "Visitor") -> None:
        """Tell of one page."""
        if visitor.times is None or not visitor.answered.is_page:
            return
        if hear := [each for each in self.told if each.is_on]:
            page = self.page(visitor)
            self.tell(hear, lambda each: each.served(page))

    def failed(self, kind: str) -> None:
        """Tell of one failure; theirs goes no further, for it would come back here."""
        for each in self.told:
            try:
                each.failed(kind)
            except Exception:  # noqa: BLE001 - the law
                self.site.failures.counts["telemetry"] += 1

    def configured(self, *, is_refused: bool) -> None:
        """Tell which version is in force."""
        version = self.site.version
        self.tell(self.told, lambda e: e.configured(version, is_refused=is_refused))

    def tell(self, them: Iterable[Telemetry], say: Callable[[Telemetry], None]) -> None:
        for each in them:
            try:
                say(each)
            except Exception as error:  # noqa: BLE001 - the law
                self.site.failures.note("telemetry", error)

    def page(self, visitor: "Visitor") -> Served:
        """Make the value that is told of one page."""
        assert visitor.times  # noqa: S101 - else nobody is told of it
        is_recalled = not visitor.decided
        status = visitor.answered.status
        return Served(
            method=visitor.method,
            status=f"{status // 100}xx",
            version=self.site.version,
            parts=self.parts(visitor),
            is_recalled=is_recalled,
            took=visitor.times.took(),
        )

    def parts(self, visitor: "Visitor") -> tuple[Part, ...]:
        """Tell what was decided; for who decided the same, it is known already."""
        known = visitor.answered.parts or list(map(self.part, decisions(visitor)))
        if visitor.answered.parts is not None:
            visitor.answered.parts[:] = known
        return tuple(known)

    def part(self, decision: Decision) -> Part:
        place = decision.place
        return Part(
            kind=place.kind,
            name=place.name,
            fragment=decision.fragment,
            is_open=place.key in self.open,
        )


def is_open(place: Place, tier: Callable[[str], Tier]) -> bool:
    """Whether what a place shows stands on nothing that is one visitor's own."""
    is_remembered = place.is_stable or any(rule.cap for rule in place.rules)
    return not is_remembered and all(tier(n) is Tier.SEGMENT for n in place.reads)


def in_force(watchers: Iterable[Watcher]) -> Operations | None:
    """Find who is told what the server does; it is told of its version."""
    found = next((each for each in watchers if isinstance(each, Operations)), None)
    if found is not None:
        found.configured(is_refused=False)
    return found


def refused(site: "Site") -> None:
    """Tell that a version after this one has a mistake, and this one stays."""
    for each in site.watchers:
        if isinstance(each, Operations):
            each.configured(is_refused=True)


def made(toml: SartoToml, failures: Failures) -> Iterator[Telemetry]:
    """Make those that can be made; a site starts without the others."""
    for _, _, make in found(toml):
        try:
            if make is not None:
                yield make(toml.site)
        except Exception as error:  # noqa: BLE001 - somebody else's code, and the law
            failures.note("telemetry", error)


def decisions(visitor: "Visitor") -> Iterator[Decision]:
    """Give what was decided of a page; none where it passed as it came.

    What an edge fills in by itself is decided when it asks for that.
    """
    if not visitor.answered.is_dressed:
        return
    plan, shared = visitor.plan, visitor.sent.shared
    filled = shared.fills if shared else ()
    for name in plan.slots:
        if name not in filled:
            yield visitor.decide(name)
    for name in plan.regions:
        yield visitor.arrange(name)
