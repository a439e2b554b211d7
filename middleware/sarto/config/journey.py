"""The journey's stages: what must be said of them, and what they cannot be made of."""

from collections.abc import Iterator, Mapping

from sarto.config.audiences import Audience
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.vocabulary.reading import shown


def stages(
    toml: SartoToml,
    audiences: Mapping[str, Audience],
    when: Mapping[KeyPath, Audience],
    report: Report,
) -> None:
    """Check that every stage but the first says when it is reached, by no stage."""
    staged = set(made_of_stages(audiences))
    for index, stage in enumerate(toml.journey.stages if toml.journey else ()):
        path: KeyPath = ("journey", "stages", index)
        if index and stage.when is None:
            text = f"everybody is in the stage {shown(stage.name)}: it has no condition"
            report.wrong("SARTO003", path, text, "add `when = { … }`")
        reached = when.get((*path, "when"), Audience())
        if reached.reads("stage") or not staged.isdisjoint(reached.names()):
            text = f"the stage {shown(stage.name)} is made of stages"
            hint = "write what the visitor did instead"
            report.wrong("SARTO008", (*path, "when"), text, hint)


def made_of_stages(audiences: Mapping[str, Audience]) -> Iterator[str]:
    """List the audiences that read the stage, or are made of such; each once."""
    used_in: dict[str, list[str]] = {}
    for name, audience in audiences.items():
        for part in audience.names():
            used_in.setdefault(part, []).append(name)
    found = [name for name, audience in audiences.items() if audience.reads("stage")]
    known = set(found)
    while found:
        name = found.pop()
        yield name
        more = [user for user in used_in.get(name, ()) if user not in known]
        known.update(more)
        found += more
