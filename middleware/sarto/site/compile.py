"""From a `Config` to a `Site`: all that can be done before the first request is."""

from collections.abc import Mapping
from hashlib import blake2b
from ipaddress import ip_network
from re import Pattern, compile  # noqa: A004 - a pattern's own word
from typing import cast

from sarto.clock import Clock, utc_now
from sarto.compose.folder import Folder
from sarto.compose.fragments import Fragments
from sarto.config.config import Config
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.context.language import matcher
from sarto.context.sources import Sources
from sarto.errors import ConfigError, Failures
from sarto.site.rules import Rules
from sarto.site.site import Site
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.globs import glob
from sarto.vocabulary.ports import DeviceSource, FragmentSource, LocationSource
from sarto.vocabulary.world import zone_named

PLACES = ("country", "region", "continent", "eu", "city")


def compile_site(
    config: Config,
    *,
    clock: Clock = utc_now,
    fragments: FragmentSource | None = None,
    failures: Failures | None = None,
) -> Site:
    """Compile a config; raises `ConfigError` with everything wrong in fragments."""
    toml, report = config.toml, config.report()
    failures = failures or Failures()
    source = fragments or Folder.read(config.folder / toml.folders.fragments)
    rules = Rules.read(config, Fragments(source, tuple(toml.languages)), report)
    sources = sources_of(config, clock, report, failures)
    found = (*config.warnings, *report.all())
    if any(finding.severity == "error" for finding in found):
        raise ConfigError(tuple(sorted(found, key=lambda finding: finding.place)))
    return Site(
        config=config,
        sources=sources,
        slots=rules.slots,
        swaps=rules.swaps,
        fragments=rules.fragments,
        extra_headers=extra_headers(toml),
        version=version(config, source),
        home=config.path,
        warnings=found,
        failures=failures,
    )


def version(config: Config, source: FragmentSource) -> str:
    """Name this exact config and these exact fragments."""
    digest = blake2b(config.text.encode(), digest_size=8)
    for name in sorted(source.names()):
        for text in (name, source.text(name)):
            digest.update(f"\0{len(text)}\0{text}".encode())
    return digest.hexdigest()


def sources_of(
    config: Config, clock: Clock, report: Report, failures: Failures
) -> Sources:
    """Gather where facts come from."""
    toml = config.toml
    clock_zone = None if toml.timezone == "visitor" else zone_named(toml.timezone)
    devices = cast("DeviceSource", adapter("device", "user-agents")())
    return Sources(
        clock=clock,
        failures=failures,
        devices=devices,
        locations=locations(config, report),
        location_headers=tuple(n.lower().encode() for n in toml.location.headers),
        trusted_proxies=tuple(
            ip_network(network, strict=False)
            for network in toml.location.trusted_proxies
        ),
        languages=tuple(toml.languages),
        language_path=language_path(toml.language.path),
        language_cookie=toml.language.cookie,
        closest_language=matcher(tuple(toml.languages)),
        clock_zone=clock_zone,
        site_zone=zone_named(toml.site_timezone) or Sources().site_zone,
        unknown=first_stage(toml),
    )


def first_stage(toml: SartoToml) -> dict[str, object]:
    stages = toml.journey.stages if toml.journey else []
    return {"stage": stages[0].name} if stages else {}


def language_path(path: str | None) -> Pattern[str] | None:
    """Compile `/{language}/*` so that the language can be taken out of it."""
    if path is None:
        return None
    before, _, after = path.partition("{language}")
    return compile(f"{glob(before).pattern}(?P<language>[^/]+){glob(after).pattern}")


def locations(config: Config, report: Report) -> LocationSource | None:
    """Open the location database; without one the facts are unknown."""
    database = config.toml.location.database
    if database is None:
        return None
    try:
        opened = adapter("location", "maxmind")(config.folder / database)
        return cast("LocationSource", opened)
    except Exception as error:  # noqa: BLE001 - broken files raise nearly anything
        text = f"the location database cannot be read: {error}"
        path, hint = ("location", "database"), "countries and zones will be unknown"
        report.wrong("SARTO020", path, text, hint, at_value=True, severity="warning")
        return None


def extra_headers(toml: SartoToml) -> Mapping[str, tuple[str, ...]]:
    """Tell which headers the site's settings let facts be read from."""
    places = tuple(toml.location.headers)
    found: dict[str, tuple[str, ...]] = {}
    if places:
        found |= dict.fromkeys(PLACES, places)
    if toml.language.cookie:
        found["language"] = ("Cookie",)
    return found
