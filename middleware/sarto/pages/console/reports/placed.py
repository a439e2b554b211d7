"""Places without experiments: what went together with what was shown."""

from functools import partial
from typing import Final

from sarto.measure.report.places import Place, Shown
from sarto.measure.statistics.normal import LEVEL
from sarto.pages.console.reports.numerals import Numerals
from sarto.pages.console.reports.parts import Chapter, Part, Table, present
from sarto.pages.console.reports.whiskers import SHARES, Mark, whiskers
from sarto.speech.speech import N_, Speech

OWN: Final = N_("the page’s own content")  # noqa: RUF001 - an apostrophe, as people write it


def placed(place: Place, say: Speech) -> Chapter:
    """Tell of one place."""
    write = Numerals(say)
    charts = [
        whiskers(
            say("Who did it: {goal}", goal=say.name(signal)),
            [
                Mark(
                    name=titled(row, say),
                    said=write.percent(rate.share),
                    dot=rate.share,
                    once=rate.interval,
                )
                for row in place.rows
                for rate in row.rates
                if rate.signal == signal
            ],
            partial(write.percent, fine=0),
            SHARES,
        )
        for signal in place.signals
    ]
    head = [say("Shown"), say("For"), say("Visitors")]
    for signal in place.signals:
        head += [signal, write.percent(LEVEL, 0)]
    rows = tuple(row_of(row, say) for row in place.rows)
    table = Table(caption=place.name, head=tuple(head), rows=rows, texts=2)
    return Chapter(
        id=place.subject.replace(".", "-").replace(" ", "_"),
        name=place.name,
        parts=(Part(title="", charts=present(*charts), tables=(table,)),),
    )


def titled(row: Shown, say: Speech) -> str:
    shown = row.variant or say(OWN)
    return f"{shown} → {row.audience}" if row.audience else shown


def row_of(row: Shown, say: Speech) -> tuple[str, ...]:
    write = Numerals(say)
    return (
        row.variant or say(OWN),
        row.audience or say("everybody else"),
        write.count(row.units),
        *(
            text
            for rate in row.rates
            for text in (write.percent(rate.share), write.percents(rate.interval))
        ),
    )
