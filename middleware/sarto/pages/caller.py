"""One request for a page of ours: who asks, in which language, and where they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from sarto import headers
from sarto.asgi import Scope
from sarto.choices.cookies import CookieNames
from sarto.choices.preferences import Told, is_kept
from sarto.context.visit import inside
from sarto.headers import Headers
from sarto.pages.back import back, is_below, spelt
from sarto.pages.offer import TAKING, Offer
from sarto.pages.visitors import Guest
from sarto.speech.speech import Speech, speech

HOME: Final = "/"
LONGEST: Final = 1024  # characters of a path that is explained
QUERY: Final = 4096  # bytes


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Whoever asks for one of our pages."""

    scope: Scope
    offer: Offer
    guest: Guest
    now: datetime
    fields: Headers = field(default_factory=list[tuple[bytes, bytes]])
    record: str | None = None  # of consent, where it is written anew

    @cached_property
    def say(self) -> Speech:
        """Our texts, in the visitor's language or the nearest we speak."""
        return speech(str(self.guest.facts.language))

    @cached_property
    def names(self) -> CookieNames:
        return self.offer.jar.names(self.scope)

    @property
    def root(self) -> str:
        """Where the site stands on its host, as its server says."""
        return str(self.scope.get("root_path") or "").rstrip("/")

    def url(self, name: str) -> str:
        return spelt(f"{self.root}{self.offer.prefix}/{name}")

    def sent(self, cookie: str) -> str | None:
        if self.record is not None and cookie == self.names.consent:
            return self.record
        return headers.cookie(self.fields, cookie)

    @cached_property
    def told(self) -> Told:
        """What this visitor chose before."""
        return self.offer.declared.read(self.sent(self.names.preferences))

    @property
    def is_kept(self) -> bool:
        return is_kept(self.sent(self.names.preferences))

    @cached_property
    def query(self) -> dict[str, list[str]]:
        text = bytes(self.scope.get("query_string") or b"")
        if len(text) > QUERY:
            return {}
        try:
            return parse_qs(text.decode("latin-1"), max_num_fields=64)
        except ValueError:
            return {}

    def asked(self, name: str) -> str | None:
        """Read a parameter of the address; of several the first."""
        return next(iter(self.query.get(name, ())), None)

    def back(self, text: str | None) -> str | None:
        """Give a path of this site to go back to, if it is one, as browsers see it."""
        ours = (f"{top}{self.offer.prefix}" for top in self.tops)
        shut = [f"{each}/{name}" for each in ours for name in TAKING]
        found = back(text, shut)
        if found is None or not self.root:
            return found
        path = unquote(re.split("[?#]", found, maxsplit=1)[0])
        is_whole = is_below(path, unquote(self.root))
        return found if is_whole else spelt(self.root) + found

    @property
    def tops(self) -> Iterable[str]:
        return dict.fromkeys(("", self.root))

    @property
    def home(self) -> str:
        return spelt(f"{self.root}{HOME}")

    @property
    def host(self) -> str:
        """What the site is called by its visitors, less a port."""
        host = str(self.guest.facts.host or "")
        return host.removeprefix("www.")

    @cached_property
    def page(self) -> str:
        """The page that is to be explained: as asked, else the one they came from."""
        asked = self.asked("page")
        if asked is not None:
            is_path = asked.startswith("/") and len(asked) <= LONGEST
            return asked if is_path and asked.isprintable() else HOME
        return self.came_from or HOME

    @property
    def came_from(self) -> str | None:
        """The page of this site that a link was followed from; none of ours."""
        referrer = headers.first(self.fields, b"referer") or b""
        host = headers.first(self.fields, b"host") or b""
        try:
            parts = urlsplit(referrer.decode("latin-1")[:LONGEST])
        except ValueError:
            return None
        if not host or parts.netloc != host.decode("latin-1"):
            return None
        path = inside({**self.scope, "path": unquote(parts.path)})
        return None if self.offer.is_ours(path) or not path.isprintable() else path

    def here(self, name: str, part: str) -> str:
        """Write the address of a part of the page that is being read."""
        page = self.asked("page")
        query = "" if page is None else f"?page={quote(page, safe='/')}"
        return f"{self.url(name)}{query}#{part}"

    @cached_property
    def after(self) -> str | None:
        """Where to go back to after a choice, if the address says so."""
        said = self.asked("next")
        return None if said is None else self.back(spelt(said))
