"""The experiments of one site, made ready: who takes part, and in which arm."""

from collections.abc import Iterator, Mapping

from sarto.choices.agreement import Agreement
from sarto.config.experiment import Experiment
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.trials import grouped
from sarto.context.remembered import Trial as Assigning
from sarto.context.visit import UNIT
from sarto.decide.assignment import Span, Trial, Trials
from sarto.site.consenting import law

CODE = "SARTO041"
WHOLE = 100  # percent


def trials(toml: SartoToml, before: Mapping[str, Assigning]) -> Trials:
    """Make them ready; of those `before`, weights that were learnt are kept."""
    spans = dict(placed(toml.experiments))
    made = {
        name: Trial(
            name=name,
            weights=dict(each.weights),
            traffic=1.0 if name in spans else each.traffic / WHOLE,
            holdout=kept_out(each, toml.holdouts),
            group=spans.get(name),
            salt=each.salt,
            is_moving=each.is_bandit,
        )
        for name, each in toml.experiments.items()
    }
    found = Trials(made)
    known = {name: trial for name, trial in before.items() if isinstance(trial, Trial)}
    alike = {n: t for n, t in known.items() if n in made and t.key == made[n].key}
    found.renew({name: trial.weights for name, trial in alike.items()})
    return found


def kept_out(experiment: Experiment, holdouts: Mapping[str, int]) -> Span | None:
    """Tell who is kept out: the same people wherever that holdout is named."""
    name = experiment.holdout
    if name is None:
        return None
    return Span(kind="holdout", name=name, end=holdouts.get(name, 0) / WHOLE)


def placed(experiments: Mapping[str, Experiment]) -> Iterator[tuple[str, Span]]:
    """Give the experiments of each group their places, side by side."""
    for group, members in grouped(experiments).items():
        taken = 0
        for name in members:
            start, taken = taken, taken + experiments[name].traffic
            span = Span(
                kind="group", name=group, start=start / WHOLE, end=taken / WHOLE
            )
            yield name, span


def tell_unmeasured(
    toml: SartoToml, agreement: Agreement | None, report: Report
) -> None:
    """Warn where nobody can ever take part: no source grants what that needs."""
    row = law(toml).row(UNIT)
    purpose = row.purpose if row else None
    if agreement is None or purpose is None or not toml.experiments:
        return
    silent = [term.name for term in agreement.terms if not term.ids.get(purpose)]
    if silent:
        text = f"nobody takes part in experiments: {silent[0]} never grants {purpose}"
        hint = f'say what stands for it: [consent] map = {{ {purpose} = "…" }}'
        where = "map" if toml.consent and toml.consent.map else "source"
        report.wrong(CODE, ("consent", where), text, hint, severity="warning")
