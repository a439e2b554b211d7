"""The tables that set Sarto up, as written: where things are, what stands around."""

from typing import Literal

from pydantic import Field

from sarto.config.fields import Table, Texts


class Folders(Table):
    """Where fragments and layouts live, relative to this file."""

    fragments: str = Field(
        default="fragments",
        description="the folder of fragments, relative to this file",
        examples=["fragments"],
    )
    layouts: str = Field(
        default="layouts",
        description="the folder of layouts, relative to this file",
        examples=["layouts"],
    )


class LocationTable(Table):
    """How the site knows where a visitor is."""

    database: str | None = Field(
        default=None,
        description="a database in MaxMind's format, relative to this file",
        examples=["GeoLite2-City.mmdb"],
    )
    headers: list[str] = Field(
        default=[],
        description="headers with the country; believed from trusted_proxies only",
        examples=[["cf-ipcountry"]],
    )
    trusted_proxies: list[str] = Field(
        default=[],
        description="networks whose location and forwarding headers are believed",
        examples=[["127.0.0.1/32"]],
    )


class LanguageTable(Table):
    """How the site says which language a page is in."""

    path: str | None = Field(
        default=None,
        description="a glob of paths with {language} where it stands",
        examples=["/{language}/*"],
    )
    cookie: str | None = Field(
        default=None,
        description="the cookie in which the site keeps the language",
        examples=["lang"],
    )


class ConsentTool(Table):
    """How one consent tool is set up, where that is not as it ships."""

    cookie: str | None = Field(
        default=None,
        description="its cookie's name, or what the names of all begin with",
        examples=["cc_cookie"],
    )
    version: str | int | None = Field(
        default=None,
        description="the version of the policy that a visitor must have seen",
        examples=["2"],
    )
    max_age: str | None = Field(
        default=None,
        description="how long a yes counts; default: as long as the tool says",
        examples=["180d"],
    )
    implied: bool = Field(
        default=False,
        description="true: the tool also writes a yes that nobody said",
        examples=[True],
    )
    map: dict[str, Texts] = Field(
        default={},
        description="each purpose with this tool's name for it; goes before the other",
        examples=[{"personalization": "preferences"}],
    )


class ConsentTable(Table):
    """Where consent is read from, and what it is called there."""

    source: Texts = Field(
        default=["form"],
        description=(
            "our own form, a consent tool by its name, or a list: what all of them "
            "grant"
        ),
        examples=["form"],
    )
    map: dict[str, Texts] = Field(
        default={},
        description="each purpose with the tool's name for it; of a list all count",
        examples=[{"personalization": "C0003", "analytics": "C0002"}],
    )
    regime: Literal["opt-in", "opt-out"] = Field(
        default="opt-in",
        description='"opt-out": who said nothing counts as having agreed',
        examples=["opt-in"],
    )
    gpc: bool = Field(
        default=True,
        description="true: Global Privacy Control cancels what was not said aloud",
        examples=[True],
    )
    settings: dict[str, ConsentTool] = Field(
        default={},
        description="by a source's name: how it is set up here",
        examples=[{"cookieconsent": {"version": "2"}}],
    )
    needs: dict[str, str] = Field(
        default={},
        description='by fact: the purpose it needs here, or "none", whatever we think',
        examples=[{"country": "personalization"}],
    )


class App(Table):
    """What the site's own code reads of a visitor."""

    reads: dict[str, list[str]] = Field(
        default={},
        description="by glob of paths: the facts that the site's own code reads there",
        examples=[{"/menu/*": ["country"]}],
    )


class Traffic(Table):
    """Whether the facts of requests are counted, for `sarto diff --traffic`."""

    file: str | None = Field(
        default=None,
        description="where they are counted, relative to this file; left out: nowhere",
        examples=[".sarto/traffic.jsonl"],
    )


class Shadow(Table):
    """A second config that decides beside this one, and shows nothing."""

    config: str | None = Field(
        default=None,
        description="that config, relative to this file; left out: there is none",
        examples=["next.toml"],
    )


class Telemetry(Table):
    """Who is told what the server does, page by page; never for whom."""

    to: list[str] = Field(
        default=[],
        description="who is told what the server does, by name; left out: nobody",
        examples=[["opentelemetry", "prometheus", "log"]],
    )


class Dev(Table):
    """What `sarto dev` serves when nothing is named."""

    app: str | None = Field(
        default=None,
        description="a module and its app, a folder of HTML, or a URL",
        examples=["app:app"],
    )


class Console(Table):
    """The console for developers; without this table there is none."""

    recent: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="pages that are kept in memory, to be explained; 0: none",
        examples=[50],
    )


class Cache(Table):
    """What stands in front, and how much is held back."""

    edge: Literal["none", "varnish", "nginx", "fastly", "cloudflare"] = Field(
        default="none",
        description="the cache that stands in front of the site",
        examples=["none"],
    )
    max_variants: int = Field(
        default=64,
        ge=1,
        description="variants of a page above which `sarto check` warns",
        examples=[64],
    )
    bands: bool = Field(
        default=False,
        description="true: the edge may keep pages by level, stage and the like",
        examples=[False],
    )
    cookies: list[str] | None = Field(
        default=None,
        description=(
            "the site's own cookies that its pages stand on, as globs; default: all "
            "that are not known"
        ),
        examples=[["session*"]],
    )
    hold_cap: int = Field(
        default=262_144,
        ge=0,
        description="bytes of a slot or region that are held back at most",
        examples=[262_144],
    )
