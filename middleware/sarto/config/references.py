"""Names that parts of the file call one another by: each must be somewhere."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice, pairwise

from sarto.config.audiences import Audience
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml, Show
from sarto.config.report import Report
from sarto.errors import Severity
from sarto.vocabulary.reading import did_you_mean

LONGEST = 50  # audiences made of audiences made of audiences
MOST = 9  # of a circle's audiences that are shown
KINDS = {
    "audience": "audiences",
    "experiment": "experiments",
    "signal": "signals",
    "holdout": "holdouts",
}


def refer(  # noqa: PLR0913 - who, among whom, and where
    kind: str,
    name: str,
    known: Collection[str],
    path: KeyPath,
    report: Report,
    *,
    severity: Severity = "error",
) -> None:
    """Report a name that nothing answers to."""
    if name not in known and not report.doubts(kind):
        text = f"there is no {kind} called {name!r}"
        hint = did_you_mean(name, tuple(known))
        if not hint.startswith("did"):
            others = f", or name {hint}" if hint else ""
            hint = f"declare it: [{KINDS[kind]}.{name}]{others}"
        report.wrong("SARTO007", path, text, hint, at_value=True, severity=severity)


def named(path: KeyPath, show: Show, toml: SartoToml, report: Report) -> None:
    """Check whom a rule names, and which experiment."""
    for index, name in enumerate(show.to or ()):
        refer("audience", name, toml.audiences, (*path, "to", index), report)
    if show.experiment is not None:
        known, at = toml.experiments, (*path, "experiment")
        refer("experiment", show.experiment, known, at, report)


def circles(audiences: Mapping[str, Audience], report: Report) -> None:
    """Report audiences that are made of themselves, or of too many in a row."""
    made_of = {
        name: sorted(a.names() & audiences.keys()) for name, a in audiences.items()
    }
    depths: dict[str, int] = {}
    for name in made_of:
        for circle in walk(name, made_of, depths):
            text = f"the audience {circle[0]!r} is made of itself"
            path = " → ".join((*circle, circle[0]))
            beside = tuple(
                (("audiences", part), f"made of {of!r}")
                for part, of in islice(pairwise((*circle[1:], circle[0])), MOST)
            )
            at = ("audiences", circle[0])
            report.wrong("SARTO008", at, text, path, beside=beside)
    for name, depth in depths.items():
        if depth == LONGEST + 1:
            text = f"the audience {name!r} is made of {LONGEST} others in a row"
            report.wrong("SARTO008", ("audiences", name), text, "name fewer in between")


def walk(
    start: str, made_of: Mapping[str, list[str]], depths: dict[str, int]
) -> Iterator[list[str]]:
    """Walk what an audience is made of, each once in all walks; give its circles."""
    trail = {} if start in depths else {start: iter(made_of[start])}
    while trail:
        name = next(reversed(trail))
        part = next(trail[name], None)
        if part is None:
            del trail[name]
            depths[name] = 1 + max((depths.get(p, 0) for p in made_of[name]), default=0)
        elif part in trail:
            names = list(trail)
            yield names[names.index(part) :]
        elif part not in depths:
            trail[part] = iter(made_of[part])
