"""`once`: what is found when it is first asked for, without a lock.

Until Python 3.12 `cached_property` takes one lock for all objects of a class, each time
it finds something: that costs more than many a thing that is found, and threads wait
for each other. From 3.12 on it takes none, and two threads may go on with two finds.
Here both may look, but all have what was found first: also a visit, which records what
was read, or an id made by chance. So looking must change nothing else.
"""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

Found_co = TypeVar("Found_co", covariant=True)


class once(cached_property[Found_co]):  # noqa: N801 - a decorator, named as its like are
    """A `cached_property` that waits for nobody."""

    if not TYPE_CHECKING:  # to type checkers it is what it replaces

        def __get__(self, instance: object, owner: type | None = None) -> object:
            if instance is None:
                return self
            return instance.__dict__.setdefault(self.attrname, self.func(instance))
