"""Where the facts of one plan come from, in the raw request."""

from sarto.cache.decisions import Inputs
from sarto.choices.cookies import CookieJar
from sarto.config.model import SartoToml
from sarto.vocabulary.facts import CLOCK, Tier, fact_named
from sarto.vocabulary.reads import ReadSet

PLACE = frozenset({"country", "region", "continent", "eu", "zone"})
URL = frozenset({"host", "path"})
BY_QUERY = ("query", "campaign", "channel")
ARM = "arm."
FORWARDED = ("x-forwarded-for", "forwarded")


def inputs(reads: ReadSet, toml: SartoToml) -> Inputs | None:
    """List the inputs; `None` where some fact is too private, or of unknown origin."""
    names = set[str]()
    arms = tuple(fact for fact in reads if fact.startswith(ARM))
    own = frozenset({*arms, "consent"} if arms else ())
    if ReadSet(reads.facts - own).tier is not Tier.SEGMENT:
        return None
    for fact in reads.facts - own:
        row = fact_named(fact)
        if row is None or not is_plain(fact, row.headers):
            return None
        names.update(name.lower() for name in row.headers)
    is_place = not PLACE.isdisjoint(reads.facts)
    if is_place:
        names.update(name.lower() for name in toml.location.headers)
        names.update(FORWARDED if toml.location.trusted_proxies else ())
    if "host" in reads:
        names.add("host")
    speaks = "language" in reads
    return Inputs(
        headers=frozenset(name.encode() for name in names),
        cookies=cookies(toml) if speaks else (),
        is_path="path" in reads or (speaks and toml.language.path is not None),
        is_query=any(fact.split(".")[0] in BY_QUERY for fact in reads),
        is_client=is_place,
        asked=arms,
    )


def cookies(toml: SartoToml) -> tuple[str, ...]:
    """Name the cookies that say which language somebody wants."""
    jar = CookieJar.of(toml.site)
    own = (jar.secure.preferences, jar.plain.preferences)
    sites = (toml.language.cookie,) if toml.language.cookie else ()
    return (*sites, *own) if len(toml.languages) > 1 else sites


def is_plain(fact: str, headers: tuple[str, ...]) -> bool:
    """Whether the fact is read from the request itself, and not from a cookie."""
    if "Cookie" in headers:
        return False
    family, _, _ = fact.partition(".")
    return fact in PLACE | CLOCK | URL or family in BY_QUERY or bool(headers)
