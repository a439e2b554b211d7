"""What an edge can tell of a visitor by itself, so that it need not look them up.

Only of visitors who send no cookie, and only where one header tells all: each value
that is listed was asked of the very finders that a look-up asks. Of any other value the
edge knows nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sarto.asgi import Scope
from sarto.cache.dimension import Dimension
from sarto.context.continents import CONTINENT
from sarto.context.location import UNPLACED
from sarto.context.visit import Visit
from sarto.site.looking import Looking
from sarto.vocabulary.declared import FAMILY
from sarto.vocabulary.edges import Known
from sarto.vocabulary.facts import Tier

MOBILE = "sec-ch-ua-mobile"
BETTER = ("sec-ch-ua-form-factors", "sec-ch-ua-model")  # hints that say more than it
SPOKEN = "accept-language"
ENGLISH = ("en-US,en;q=0.9", "en-US,en;q=0.5", "en-GB,en;q=0.9", "en-US", "en", "*")
FORMS = ("{0}", "{0};q=0.9", "{0},en;q=0.9", "{0},en-US;q=0.9,en;q=0.8")
OBJECTION = "sec-gpc"
COOKIES = frozenset({"consent", "undecided"})  # facts that nothing but cookies tell


@dataclass(frozen=True)
class Telling:
    """What the edge of one site knows."""

    looking: Looking

    def known(self, dimension: Dimension) -> Known | None:
        """Tell what the edge knows of a dimension; `None`: nothing."""
        if not self.is_quiet:
            return None
        if dimension.fact == "device":
            return self.listed(dimension, MOBILE, ("?1",), without=BETTER)
        if dimension.fact == "language":
            return self.listed(dimension, SPOKEN, ("", *self.spoken))
        if dimension.fact == "country" and self.places:
            return self.listed(dimension, self.places, (*CONTINENT, *UNPLACED))
        if dimension.fact in COOKIES or is_band(dimension):
            return self.listed(dimension, OBJECTION, ("", "1"))
        return None

    @property
    def own(self) -> Known | None:
        """Tell that who sends no cookie has no band of their own."""
        kept = tuple((said, "none") for said in ("", "1"))
        is_sure = self.is_quiet and all(map(is_band, self.looking.sharing.own))
        return Known(header=OBJECTION, tokens=kept) if is_sure else None

    @cached_property
    def is_quiet(self) -> bool:
        """Whether nothing is to be noted of who sends no cookie."""
        for fields in ([], [(OBJECTION.encode(), b"1")]):
            visitor = self.looking.visitor(self.scope(fields))
            told = dict(self.looking.told(visitor)[1])
            if (told[b"x-sarto-pass"], told[b"x-sarto-noted"]) != (b"0", b"0"):
                return False
        return True

    @cached_property
    def places(self) -> str | None:
        """Name the header that tells the country, where nothing else does."""
        location = self.looking.toml.location
        is_sure = len(location.headers) == 1 and self.proxy is not None
        return location.headers[0].lower() if is_sure else None

    @cached_property
    def proxy(self) -> str | None:
        """Give an address that is believed."""
        trusted = self.looking.site.sources.trusted_proxies
        return str(trusted[0].network_address) if trusted else None

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """List what browsers most often say of the languages of the site."""
        tags = self.looking.toml.languages
        regional = (f"{tag}-{tag.upper()},{tag};q=0.9" for tag in tags)
        forms = (form.format(tag) for tag in tags for form in FORMS)
        return tuple(dict.fromkeys((*ENGLISH, *forms, *regional)))

    def listed(
        self,
        dimension: Dimension,
        header: str,
        values: Iterable[str],
        without: tuple[str, ...] = (),
    ) -> Known:
        """Ask for the token of each value."""
        tokens = tuple(self.tokens(dimension, header, values))
        return Known(header=header, tokens=tokens, without=without)

    def tokens(
        self, dimension: Dimension, header: str, values: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        for value in values:
            fields = [(header.encode(), value.encode())] if value else []
            visit = Visit(self.scope(fields), self.looking.site.sources)
            if (token := dimension.token(visit)) is not None:
                yield value, token

    def scope(self, fields: list[tuple[bytes, bytes]]) -> Scope:
        """Make a request of somebody who says nothing else."""
        address = self.proxy or "192.0.2.1"
        return {
            "type": "http",
            "method": "GET",
            "path": f"{self.looking.toml.prefix}/key",
            "headers": fields,
            "client": (address, 0),
        }


def is_band(dimension: Dimension) -> bool:
    """Whether cookies alone tell it; what a site's own facts stand on is its own."""
    return dimension.tier is Tier.BAND and not dimension.fact.startswith(FAMILY)
