"""A config that decides beside a site's own, and cannot be read (SARTO038)."""

from sarto.config.config import Config
from sarto.errors import ConfigError, Finding
from sarto.site.compile import compile_site
from sarto.site.site import Site

CODE = "SARTO038"
TEXT = "the shadow decides nothing, for its config has {amount}: {first}"


def shadows(site: Site) -> tuple[Finding, ...]:
    """Warn of it where it is named; what is wrong first is told with it."""
    name, report = site.config.toml.shadow.config, site.config.report()
    if name is None:
        return ()
    try:
        compile_site(Config.read(site.config.folder / name))
    except ConfigError as error:
        wrong = [each for each in error.findings if each.severity == "error"]
        amount = "a mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        text = TEXT.format(amount=amount, first=wrong[0].message)
        hint = f"`sarto check --config {name}` tells where"
        path = ("shadow", "config")
        report.wrong(CODE, path, text, hint, at_value=True, severity="warning")
    return report.all()
