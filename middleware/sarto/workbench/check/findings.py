"""What is wrong with a site: its files, its application, and what they come to.

A site with mistakes is compiled no further; one that may start is looked at for what
its author hardly meant, which only `sarto check` takes the time for.
"""

from pathlib import Path

from sarto.config.config import Config
from sarto.errors import ConfigError, Finding
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.workbench import apart
from sarto.workbench.check.grounds import grounds, is_caused
from sarto.workbench.check.shadows import shadows
from sarto.workbench.check.tongues import tongues
from sarto.workbench.check.trials import trials
from sarto.workbench.check.unused import undeclared, unused
from sarto.workbench.crawl.findings import crawled
from sarto.workbench.dev import is_application
from sarto.workbench.reasoning.findings import reasoned

UNSEEN = "{} cannot be imported, so what stands around Sarto there was not looked at."
LOOKS = (tongues, grounds, unused, undeclared, shadows, trials)


def checked(config: Path) -> tuple[Site | None, tuple[Finding, ...]]:
    """Compile a site; `None` when it has mistakes, and what was found either way."""
    try:
        site = compile_site(Config.read(config))
    except ConfigError as error:
        return None, error.findings
    return site, site.warnings


def examined(site: Site, pages: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """List what is right as it stands and hardly meant; `pages`: folders or URLs."""
    found = [finding for look in LOOKS for finding in look(site)]
    found += [each for each in reasoned(site) if not is_caused(each, site)]
    found += [finding for target in pages for finding in crawled(site, target)]
    return tuple(sorted(found, key=lambda finding: finding.place))


def ordered(config: Config) -> tuple[tuple[Finding, ...], tuple[str, ...], str]:
    """Look at the application that `[dev]` names: findings, remarks, and why not.

    It is imported as `dev` does it, in a process of its own (apart.py); what cannot be
    imported there is nothing wrong with the config.
    """
    named = config.toml.dev.app
    if not named or not is_application(named):
        return (), (), ""
    order = apart.order(named, config.folder)
    unseen = "" if order.is_seen else UNSEEN.format(named)
    return order.findings(named, config), order.remarks(config), unseen
