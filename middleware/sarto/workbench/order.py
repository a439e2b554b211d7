"""What stands on which side of Sarto: what compresses, keeps, guards, and knows.

In: an application as `module:name` gives it, which is looked at and never called. Out:
the names of the known parts around it, as far as what wraps what can be seen, and what
there is to say of each (sides.py).
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile

from sarto.config.config import Config
from sarto.config.locate import Places
from sarto.errors import Finding
from sarto.workbench import sides
from sarto.workbench.layers import ROUTES, Layer, layers
from sarto.workbench.sides import KNOWN, Word

NOWHERE = Places(keys={}, values={})
TWICE = "Sarto stands there twice: the outermost acts, the other steps aside."
OTHERS = "A Sarto with another config, {}, stands inside of this one, and never acts"
ONE = "keep one of them; for a part of a site, name its paths in `pages`"
BEHIND = (
    "Sarto stands behind the router: a page that is found nowhere is not cut, and its "
    "own pages are found nowhere themselves"
)
BEFORE = (
    "take it out of `middleware`, and give Litestar `plugins=[SartoPlugin(config=…)]`, "
    "or wrap the application: `app = Sarto(app, config=…)`"
)
PART = (
    "Sarto stands before what is mounted at {0} alone: no other page is cut, and its "
    "own pages are below {0}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The known parts around a Sarto, outermost first; nothing where there is none.

    `others`: what configs are inside, where there is more than one Sarto; nothing
    stands for the same. `place`: where it is not before the whole site.
    """

    outside: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    place: str = ""
    is_seen: bool = field(default=True, compare=False)

    @classmethod
    def of(cls, app: object) -> "Order":
        """Look at an application; what cannot be looked at tells nothing."""
        found: list[Layer] = []
        with suppress(Exception):  # attributes of strangers do anything
            found += layers(app)
        outer = [*takewhile(lambda layer: not layer.is_sarto, found)]
        if len(outer) == len(found):
            return cls()
        own, *inner = found[len(outer) :]
        further = [each.config for each in inner if each.is_sarto]
        return cls(
            outside=known(outer),
            inside=known(inner),
            others=tuple("" if each == own.config else each for each in further),
            place=own.place,
        )

    def findings(self, named: str, config: Config) -> tuple[Finding, ...]:
        """Say what is to mend, at the place where the application is named."""
        is_in_file = named == config.toml.dev.app
        places = config.places if is_in_file else NOWHERE
        place = places.nearest(("dev", "app"), value=True)
        return tuple(
            Finding(
                code=word.code,
                severity="warning",
                file=config.file if is_in_file else named,
                line=place.line,
                column=place.column,
                length=place.length,
                message=word.text,
                help=word.help,
            )
            for word in self.words(config)
            if word.help
        )

    def remarks(self, config: Config) -> tuple[str, ...]:
        """Say what is nothing to mend."""
        return tuple(word.text for word in self.words(config) if not word.help)

    def words(self, config: Config) -> Iterator[Word]:
        """Say all there is to say."""
        for side, keys in ((sides.outside, self.outside), (sides.inside, self.inside)):
            for key in keys:
                if word := side(key, config):
                    name = key.partition(":")[2]
                    text = word.text.format(name)
                    yield Word(text=text, help=word.help, code=word.code)
        for other in self.others:
            yield (
                Word(text=OTHERS.format(other), help=ONE) if other else Word(text=TWICE)
            )
        if self.place == ROUTES:
            yield Word(text=BEHIND, help=BEFORE)
        elif self.place:
            yield Word(text=PART.format(self.place))


def known(found: Iterable[Layer]) -> tuple[str, ...]:
    keys = (key for layer in found for key in layer.names if key in KNOWN)
    return tuple(dict.fromkeys(keys))
