"""Small sites to reason about: a few lines of config, at a fixed moment."""

from datetime import UTC, datetime
from pathlib import Path

from sarto import Config
from sarto.errors import Finding
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.workbench.reasoning import Found, Reasoner, reasoned

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = """
languages = ["en", "fa"]
site_timezone = "Europe/Warsaw"
[preferences.view]
values = ["simple", "full"]
[signals.booked]
on = "POST /book"
points = 5
area = "booking"
[signals.left]
on = "GET /bye"
"""
CONSENT = """
[consent]
source = "form"
"""


def site(text: str, head: str = HEAD + CONSENT) -> Site:
    """Compile a config; `timezone` has to stand in the head."""
    config = Config.loads(head + text, folder=Path("/"))
    return compile_site(config, clock=lambda: NOW)


def one_rule(when: str, head: str = HEAD + CONSENT) -> Site:
    return site(f"[[slots.hero.show]]\nfragment = 'keep'\nwhen = {{ {when} }}\n", head)


def found(when: str, head: str = HEAD + CONSENT) -> Found:
    """Look for somebody who matches conditions."""
    made = one_rule(when, head)
    return Reasoner.of(made).find([made.slots[0].outcomes[0].node])


def verdict(when: str, head: str = HEAD + CONSENT) -> str:
    return found(when, head).verdict


def findings(text: str, head: str = HEAD + CONSENT) -> tuple[Finding, ...]:
    return reasoned(site(text, head))
