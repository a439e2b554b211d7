"""Experiments as written, with what to achieve, and where their events are kept."""

from itertools import islice, product
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sarto.config.fields import Moment, Percent, Table, Weight

MOST = 64  # arms
EQUAL = 1  # what each arm weighs that is made of factors
BETWEEN = "."  # the levels of factors, in the name of an arm

Levels: TypeAlias = Annotated[list[str], Field(min_length=2)]


class Experiment(Table):
    """Arms, weights, and what to achieve."""

    arms: dict[str, Weight] = Field(
        default={},
        min_length=2,
        description="each arm with its weight; the first is the baseline",
        examples=[{"control": 50, "photo": 50}],
    )
    factors: dict[str, Levels] = Field(
        default={},
        description=(
            "instead of arms: what is varied, with its levels; each combination is an "
            "arm, like off.short; the first: the baseline"
        ),
        examples=[{"photo": ["off", "on"], "words": ["short", "long"]}],
    )
    goal: str = Field(
        description="the signal to be seen more often", examples=["booked"]
    )
    guardrails: list[str] = Field(
        default=[],
        description="signals that must not be seen more often",
        examples=[["left"]],
    )
    margin: float = Field(
        default=1.0,
        ge=0,
        description="percentage points by which a guardrail may be worse",
        examples=[1.0],
    )
    traffic: Percent = Field(
        default=100, description="percent of eligible visitors", examples=[100]
    )
    group: str | None = Field(
        default=None,
        description=(
            "experiments of one group share no visitor: each takes its `traffic` of "
            "them, in the order of the file"
        ),
        examples=["front"],
    )
    holdout: str | None = Field(
        default=None,
        description="the holdout whose visitors are kept out",
        examples=["winter"],
    )
    allocate: Literal["fixed", "bandit"] = Field(
        default="fixed",
        description='"fixed" weights, or a "bandit" that learns them',
        examples=["fixed"],
    )
    window: str = Field(
        default="14d",
        description="how long after they first saw an arm what visitors do counts",
        examples=["14d"],
    )
    breakdown: list[str] = Field(
        default=["device", "language", "stage"],
        description="facts by whose values the report is broken down",
        examples=[["device", "language"]],
    )
    salt: str = Field(
        default="",
        description="another one deals all visitors to the arms anew",
        examples=["second-try"],
    )
    start: Moment | None = Field(
        default=None,
        alias="from",
        description="from when on: a date, or a date and time, without quotes",
        examples=["2026-12-01"],
    )
    until: Moment | None = Field(
        default=None,
        description="until when, without quotes; a date includes its day",
        examples=["2026-12-24", "2026-12-24T18:00:00"],
    )
    why: str | None = Field(
        default=None,
        description="what is to be learnt; shown in reports",
        examples=["does a photo sell more tables?"],
    )
    owner: str | None = Field(
        default=None, description="who looks after it", examples=["web team"]
    )

    @property
    def weights(self) -> dict[str, int]:
        """Give each arm its weight, be it written or made of factors.

        No more arms are made than one above the most: a file may ask for any number.
        """
        if not self.factors:
            return self.arms
        combined = islice(product(*self.factors.values()), MOST + 1)
        return dict.fromkeys(map(BETWEEN.join, combined), EQUAL)

    @property
    def is_bandit(self) -> bool:
        return self.allocate == "bandit"


class Events(Table):
    """Where events are kept, and how long."""

    url: str = Field(
        default="sqlite:///.sarto/events.db",
        description="the database, as a URL; SQLite's file is relative to this one",
        examples=["sqlite:///.sarto/events.db"],
    )
    keep: str = Field(
        default="90d",
        description="how long each event is kept; then only sums are",
        examples=["90d"],
    )
