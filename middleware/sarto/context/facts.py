"""What code and templates read of a visit: one typed property per fact."""

from datetime import date, time
from typing import Any, cast

from sarto.context.visit import Visit


class Facts:
    """The facts of one visit; lazy, `None` where unknown, every read recorded."""

    __slots__ = ("_visit",)

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - dotted facts have many types
        return self._visit[name]

    @property
    def device(self) -> str | None:
        return cast("str | None", self._visit["device"])

    @property
    def browser(self) -> str | None:
        return cast("str | None", self._visit["browser"])

    @property
    def os(self) -> str | None:
        return cast("str | None", self._visit["os"])

    @property
    def bot(self) -> bool | None:
        return cast("bool | None", self._visit["bot"])

    @property
    def language(self) -> str:
        return cast("str", self._visit["language"])

    @property
    def country(self) -> str | None:
        return cast("str | None", self._visit["country"])

    @property
    def region(self) -> str | None:
        return cast("str | None", self._visit["region"])

    @property
    def continent(self) -> str | None:
        return cast("str | None", self._visit["continent"])

    @property
    def eu(self) -> bool | None:
        return cast("bool | None", self._visit["eu"])

    @property
    def city(self) -> str | None:
        return cast("str | None", self._visit["city"])

    @property
    def zone(self) -> str:
        return cast("str", self._visit["zone"])

    @property
    def time(self) -> time:
        return cast("time", self._visit["time"])

    @property
    def days(self) -> str:
        return cast("str", self._visit["days"])

    @property
    def date(self) -> date:
        return cast("date", self._visit["date"])

    @property
    def daypart(self) -> str:
        return cast("str", self._visit["daypart"])

    @property
    def holiday(self) -> str | bool | None:
        """The names, joined by semicolons; `False` on other days."""
        return cast("str | bool | None", self._visit["holiday"])

    @property
    def channel(self) -> str:
        return cast("str", self._visit["channel"])

    @property
    def host(self) -> str | None:
        return cast("str | None", self._visit["host"])

    @property
    def path(self) -> str:
        return cast("str", self._visit["path"])

    @property
    def save_data(self) -> bool:
        return cast("bool", self._visit["save_data"])

    @property
    def color_scheme(self) -> str | None:
        return cast("str | None", self._visit["color_scheme"])

    @property
    def reduced_motion(self) -> str | None:
        return cast("str | None", self._visit["reduced_motion"])

    @property
    def signed_in(self) -> bool:
        return cast("bool", self._visit["signed_in"])

    @property
    def visits(self) -> int:
        return cast("int", self._visit["visits"])

    @property
    def days_since_last(self) -> int | None:
        return cast("int | None", self._visit["days_since_last"])

    @property
    def returning(self) -> bool:
        return cast("bool", self._visit["returning"])

    @property
    def level(self) -> str:
        return cast("str", self._visit["level"])

    @property
    def stage(self) -> str | None:
        return cast("str | None", self._visit["stage"])

    @property
    def interest(self) -> frozenset[str]:
        return cast("frozenset[str]", self._visit["interest"])

    @property
    def often(self) -> tuple[str, ...]:
        """The signals seen most, the commonest first."""
        return cast("tuple[str, ...]", self._visit["often"])

    @property
    def consent(self) -> frozenset[str]:
        return cast("frozenset[str]", self._visit["consent"])

    @property
    def undecided(self) -> bool:
        """Whether our own form of consent is still to be shown."""
        return cast("bool", self._visit["undecided"])
