"""Slots, layouts, pages, and the rules in them, as written."""

from typing import Literal

from pydantic import Field

from sarto.config.fields import Conditions, Moment, Table, Texts


class Cap(Table):
    """How often a rule may show, at most."""

    times: int = Field(ge=1, description="how many times, at most", examples=[3])
    per: Literal["visit", "day", "visitor"] = Field(
        description="in what time: one visit, one day of the site's, or ever",
        examples=["visitor"],
    )


class Show(Table):
    """One rule: to whom, what, when."""

    to: Texts | None = Field(
        default=None,
        description="an audience, or a list: any of them; left out: everyone",
        examples=["experts"],
    )
    when: Conditions | None = Field(
        default=None,
        description="conditions on the spot, joined to `to` by AND",
        examples=[{"device": "mobile"}],
    )
    fragment: str | None = Field(
        default=None,
        description=(
            'a file in the folder of fragments; "keep": the page\'s own content; '
            '"default": the default of the slot'
        ),
        examples=["hero/evening.html", "keep"],
    )
    attrs: dict[str, str] = Field(
        default={},
        description="attributes to set on the slot's element",
        examples=[{"class": "compact"}],
    )
    experiment: str | None = Field(
        default=None,
        description="an experiment: each visitor is shown one of its arms",
        examples=["hero-photo"],
    )
    fragments: dict[str, str] = Field(
        default={},
        description="a fragment for each arm of the experiment",
        examples=[{"control": "default", "photo": "hero/photo.html"}],
    )
    layout: str | None = Field(
        default=None,
        description="a template in the folder of layouts",
        examples=["home/expert.html"],
    )
    layouts: dict[str, str] = Field(
        default={},
        description="a layout for each arm of the experiment",
        examples=[{"control": "home/plain.html", "photo": "home/expert.html"}],
    )
    serve: str | None = Field(
        default=None,
        description="the path of the same site to serve instead",
        examples=["/home/expert"],
    )
    serves: dict[str, str] = Field(
        default={},
        description="a path for each arm of the experiment",
        examples=[{"control": "keep", "photo": "/home/photo"}],
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
    cap: Cap | None = Field(
        default=None,
        description="how often, at most",
        examples=[{"times": 3, "per": "visitor"}],
    )
    off: bool = Field(
        default=False, description="true: the rule is switched off", examples=[True]
    )
    why: str | None = Field(
        default=None,
        description="what the rule is to achieve",
        examples=["more bookings at dinner time"],
    )


class Purposeful(Table):
    """What slots, layouts and pages share: what for, whose, and whether at all."""

    why: str | None = Field(
        default=None,
        description="what it is to achieve; shown by `sarto explain` and in reports",
        examples=["more bookings at dinner time"],
    )
    owner: str | None = Field(
        default=None, description="who looks after it", examples=["web team"]
    )
    off: bool = Field(
        default=False, description="true: it is switched off", examples=[True]
    )


class Placed(Purposeful):
    """What slots and layouts share."""

    pages: Texts | None = Field(
        default=None,
        description="globs of paths where it may change; default: wherever it stands",
        examples=[["/", "/menu/*"]],
    )
    default: str | None = Field(
        default=None,
        description="the file everybody else sees; left out: the page's own content",
        examples=["hero/default.html"],
    )
    stable: Literal["request", "visit"] = Field(
        default="request",
        description='"visit": it does not change within a visit',
        examples=["visit"],
    )
    selector: str | None = Field(
        default=None,
        description="a CSS selector that finds it in HTML nobody may edit",
        examples=["#hero"],
    )
    show: list[Show] = Field(
        default=[],
        description="the rules, read top to bottom: the first match wins",
        examples=[[{"to": "experts", "fragment": "keep"}]],
    )


class Slot(Placed):
    """A swappable part of a page."""


class Layout(Placed):
    """The arrangement of a region's slots."""

    show: list[Show] = Field(
        default=[],
        description="the rules, read top to bottom: the first match wins",
        examples=[[{"to": "experts", "layout": "home/expert.html"}]],
    )


class Page(Purposeful):
    """A whole page, swapped for another route of the same site."""

    path: str = Field(
        description="a glob of the paths to swap", examples=["/", "/menu/*"]
    )
    show: list[Show] = Field(
        min_length=1,
        description="the rules, read top to bottom: the first match wins",
        examples=[[{"to": "experts", "serve": "/home/expert"}]],
    )
