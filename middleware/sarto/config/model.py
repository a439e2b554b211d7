"""The shape of `sarto.toml`: one model per table, the contract's names, nothing else.

Only the shape is told here, so that every mistake of shape is reported at once and the
same models give editors their schema. Conditions, globs and references are read after.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError


def listed(raw: object) -> object:
    if type(raw) not in (str, list):
        raise PydanticCustomError("texts_type", "neither a text nor a list")
    return [raw] if isinstance(raw, str) else raw


def moment(raw: object) -> datetime | date:
    if not isinstance(raw, date):  # a datetime is one
        raise PydanticCustomError("moment_type", "neither a date nor a date and time")
    return raw


Some: TypeAlias = Annotated[list[str], Field(min_length=1)]
Texts: TypeAlias = Annotated[Some, BeforeValidator(listed, str | Some)]
Conditions: TypeAlias = dict[str, Any]
Moment: TypeAlias = Annotated[datetime | date, PlainValidator(moment, datetime | date)]
Percent: TypeAlias = Annotated[int, Field(ge=0, le=100)]


class Table(BaseModel):
    """A table of the file: unknown keys are mistakes, values are not bent to fit."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False
    )


class Folders(Table):
    """Where fragments and layouts live, relative to this file."""

    fragments: str = "fragments"
    layouts: str = "layouts"


class LocationTable(Table):
    """How the site knows where a visitor is."""

    database: str | None = None
    headers: list[str] = []
    trusted_proxies: list[str] = []


class LanguageTable(Table):
    """How the site says which language a page is in."""

    path: str | None = None
    cookie: str | None = None


class Preference(Table):
    """Something a visitor may tell us."""

    values: Some


class Cap(Table):
    """How often a rule may show, at most."""

    times: int = Field(ge=1)
    per: Literal["visit", "day", "visitor"]


class Show(Table):
    """One rule: to whom, what, when."""

    to: Texts | None = Field(
        default=None, description="an audience, or a list: any of them"
    )
    when: Conditions | None = Field(default=None, description="an audience on the spot")
    fragment: str | None = None
    attrs: dict[str, str] = {}
    experiment: str | None = None
    fragments: dict[str, str] = {}
    layout: str | None = None
    layouts: dict[str, str] = {}
    serve: str | None = None
    start: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    cap: Cap | None = None
    off: bool = False
    why: str | None = None


class Placed(Table):
    """What slots and layouts share."""

    why: str | None = None
    owner: str | None = None
    pages: Texts | None = None
    default: str | None = None
    stable: Literal["request", "visit"] = "request"
    selector: str | None = None
    off: bool = False
    show: list[Show] = []


class Slot(Placed):
    """A swappable part of a page."""


class Layout(Placed):
    """The arrangement of a region's slots."""


class Page(Table):
    """A whole page, swapped for another route of the same site."""

    path: str
    why: str | None = None
    owner: str | None = None
    off: bool = False
    show: list[Show] = Field(min_length=1)


class Signal(Table):
    """Something a visitor did, seen on the server."""

    on: str | None = None
    status: str | None = None
    points: float | None = None
    area: str | None = None


class Level(Table):
    """From how many points a visitor is regular, and expert."""

    regular: float = 10
    expert: float = 40
    half_life: str = "30d"
    lead: float = 3
    freeze: list[str] = []


class Stage(Table):
    """A stage of the journey."""

    name: str
    when: Conditions | None = None


class Journey(Table):
    """The stages, in order; the last one that holds wins."""

    stages: list[Stage] = Field(min_length=1)


class Interests(Table):
    """Which paths and queries tell what a visitor cares for."""

    source: list[str] = Field(default=[], alias="from")
    min: int = 3
    never: list[str] = []


class Experiment(Table):
    """Arms, weights, and what to achieve."""

    arms: dict[str, int] = Field(min_length=2)
    goal: str
    guardrails: list[str] = []
    traffic: Percent = 100
    holdout: str | None = None
    allocate: Literal["fixed", "bandit"] = "fixed"


class Events(Table):
    """Where events are kept."""

    url: str


class ConsentTable(Table):
    """Where consent is read from, and what it is called there."""

    source: Texts = ["form"]
    map: dict[str, Texts] = {}
    regime: Literal["opt-in", "opt-out"] = "opt-in"
    gpc: bool = True


class App(Table):
    """What the site's own code reads of a visitor."""

    reads: dict[str, list[str]] = {}


class Dev(Table):
    """What `sarto dev` serves when nothing is named."""

    app: str | None = None


class Cache(Table):
    """What stands in front, and how much is held back."""

    edge: Literal["none", "varnish", "nginx", "fastly", "cloudflare"] = "none"
    max_variants: int = Field(default=64, ge=1)
    bands: bool = False
    hold_cap: int = Field(default=262_144, ge=0)


class SartoToml(Table):
    """The whole file."""

    version: Literal[1] = 1
    languages: Some = ["en"]
    timezone: str = "visitor"
    site_timezone: str = "UTC"
    prefix: str = "/_sarto"
    https: Literal["auto", "always"] = "auto"
    origins: list[str] = []
    folders: Folders = Folders()
    location: LocationTable = LocationTable()
    language: LanguageTable = LanguageTable()
    preferences: dict[str, Preference] = {}
    audiences: dict[str, Conditions] = {}
    slots: dict[str, Slot] = {}
    layouts: dict[str, Layout] = {}
    pages: list[Page] = []
    signals: dict[str, Signal] = {}
    level: Level | None = None
    journey: Journey | None = None
    interests: Interests | None = None
    experiments: dict[str, Experiment] = {}
    holdouts: dict[str, Percent] = {}
    events: Events | None = None
    consent: ConsentTable | None = None
    app: App = App()
    dev: Dev = Dev()
    personas: dict[str, dict[str, Any]] = {}
    cache: Cache = Cache()
