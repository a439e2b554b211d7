"""The cache in front of a site, as its file says it: what is shared, who may ask."""

from sarto.cache.proof import Proof
from sarto.compose.fragments import Fragments
from sarto.config.config import Config
from sarto.config.locate import Place as Spot
from sarto.context.sources import Sources
from sarto.decide.conditions import Node
from sarto.decide.rules import Place
from sarto.errors import ConfigError, Finding
from sarto.site.remembering import Means
from sarto.site.sharing import Sharing


def sharing(  # noqa: PLR0913, PLR0917 - what a site is made of
    config: Config,
    sources: Sources,
    places: tuple[Place, ...],
    fragments: Fragments,
    means: Means | None,
    stages: tuple[Node, ...] = (),
) -> Sharing | None:
    """Make ready how a site is shared; `None`: no edge stands in front.

    Raises `ConfigError` where no secret is fit to know the edge by. With no `means`
    nobody is served, and so nothing has to be proved.
    """
    toml = config.toml
    if toml.cache.edge == "none":
        return None
    try:
        proof = Proof() if means is None else Proof.of(means.secrets, toml.site)
    except ValueError as error:
        place = config.places.nearest(("cache", "edge"))
        raise ConfigError((unproven(config.file, place, error),)) from None
    made = Sharing(
        toml=toml,
        sources=sources,
        proof=proof,
        places=places,
        staged=frozenset[str]().union(*(node.facts() for node in stages)),
        fragments=fragments,
        read_by_code=frozenset(
            name for each in toml.app.reads.values() for name in each
        ),
    )
    made.ready()
    return made


def unproven(file: str, place: Spot, error: ValueError) -> Finding:
    return Finding(
        code="SARTO027",
        message=f"an edge proves itself by a token made of the secret, and {error}",
        help="set SARTO_SECRET, or Sarto(…, secret=…), to a long random text",
        file=file,
        line=place.line,
        column=place.column,
        length=place.length,
    )
