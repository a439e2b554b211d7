"""What experiments say that cannot be: of goals, arms, groups, times and breakdowns."""

from collections.abc import Iterator, Mapping

from sarto.config.audiences import nameless
from sarto.config.dictionary import Dictionary
from sarto.config.experiment import BETWEEN, MOST, Experiment
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.references import refer
from sarto.config.report import Report
from sarto.config.windows import lasts
from sarto.vocabulary.facts import BY_NAME, Tier, fact_named
from sarto.vocabulary.kinds import Glob
from sarto.vocabulary.periods import period
from sarto.vocabulary.reading import ConditionError
from sarto.vocabulary.spans import Calendar, Clock

CODE = "SARTO043"
WHOLE = 100  # percent
SUM = "signals.*.value"  # what somebody spent: a number of their own
ENDLESS = (Glob, Clock, Calendar)  # kinds of facts that have no end of values


def trials(toml: SartoToml, dictionary: Dictionary, report: Report) -> None:
    """Report every such mistake."""
    for name, experiment in toml.experiments.items():
        path = ("experiments", name)
        named(experiment, path, toml, report)
        arms(experiment, path, report)
        levels(experiment, path, report)
        lasts(path, experiment, toml, report)
        lengths(experiment, path, toml, report)
        breakdown(experiment, path, dictionary, report)
    if toml.events is not None:
        length(toml.events.keep, ("events", "keep"), report)
    groups(toml, report)


def named(
    experiment: Experiment, path: KeyPath, toml: SartoToml, report: Report
) -> None:
    """Check what it wants to achieve, and who is kept out."""
    refer("signal", experiment.goal, toml.signals, (*path, "goal"), report)
    for index, guardrail in enumerate(experiment.guardrails):
        at = (*path, "guardrails", index)
        refer("signal", guardrail, toml.signals, at, report, severity="warning")
        if guardrail == experiment.goal:
            text = f"{guardrail!r} is to be seen more often: it is the goal"
            hint = "leave one of them out"
            report.wrong(CODE, at, text, hint, at_value=True)
    if experiment.holdout is not None:
        kept_out, known = experiment.holdout, toml.holdouts
        refer("holdout", kept_out, known, (*path, "holdout"), report)


def arms(experiment: Experiment, path: KeyPath, report: Report) -> None:
    """Check that there are arms, of one kind, not too many, and somebody in them."""
    written, made = experiment.arms, experiment.factors
    if not (written or made) and not report.doubts("arm"):
        text = "the key `arms` is missing here"
        report.wrong("SARTO003", path, text, "add `arms = …`, or `factors = …`")
    if written and made:
        text = "an experiment has `arms` or `factors`, not both"
        beside = (((*path, "arms"), "these are its arms"),)
        report.wrong(CODE, (*path, "factors"), text, "leave one out", beside=beside)
    if written and not sum(written.values()):
        text, hint = "no visitor is in any of these arms", "write arms like 50"
        report.wrong("SARTO016", (*path, "arms"), text, hint, at_value=True)
    if len(experiment.weights) > MOST:
        text = (
            f"there are more arms than {MOST}: nobody waits until they are told apart"
        )
        at = (*path, "factors" if made else "arms")
        report.wrong(CODE, at, text, "try fewer at once")
    if made and experiment.is_bandit:
        text = "a bandit leaves arms out, and then nothing is learnt of their factors"
        hint = 'leave this out, or write `allocate = "fixed"`'
        report.wrong(CODE, (*path, "allocate"), text, hint, at_value=True)


def levels(experiment: Experiment, path: KeyPath, report: Report) -> None:
    """Check that of an arm's name it is plain which levels it has."""
    for factor, names in experiment.factors.items():
        for index, name in enumerate(names):
            if BETWEEN in name:
                at = (*path, "factors", factor, index)
                text = f"{name!r} has a dot in it, and dots part the levels of an arm"
                report.wrong("SARTO009", at, text, "write a hyphen", at_value=True)


def lengths(
    experiment: Experiment, path: KeyPath, toml: SartoToml, report: Report
) -> None:
    """Check its window: a length of time, in which no event is erased."""
    length(experiment.window, (*path, "window"), report)
    if toml.events is None:
        return
    try:
        is_short = period(toml.events.keep) < period(experiment.window)
    except ConditionError:
        return
    if is_short:
        text = f"events are kept for {toml.events.keep}, which is less than this window"
        beside = ((("events", "keep"), "so long is each kept"),)
        hint, at = "keep them longer", (*path, "window")
        if "window" not in experiment.model_fields_set:
            text, at = f"{text} of {experiment.window}", path
        report.wrong("SARTO019", at, text, hint, beside=beside, severity="warning")


def length(raw: str, path: KeyPath, report: Report) -> None:
    try:
        period(raw)
    except ConditionError as mistake:
        report.wrong("SARTO016", path, mistake.message, mistake.help, at_value=True)


def breakdown(
    experiment: Experiment, path: KeyPath, dictionary: Dictionary, report: Report
) -> None:
    """Check what it is broken down by: facts that many visitors share a value of."""
    for index, name in enumerate(experiment.breakdown):
        at = (*path, "breakdown", index)
        if dictionary.kind(name) is None:
            nameless(name, at, dictionary, report)
        elif not is_shared(name):
            text = f"`{name}` has too many values, or says who somebody is"
            hint = "name one that many visitors share, like `device` or `country`"
            report.wrong(CODE, at, text, hint, at_value=True)


def is_shared(name: str) -> bool:
    """Whether many visitors have the same value of a fact, one of few."""
    row = BY_NAME.get(name) or fact_named(name)
    is_own = row is None or row.tier is Tier.PERSONAL or row.name == SUM
    return not is_own and not (row and isinstance(row.kind, ENDLESS))


def groups(toml: SartoToml, report: Report) -> None:
    """Check that the experiments of a group find room beside one another."""
    for name, members in grouped(toml.experiments).items():
        taken, before = 0, list[KeyPath]()
        for member in members:
            path = ("experiments", member)
            taken += toml.experiments[member].traffic
            if taken > WHOLE:
                text = (
                    f"the group {name!r} has no room for this: that is {taken} percent"
                )
                hint = f"give its experiments a `traffic` of {WHOLE} together"
                beside = tuple((each, "in the same group") for each in before)
                report.wrong(CODE, (*path, "traffic"), text, hint, beside=beside)
                break
            before.append(path)


def grouped(experiments: Mapping[str, Experiment]) -> dict[str, list[str]]:
    """List the experiments of each group, in the order of the file."""
    found = dict[str, list[str]]()
    for name, group in in_groups(experiments):
        found.setdefault(group, []).append(name)
    return found


def in_groups(experiments: Mapping[str, Experiment]) -> Iterator[tuple[str, str]]:
    return (
        (name, each.group)
        for name, each in experiments.items()
        if each.group is not None
    )
