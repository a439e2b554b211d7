"""Files that nothing shows (SARTO042), and facts in templates that nothing declares.

Where a template chooses others while it is rendered, any of them may be shown.
"""

from collections.abc import Iterator
from pathlib import Path

from langcodes import tag_is_valid

from sarto.compose.uses import reads
from sarto.config.config import Config
from sarto.errors import Finding
from sarto.site.built_in import OURS
from sarto.site.site import Site
from sarto.vocabulary.facts import fact_named
from sarto.workbench.check.excerpt import lines_of
from sarto.workbench.check.named import Templates

CODE = "SARTO042"
UNDECLARED = "SARTO012"
NOBODY = "no rule shows this {}"
SPEAKS = "no visitor is shown this {}: {!r} is not among the languages of the site"


def both(site: Site) -> Iterator[tuple[Templates, str]]:
    """Give fragments and layouts, each with their folder."""
    toml = site.config.toml
    yield Templates(toml, "slots", site.fragments), toml.folders.fragments
    yield Templates(toml, "layouts", site.layouts), toml.folders.layouts


def unused(site: Site) -> tuple[Finding, ...]:
    """Warn of files that are shown to nobody."""
    found: list[Finding] = []
    for templates, folder in both(site):
        known = templates.of.source.names() - OURS
        left = set[str]() if templates.is_open else known - templates.trees.keys()
        for name in sorted(left):
            text, hint = why(name, templates)
            found.append(
                Finding(
                    code=CODE,
                    severity="warning",
                    file=f"{folder}/{name}",
                    message=text,
                    help=hint,
                )
            )
    return tuple(found)


def why(name: str, templates: Templates) -> tuple[str, str]:
    """Say why nobody is shown a file, and what to do."""
    noun, names = templates.of.noun, templates.of.source.names()
    stem, _, suffix = name.rpartition(".")
    whole, _, tag = stem.rpartition(".")
    plain = f"{whole}.{suffix}"
    if whole and tag_is_valid(tag.replace("_", "-")):
        if plain in templates.trees:
            return SPEAKS.format(noun, tag), "add it to `languages`, or remove the file"
        if plain not in names:
            return f"this twin has no {noun} beside it", f"write {plain}"
    return NOBODY.format(noun), "name it in a rule, or remove the file"


def undeclared(site: Site) -> tuple[Finding, ...]:
    """Warn of signals, preferences and the like that a template names wrongly."""
    return tuple(
        strange(fact, line, Path(folder) / name, site.config)
        for templates, folder in both(site)
        for name, tree in templates.trees.items()
        if tree and name not in OURS
        for fact, _, line in reads(tree)
        if fact_named(fact) and site.config.dictionary.kind(fact) is None
    )


def strange(fact: str, line: int, file: Path, config: Config) -> Finding:
    text, hint = config.dictionary.unknown(fact)
    lines = lines_of(config.folder / file)
    found = lines[line - 1].find(fact) if line <= len(lines) else -1
    return Finding(
        code=UNDECLARED,
        severity="warning",
        file=file.as_posix(),
        line=line,
        column=max(found, 0) + 1,
        length=len(fact),
        message=text,
        help=hint,
    )
