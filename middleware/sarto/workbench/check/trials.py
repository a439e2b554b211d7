"""Experiments that nobody is in (SARTO044), and those that nothing shows (SARTO045)."""

from collections.abc import Iterator
from typing import Final

from sarto.config.conditions import conditions
from sarto.config.experiment import Experiment
from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.config.rules import placements, rules
from sarto.errors import Finding
from sarto.site.site import Site

EMPTY: Final = "SARTO044"
UNUSED: Final = "SARTO045"
FAMILY: Final = "arm."
ALL: Final = 100  # percent

NOBODY: Final = "nobody is in this arm: it weighs nothing"
RESTS: Final = "give it a weight, or take it out if it does not rest"
UNTAKEN: Final = "nobody takes part: the experiment takes 0 percent of visitors"
TAKE: Final = "take some: traffic = 100"
HELD: Final = "nobody takes part: the holdout {!r} keeps everybody out"
LESS: Final = "keep fewer out: {} = 10, under [holdouts]"
IDLE: Final = "no rule shows the experiment {!r}"
NAME: Final = 'name it in a rule: experiment = "{}"'
OFF: Final = "the rules that show the experiment {!r} are switched off"
SWITCH: Final = "switch one on, or take the experiment out"


def trials(site: Site) -> tuple[Finding, ...]:
    """Warn of them."""
    toml, report = site.config.toml, site.config.report()
    for name, experiment in toml.experiments.items():
        path = ("experiments", name)
        tell_empty(
            experiment, path, toml.holdouts.get(experiment.holdout or "", 0), report
        )
        tell_idle(name, path, site, report)
    return report.all()


def tell_empty(
    experiment: Experiment, path: KeyPath, held: int, report: Report
) -> None:
    """Tell of arms, or of all of them, that nobody is in."""
    if experiment.traffic == 0:
        report.wrong(
            EMPTY, (*path, "traffic"), UNTAKEN, TAKE, at_value=True, severity="warning"
        )
    if held == ALL:
        at, name = (*path, "holdout"), experiment.holdout
        text, hint = HELD.format(name), LESS.format(name)
        report.wrong(EMPTY, at, text, hint, at_value=True, severity="warning")
    for arm, weight in experiment.arms.items():
        if weight == 0:
            report.wrong(EMPTY, (*path, "arms", arm), NOBODY, RESTS, severity="warning")


def tell_idle(name: str, path: KeyPath, site: Site, report: Report) -> None:
    """Tell of an experiment that no visitor can see an arm of."""
    if name in asked(site):
        return
    shown = {is_on for at, is_on in shows(site) if at == name}
    if True not in shown:
        text, hint = (OFF, SWITCH) if shown else (IDLE, NAME)
        report.wrong(
            UNUSED, path, text.format(name), hint.format(name), severity="warning"
        )


def asked(site: Site) -> frozenset[str]:
    """Name the experiments whose arms conditions, or the site's own code, ask for."""
    toml = site.config.toml
    facts = [fact for fact, _, _ in conditions(toml, site.config.dictionary)]
    facts += [fact for read in toml.app.reads.values() for fact in read]
    facts += [fact for place in site.slots for fact in place.shown]
    return frozenset(f.removeprefix(FAMILY) for f in facts if f.startswith(FAMILY))


def shows(site: Site) -> Iterator[tuple[str, bool]]:
    """List the experiments that rules show, and whether they do."""
    toml = site.config.toml
    off = {path for path, placed in placements(toml) if placed.off}
    off |= {("pages", index) for index, page in enumerate(toml.pages) if page.off}
    for path, show in rules(toml):
        if show.experiment:
            yield show.experiment, not (show.off or path[:2] in off)
