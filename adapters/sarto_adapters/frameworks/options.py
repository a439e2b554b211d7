"""What every `install` takes besides the application: the options of `Sarto`."""

from collections.abc import Sequence
from typing import TypedDict

from sarto.clock import Clock
from sarto.site.declaring import Resolvers
from sarto.vocabulary.ports import EventStore, FragmentSource, ProfileStore


class Options(TypedDict, total=False):
    """The options of `Sarto`, but for `config`, which every `install` names itself."""

    resolvers: Resolvers
    secret: str | Sequence[str]
    profiles: str | ProfileStore | None
    events: str | EventStore | None
    fragments: FragmentSource | None
    clock: Clock
    budget: float
