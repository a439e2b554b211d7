"""The shape of `sarto.toml`: one model per table, the contract's names, nothing else.

Only the shape is told here, so that every mistake of shape is reported at once and the
same models give editors their schema. Conditions, globs and references are read after.
"""

from typing import Any, Literal

from pydantic import Field

from sarto.config.experiment import Events, Experiment
from sarto.config.fields import Conditions, Percent, Some, Table, Version
from sarto.config.learnt import (
    Interests,
    Journey,
    Level,
    Preference,
    Signal,
    Stage,
)
from sarto.config.settings import (
    App,
    Cache,
    ConsentTable,
    Console,
    Dev,
    Folders,
    LanguageTable,
    LocationTable,
    Shadow,
    Telemetry,
    Traffic,
)
from sarto.config.shows import Cap, Layout, Page, Placed, Show, Slot

__all__ = [
    "Cap",
    "Conditions",
    "Experiment",
    "Layout",
    "Page",
    "Placed",
    "SartoToml",
    "Show",
    "Slot",
    "Stage",
]


class SartoToml(Table):
    """The whole file."""

    version: Version = Field(
        default=1, description="the version of this format", examples=[1]
    )
    languages: Some = Field(
        default=["en"],
        description="the languages the site speaks; the first is the default",
        examples=[["en", "fa"]],
    )
    timezone: str = Field(
        default="visitor",
        description='whose clock conditions read: "visitor", or a zone',
        examples=["visitor", "Europe/Warsaw"],
    )
    site_timezone: str = Field(
        default="UTC",
        description="the zone of `from`, `until` and the day of a cap",
        examples=["Europe/Warsaw"],
    )
    prefix: str = Field(
        default="/_sarto", description="where our own URLs live", examples=["/_sarto"]
    )
    https: Literal["auto", "always"] = Field(
        default="auto",
        description='"always": behind a proxy that ends TLS',
        examples=["auto"],
    )
    site: str = Field(
        default="",
        pattern=r"^[a-z0-9-]{0,32}$",
        description="names this site's cookies where others share its host",
        examples=["shop"],
    )
    origins: list[str] = Field(
        default=[],
        description="the site's own origins; default: the request's own",
        examples=[["https://bistro.example"]],
    )
    folders: Folders = Field(
        default=Folders(),
        description="where fragments and layouts live",
        examples=[{"fragments": "fragments"}],
    )
    location: LocationTable = Field(
        default=LocationTable(),
        description="how to know where a visitor is",
        examples=[{"database": "GeoLite2-City.mmdb"}],
    )
    language: LanguageTable = Field(
        default=LanguageTable(),
        description="how the site says a page's language",
        examples=[{"path": "/{language}/*"}],
    )
    preferences: dict[str, Preference] = Field(
        default={},
        description="what a visitor may tell us",
        examples=[{"view": {"values": ["simple", "expert"]}}],
    )
    audiences: dict[str, Conditions] = Field(
        default={},
        description="named sets of conditions",
        examples=[{"experts": {"level": "expert"}}],
    )
    slots: dict[str, Slot] = Field(
        default={},
        description="swappable parts of pages",
        examples=[{"hero": {"show": [{"fragment": "keep"}]}}],
    )
    layouts: dict[str, Layout] = Field(
        default={},
        description="arrangements of a region's slots",
        examples=[{"home": {"show": [{"layout": "home/expert.html"}]}}],
    )
    pages: list[Page] = Field(
        default=[],
        description="whole pages, swapped for another route of the site",
        examples=[
            [{"path": "/", "show": [{"to": "experts", "serve": "/home/expert"}]}]
        ],
    )
    signals: dict[str, Signal] = Field(
        default={},
        description="what a visitor may do, seen on the server",
        examples=[{"left": {"on": "GET /bye"}}],
    )
    level: Level | None = Field(
        default=None,
        description="how experienced a visitor is",
        examples=[{"regular": 10, "expert": 40}],
    )
    journey: Journey | None = Field(
        default=None,
        description="the stages of a visitor's journey",
        examples=[{"stages": [{"name": "new"}]}],
    )
    interests: Interests | None = Field(
        default=None,
        description="what tells a visitor's interests",
        examples=[{"from": ["/menu/{topic}"]}],
    )
    experiments: dict[str, Experiment] = Field(
        default={},
        description="what is tried out",
        examples=[{"price": {"arms": {"control": 1, "low": 1}, "goal": "booked"}}],
    )
    holdouts: dict[str, Percent] = Field(
        default={},
        description="percent of visitors kept out of experiments",
        examples=[{"winter": 10}],
    )
    events: Events | None = Field(
        default=None,
        description="where events are kept; left out: beside the file, for experiments",
        examples=[{"url": "sqlite:///.sarto/events.db"}],
    )
    consent: ConsentTable | None = Field(
        default=None,
        description="where consent is read from",
        examples=[{"source": "form"}],
    )
    app: App = Field(
        default=App(),
        description="what the site's own code does",
        examples=[{"reads": {"/menu/*": ["country"]}}],
    )
    traffic: Traffic = Field(
        default=Traffic(),
        description="whether the facts of requests are counted",
        examples=[{"file": ".sarto/traffic.jsonl"}],
    )
    shadow: Shadow = Field(
        default=Shadow(),
        description="a second config, decided beside this one",
        examples=[{"config": "next.toml"}],
    )
    telemetry: Telemetry = Field(
        default=Telemetry(),
        description="who is told what the server does",
        examples=[{"to": ["opentelemetry"]}],
    )
    dev: Dev = Field(
        default=Dev(),
        description="what `sarto dev` serves",
        examples=[{"app": "app:app"}],
    )
    personas: dict[str, dict[str, Any]] = Field(
        default={},
        description="saved visitors, for --as @name",
        examples=[{"tehran-evening": {"country": "IR", "time": "20:00"}}],
    )
    console: Console | None = Field(
        default=None,
        description="the console for developers; left out: there is none",
        examples=[{"recent": 50}],
    )
    cache: Cache = Field(
        default=Cache(),
        description="what stands in front of the site",
        examples=[{"edge": "none"}],
    )
