"""What rules show: what their place can show, for each arm, where an edge knows."""

from collections.abc import Iterable, Mapping

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml, Show
from sarto.config.report import Report
from sarto.config.rules import placements
from sarto.vocabulary.reading import did_you_mean

SHOWN = {  # what a rule of each place shows
    "slots": ("fragment", "attrs", "experiment"),
    "layouts": ("layout", "experiment"),
    "pages": ("serve", "experiment"),
}
PLACES = {  # what only rules of these places have
    "fragment": "slots",
    "fragments": "slots",
    "attrs": "slots",
    "layout": "layouts",
    "layouts": "layouts",
    "serve": "pages",
    "serves": "pages",
}
BY_ARM = {  # an experiment's, in each place
    "slots": "fragments",
    "layouts": "layouts",
    "pages": "serves",
}


def shows(path: KeyPath, show: Show, toml: SartoToml, report: Report) -> None:
    """Check that a rule shows what its place can show."""
    able = SHOWN[str(path[0])]
    strange = [key for key in PLACES if getattr(show, key) and PLACES[key] != path[0]]
    if not strange and not any(getattr(show, key) for key in able):
        report.wrong("SARTO013", path, "this rule shows nothing", f"add `{able[0]}`")
    for key in strange:
        text = f"a rule of [{path[0]}] cannot have `{key}`"
        report.wrong("SARTO013", (*path, key), text, f"it takes `{able[0]}`")
    for_arms(path, BY_ARM[str(path[0])], show, toml, report)


def for_arms(
    path: KeyPath, key: str, show: Show, toml: SartoToml, report: Report
) -> None:
    """Check what a rule shows for the arms of its experiment."""
    given: Mapping[str, str] = getattr(show, key)
    alone = SHOWN[str(path[0])][0]
    if show.experiment is None:
        if given and getattr(show, alone):
            text = f"`{key}` are for the arms of an experiment, and none is named"
            hint = f"add `experiment`, or write `{alone}` only"
            report.wrong("SARTO013", (*path, key), text, hint)
    elif experiment := toml.experiments.get(show.experiment):
        arms = experiment.weights
        strangers(given, show.experiment, arms, (*path, key), report)
        missing = [arm for arm in arms if arm not in given]
        is_told = any(arm not in arms for arm in given)
        if (
            missing
            and not is_told
            and not getattr(show, alone)
            and not report.doubts("arm")
        ):
            text = f"nothing is said of the arm {missing[0]!r}"
            hint = f'write it into `{key}`; "keep" is the page\'s own content'
            at = (*path, key if given else "experiment")
            report.wrong("SARTO019", at, text, hint, severity="warning")


def strangers(
    given: Iterable[str],
    experiment: str,
    arms: Mapping[str, int],
    path: KeyPath,
    report: Report,
) -> None:
    """Report what is given for arms that the experiment does not have."""
    for arm in given:
        if arm not in arms and not report.doubts("arm"):
            text = f"the experiment has no arm called {arm!r}"
            hint = did_you_mean(arm, tuple(arms))
            has = (("experiments", experiment, "arms"), "these are its arms")
            report.wrong("SARTO007", (*path, arm), text, hint, beside=(has,))


def edges(toml: SartoToml, report: Report) -> None:
    """Check that an edge can know where a place may change."""
    for path, placed in placements(toml):
        if toml.cache.edge != "none" and placed.pages is None and not placed.off:
            text = "behind an edge it must be known where this may change"
            report.wrong("SARTO003", path, text, 'add `pages = ["/…"]`')
        if placed.default == "default":
            text, hint = "the default cannot be itself", 'write "keep", or leave it out'
            at = (*path, "default")
            report.wrong("SARTO016", at, text, hint, at_value=True)
