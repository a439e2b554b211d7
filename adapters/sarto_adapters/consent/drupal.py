"""Drupal's EU Cookie Compliance: `cookie-agreed=2`, and the categories beside it.

0 refuses, 1 and 2 agree. `cookie-agreed-categories` is a list in JSON; a site without
categories has one answer for all, which is called `agreed` here.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import document, plain, words

NAME = "cookie-agreed"
ALL = "agreed"
ANSWERS = {"0": State.DENIED, "1": State.GRANTED, "2": State.GRANTED}


class Drupal:
    """A `ConsentSource`; `cookie` is a prefix, `version` the banner's version."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie", "version"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.categories = f"{self.cookie}-categories"
        self.banner = f"{self.cookie}-version"
        self.version = settings.version

    def reads(self, cookie: str) -> bool:
        return cookie in (self.cookie, self.categories, self.banner)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        answer = cookies.get(self.cookie)
        if not answer:
            return None
        means = ANSWERS.get(answer)
        listed = self.listed(cookies)
        if means is None or listed is None:
            return MALFORMED
        is_current = self.version in (None, plain(cookies.get(self.banner, "")))
        if means is State.GRANTED and not is_current:
            means = State.STALE
        return Record(
            said=dict.fromkeys(listed, True), means=means, unsaid=State.DENIED
        )

    def listed(self, cookies: Mapping[str, str]) -> list[str] | None:
        if self.categories not in cookies:
            return [ALL]
        text = plain(cookies[self.categories], until="[")
        return None if text is None else words(document(text))
