"""Visitors who are shown a language that is not theirs (SARTO040).

A fragment without any twin may speak to everybody; one that has some, and lacks others,
speaks the site's first language to those.
"""

from sarto.context.language import closest
from sarto.errors import Finding
from sarto.site.built_in import OURS
from sarto.site.site import Site
from sarto.speech.speech import LANGUAGES
from sarto.workbench.check.named import Templates

CODE = "SARTO040"
LACKING = "{name!r} has no twin in {tags}: who reads that is shown {first}"
FOREIGN = "{name!r} does not speak {tags}: who reads that is asked in {first}"
OWN = "write a fragment of your own for them, and have a rule show it"
AND = " and "


def tongues(site: Site) -> tuple[Finding, ...]:
    """Warn of them, where a template is named first."""
    toml, report = site.config.toml, site.config.report()
    languages = tuple(toml.languages)
    for table, of in (("slots", site.fragments), ("layouts", site.layouts)):
        for name, path in Templates(toml, table, of).first.items():
            is_ours, twins = name in OURS, tuple(of.twins(name))
            spoken = LANGUAGES if is_ours else twins
            tags = lacking(languages, spoken) if is_ours or len(twins) > 1 else []
            if tags:
                text = (FOREIGN if is_ours else LACKING).format(
                    name=name, tags=AND.join(tags), first=spoken[0]
                )
                hint = OWN if is_ours else f"write {AND.join(files(name, tags))}"
                report.wrong(CODE, path, text, hint, at_value=True, severity="warning")
    return report.all()


def lacking(languages: tuple[str, ...], spoken: tuple[str, ...]) -> list[str]:
    """List the languages of a site that none of these is near enough to."""
    return [tag for tag in languages if closest([tag], spoken) is None]


def files(name: str, tags: list[str]) -> list[str]:
    """Name the twins that are not there."""
    stem, _, suffix = name.rpartition(".")
    return [f"{stem}.{tag}.{suffix}" for tag in tags]
