"""What the tables of the file are made of: the types of their values."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError


class Table(BaseModel):
    """A table of the file: unknown keys are mistakes, values are not bent to fit."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False
    )


def listed(raw: object) -> object:
    if type(raw) not in (str, list):
        raise PydanticCustomError("texts_type", "neither a text nor a list")
    return [raw] if isinstance(raw, str) else raw


def moment(raw: object) -> datetime | date:
    if not isinstance(raw, date):  # a datetime is one
        raise PydanticCustomError("moment_type", "neither a date nor a date and time")
    return raw


def whole(raw: object) -> object:
    if type(raw) is not int:  # true and 1.0 are equal to 1
        raise PydanticCustomError("int_type", "no whole number")
    return raw


Some: TypeAlias = Annotated[list[str], Field(min_length=1)]
Texts: TypeAlias = Annotated[Some, BeforeValidator(listed, str | Some)]
Conditions: TypeAlias = dict[str, Any]
Moment: TypeAlias = Annotated[datetime | date, PlainValidator(moment, datetime | date)]
Version: TypeAlias = Annotated[Literal[1], BeforeValidator(whole)]
Percent: TypeAlias = Annotated[int, Field(ge=0, le=100)]
Weight: TypeAlias = Annotated[int, Field(ge=0, le=1_000_000)]
