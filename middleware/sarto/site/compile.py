"""From a `Config` to a `Site`: all that can be done before the first request is."""

from hashlib import blake2b

from sarto.clock import Clock, utc_now
from sarto.compose.arranging import ARRANGEMENT
from sarto.compose.folder import Folder
from sarto.compose.fragments import Fragments
from sarto.config.config import Config
from sarto.decide.conditions import Node
from sarto.errors import ConfigError, Failures, Finding
from sarto.site.built_in import BuiltIn
from sarto.site.consenting import overrides
from sarto.site.declaring import tell_purposes
from sarto.site.fronting import sharing
from sarto.site.operations import lacking
from sarto.site.remembering import Means, keeping, stage_nodes
from sarto.site.rules import Rules
from sarto.site.site import Site
from sarto.site.sources import Gathering, extra_headers, read_by_code
from sarto.site.tagged import put
from sarto.site.variants import weighed
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.ports import FragmentSource
from sarto.vocabulary.reads import ReadSet


def compile_site(  # noqa: PLR0913 - what a site is made of
    config: Config,
    *,
    clock: Clock = utc_now,
    fragments: FragmentSource | None = None,
    failures: Failures | None = None,
    before: Site | None = None,
    declared: Declared | None = None,
    means: Means | None = None,
) -> Site:
    """Compile a config; raises `ConfigError` with everything wrong in fragments.

    Of the site `before` it keeps the location database, unless that was replaced.
    `declared` is what its resolvers say of the facts they give; `None`: nobody knows.
    `means` is what remembering takes; `None`: nobody is remembered, as in `check`.
    """
    toml, report = config.toml, config.report()
    if before is not None and not config.text.strip():
        text = "the file is empty now: somebody is writing it"
        raise ConfigError((Finding(code="SARTO001", message=text, file=config.file),))
    failures = failures or Failures()
    source = fragments or Folder.read(config.folder / toml.folders.fragments)
    languages = tuple(toml.languages)
    known = Fragments(BuiltIn(source, toml), languages)
    arranged = Folder.read(config.folder / toml.folders.layouts)
    layouts = Fragments(arranged, languages, ARRANGEMENT, toml.slots)
    rules = Rules.read(config, known, layouts, report, declared)
    overrides(toml, report)
    declared = declared or Declared()
    tell_purposes(declared, toml, report)
    lacking(toml, report)
    reads = declared.closed(rules.reads | read_by_code(toml))
    kept = keeping(config, reads, rules.audiences, means)
    if kept is not None:
        reads = reads | ReadSet.of(
            ("bot",)
        )  # each of those who are remembered is asked
    gathering = Gathering(config, report, before, reads)
    sources = gathering.sources(clock, failures, declared)
    found = (*config.warnings, *report.all())
    if any(finding.severity == "error" for finding in found):
        raise ConfigError(tuple(sorted(found, key=lambda finding: finding.place)))
    places = (*rules.slots, *rules.regions, *rules.swaps)
    stages = stage_nodes(config, rules.audiences)
    for place in places:
        _ = place.program.choose  # written now, and not while a visitor waits
    made = Site(
        config=config,
        sources=sources,
        slots=rules.slots,
        regions=rules.regions,
        swaps=rules.swaps,
        fragments=known,
        layouts=layouts,
        extra_headers={**extra_headers(toml), **declared.headers},
        version=version(config, source, arranged),
        home=config.path,
        sharing=sharing(config, sources, places, known, means, stages),
        staged=declared.closed(staged(config, stages)),
        keeping=kept,
        tagged=put,
        warnings=found,
        failures=failures,
    )
    return weighed(made)


def staged(config: Config, stages: tuple[Node, ...]) -> ReadSet:
    """Gather what a visitor's stage is found by."""
    names = frozenset[str]().union(*(node.facts() for node in stages))
    return ReadSet.of(names, by_zone=config.toml.timezone == "visitor")


def version(config: Config, *sources: FragmentSource) -> str:
    """Name this exact config and these exact fragments and layouts."""
    digest = blake2b(config.text.encode(), digest_size=8)
    for number, source in enumerate(sources):
        for name in sorted(source.names()):
            for text in (name, source.text(name)):
                digest.update(f"\0{number}{len(text)}\0{text}".encode())
    return digest.hexdigest()
