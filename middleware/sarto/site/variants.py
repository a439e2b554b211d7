"""What an author should know of a site behind an edge, before its visitors do.

How many variants of a page the edge may come to keep, and whether it is believed where
visitors are. Neither is a mistake: pages are right, but there are too many, or too few.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import prod

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.rules import placements
from sarto.site.inputs import PLACE
from sarto.site.site import Site
from sarto.vocabulary.globs import example

CODE = "SARTO030"
MANY = "pages like {} come in up to {} variants: {}"
FEWER = "ask for fewer different values, or raise max_variants = {} under [cache]"
UNTRUSTED = "{} is asked for, and whoever asks for a page is the edge: it has one place"
TRUST = 'believe the edge: trusted_proxies = ["its address"] under [location]'


def weighed(site: Site) -> Site:
    """Add what there is to warn of to the warnings of a site that has an edge."""
    if site.sharing is None:
        return site
    report = site.config.report()
    tell_many(site, report)
    tell_untrusted(site, report)
    found = (*site.warnings, *report.all())
    return replace(site, warnings=tuple(sorted(found, key=lambda each: each.place)))


def tell_many(site: Site, report: Report) -> None:
    """Warn of pages that differ by too much, each kind of page once."""
    toml, told = site.config.toml, set[int]()
    for path, page in pages(toml):
        shared = site.plan(page).shared
        if shared is None or id(shared) in told:
            continue
        told.add(id(shared))
        sizes = {each.fact: each.size for each in shared.dimensions}
        if (count := prod(sizes.values())) > toml.cache.max_variants:
            parts = sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))
            each = ", ".join(f"{size} by {fact}" for fact, size in parts if size > 1)
            text = MANY.format(page, count, each)
            hint = FEWER.format(toml.cache.max_variants)
            report.wrong(CODE, path, text, hint, severity="warning")


def pages(toml: SartoToml) -> Iterator[tuple[KeyPath, str]]:
    """Give a page for each glob, with the path of who names it."""
    for path, placed in placements(toml):
        for glob in () if placed.off else placed.pages or ():
            yield path, example(glob)
    for index, page in enumerate(toml.pages):
        if not page.off:
            yield ("pages", index), example(page.path)
    for glob in toml.app.reads:
        yield ("app", "reads", glob), example(glob)


def tell_untrusted(site: Site, report: Report) -> None:
    """Warn where everybody would be where the edge is."""
    if site.sources.trusted_proxies or site.sharing is None:
        return
    read = frozenset(site.sharing.read_by_code)
    read = read.union(*(place.reads.facts for place in site.sharing.places))
    if facts := sorted(read & (PLACE | {"city"})):
        text = UNTRUSTED.format(f"`{facts[0]}`")
        path = ("cache", "edge")
        report.wrong(CODE, path, text, TRUST, at_value=True, severity="warning")
