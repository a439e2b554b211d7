"""What is learnt of a visitor, as written: signals, levels, stages, interests."""

from pydantic import Field

from sarto.config.fields import Conditions, Some, Table


class Preference(Table):
    """Something a visitor may tell us."""

    values: Some = Field(
        description="what may be told; nothing else is kept",
        examples=[["simple", "expert"]],
    )


class Signal(Table):
    """Something a visitor did, seen on the server."""

    on: str | None = Field(
        default=None,
        description=(
            "the request that is one: a method and a glob of paths; left out: only "
            "what the site's own code signals"
        ),
        examples=["POST /book"],
    )
    status: str | None = Field(
        default=None,
        description="with which answers, by comma; xx is any",
        examples=["2xx,3xx"],
    )
    points: float | None = Field(
        default=None, description="points it counts towards the level", examples=[5]
    )
    area: str | None = Field(
        default=None,
        description="the area whose level it counts towards, too",
        examples=["booking"],
    )


class Level(Table):
    """From how many points a visitor is regular, and expert."""

    regular: float = Field(
        default=10, description="points from which one is regular", examples=[10]
    )
    expert: float = Field(
        default=40, description="points from which one is an expert", examples=[40]
    )
    half_life: str = Field(
        default="30d",
        description="after how long points count half: s, m, h, d or w",
        examples=["30d"],
    )
    lead: float = Field(
        default=3,
        ge=0,
        description="points one may fall below a threshold and keep the level",
        examples=[3],
    )
    freeze: list[str] = Field(
        default=[],
        description="globs of paths where the level never changes",
        examples=[["/book/*"]],
    )


class Stage(Table):
    """A stage of the journey."""

    name: str = Field(
        description="what conditions on `stage` call it", examples=["exploring"]
    )
    when: Conditions | None = Field(
        default=None,
        description="when it is reached; the first needs no condition",
        examples=[{"visits": ">=2"}],
    )


class Journey(Table):
    """The stages, in order; the last one that holds wins."""

    stages: list[Stage] = Field(
        min_length=1,
        description="in order; the last one that holds wins",
        examples=[
            [{"name": "first-visit"}, {"name": "exploring", "when": {"visits": ">=2"}}]
        ],
    )


class Interests(Table):
    """Which paths and queries tell what a visitor cares for."""

    source: list[str] = Field(
        default=[],
        alias="from",
        description="paths with a {topic} in them, and ?parameters, that name a topic",
        examples=[["/menu/{topic}", "?q"]],
    )
    min: int = Field(
        default=3,
        ge=1,
        description="how often a topic must be seen to be an interest",
        examples=[3],
    )
    never: list[str] = Field(
        default=[],
        description="globs of topics that are never remembered",
        examples=[["health/*"]],
    )
