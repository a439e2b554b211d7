"""`Difference`: all that two versions of a site show otherwise."""

from dataclasses import dataclass, field

from sarto.site.site import Site
from sarto.workbench.diff.pairs import Pair, Pairing
from sarto.workbench.diff.settings import Setting, settings
from sarto.workbench.diff.ways import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs for somebody; nothing of it: nobody would see anything else."""

    old: Version
    new: Version
    pairs: tuple[Pair, ...] = ()
    settings: tuple[Setting, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.pairs or self.settings)


def difference(old: Site, new: Site) -> Difference:
    """Lay two versions of a site side by side."""
    found = settings(old, new)
    before, after = Version(old), Version(new)
    pairing = Pairing(old=before, new=after, is_plain=not found)
    return Difference(
        old=before, new=after, pairs=tuple(pairing.pairs()), settings=found
    )
