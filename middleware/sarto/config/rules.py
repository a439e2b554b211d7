"""The rules of a file, wherever they stand, each with its path."""

from collections.abc import Iterator

from sarto.config.locate import KeyPath
from sarto.config.model import Conditions, Page, Placed, SartoToml, Show


def placements(toml: SartoToml) -> Iterator[tuple[KeyPath, Placed]]:
    """List slots and layouts."""
    for name, slot in toml.slots.items():
        yield ("slots", name), slot
    for name, layout in toml.layouts.items():
        yield ("layouts", name), layout


def rules(toml: SartoToml) -> Iterator[tuple[KeyPath, Show]]:
    """List the rules of slots, layouts and pages."""
    pages = ((("pages", index), page) for index, page in enumerate(toml.pages))
    owners: list[tuple[KeyPath, Placed | Page]] = [*placements(toml), *pages]
    for path, owner in owners:
        for index, show in enumerate(owner.show):
            yield (*path, "show", index), show


def whens(toml: SartoToml) -> Iterator[tuple[KeyPath, Conditions]]:
    """List the conditions on the spot: of rules, and of the journey's stages."""
    for path, show in rules(toml):
        if show.when is not None:
            yield (*path, "when"), show.when
    for index, stage in enumerate(toml.journey.stages if toml.journey else ()):
        if stage.when is not None:
            yield ("journey", "stages", index, "when"), stage.when
