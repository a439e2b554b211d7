"""What a booking needs, read from what somebody typed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from menu import HOUSES, TABLES, TIMES

FIELDS = ("house", "table", "date", "time", "party", "name", "email", "phone", "note")
DAYS_AHEAD = 42
LARGEST_PARTY = 8
LONGEST_NOTE = 400
LONGEST_NAME = 80
USUAL = "window"  # the table of who names none


@dataclass(frozen=True, kw_only=True)
class Booking:
    house: str
    day: date
    time: str
    party: int
    name: str
    email: str
    phone: str
    note: str
    table: str = USUAL


def typed(form: Mapping[str, object]) -> dict[str, str]:
    """Take the fields we know, digits of any script turned into ours."""
    values = {field: str(form.get(field, "")).strip() for field in FIELDS}
    for field in ("date", "time", "party", "phone"):
        values[field] = "".join(map(_ascii_digit, values[field]))
    values["table"] = values["table"] or USUAL
    return values


def read(values: Mapping[str, str], moment: datetime) -> Booking | dict[str, str]:
    """Make a booking of it, or say what is wrong: field → key of the error's text."""
    day = _day(values["date"])
    errors = dict(_who(values)) | dict(_when(values, day, moment))
    if errors or day is None:
        return {field: errors[field] for field in FIELDS if field in errors}
    return Booking(
        house=values["house"],
        day=day,
        time=values["time"],
        party=int(values["party"]),
        name=values["name"],
        email=values["email"],
        phone=values["phone"],
        note=values["note"],
        table=values.get("table", USUAL),
    )


def days_from(today: date) -> list[date]:
    return [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]


def _when(
    values: Mapping[str, str], day: date | None, moment: datetime
) -> Iterable[tuple[str, str]]:
    house = HOUSES.get(values["house"])
    if house is None:
        yield "house", "house"
    at = values["time"]
    if at not in TIMES:
        yield "time", "time"
    elif house and at not in house.times:
        yield "time", "hours"
    now = house.now(moment) if house else moment.replace(tzinfo=None)
    if day is None or day not in days_from(now.date()):
        yield "date", "date"
    elif house and day.weekday() == house.closed:
        yield "date", "closed"
    elif at in TIMES and datetime.combine(day, time.fromisoformat(at)) <= now:
        yield "time", "past"


def _who(values: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    if values["party"] not in map(str, range(1, LARGEST_PARTY + 1)):
        yield "party", "party"
    if values.get("table", USUAL) not in TABLES:
        yield "table", "table"
    if not 0 < len(values["name"]) <= LONGEST_NAME:
        yield "name", "name"
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", values["email"]):
        yield "email", "email"
    if values["phone"] and not re.fullmatch(r"\+?[0-9 ()./-]{5,24}", values["phone"]):
        yield "phone", "phone"
    if len(values["note"]) > LONGEST_NOTE:
        yield "note", "note"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ascii_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))
