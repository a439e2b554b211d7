"""One page that was served, as operations may know it: what the server did.

Every text in it stands in the site's own file, or is one of a few words. Never
in it: a path, a header, an address, a cookie, an id, a fact's value.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was decided for one slot or layout of the page."""

    kind: str  # the table it stands in
    name: str
    fragment: str | None  # None: the page's own content
    is_open: bool  # it stands on nothing that is one visitor's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """When Sarto began with a request, and how long what it did itself took."""

    began: int  # nanoseconds since 1970
    met: int  # nanoseconds: to meet who asks, to the site's code being asked
    until: int  # nanoseconds from `began` to the site's answer
    decided: int  # nanoseconds: to decide the page, and to change its headers

    @property
    def seconds(self) -> float:
        """What the visitor waited for Sarto, before the answer's start."""
        return (self.met + self.decided) / 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One page that rules can change, after its last byte."""

    method: str  # GET, HEAD or POST: pages that answer others never change
    status: str  # its class: "2xx"
    version: str  # of the site's files
    parts: tuple[Part, ...]
    is_recalled: bool  # it was decided before, for the very same facts
    took: Took
