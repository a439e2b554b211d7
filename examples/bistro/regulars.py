"""What Sarto remembers of a booking, for those who let it, and the same table again.

A signal keeps one number, the last it was given: four of them make a table.
"""

from starlette.requests import Request

from booking import USUAL, Booking
from menu import HOUSES, TABLES
from sarto import visitor

CITIES = tuple(HOUSES)  # a house is remembered by its place in houses.toml
RATE = "warsaw"  # prices count in złoty, so that the tables of all houses compare


def remember(request: Request, booking: Booking) -> None:
    """Tell Sarto what was booked; without the visitor's consent nothing is kept."""
    hour, _, minute = booking.time.partition(":")
    guest = visitor(request)
    guest.signal("booked", value=TABLES[booking.table][RATE])
    guest.signal("chosen-house", value=CITIES.index(booking.house))
    guest.signal("chosen-time", value=int(hour) + int(minute) / 60)
    guest.signal("brought-guests", value=booking.party)


def last_table(request: Request) -> dict[str, str] | None:
    """Give the fields of the table that was booked last, as the form takes them."""
    facts = visitor(request).facts
    house, time, party, price = (
        facts[f"signals.{signal}.value"]
        for signal in ("chosen-house", "chosen-time", "brought-guests", "booked")
    )
    if None in (house, time, party, price) or house >= len(CITIES):
        return None
    named = (table for table, prices in TABLES.items() if prices[RATE] == price)
    return {
        "house": CITIES[int(house)],
        "table": next(named, USUAL),
        "time": f"{int(time):02}:{round(time % 1 * 60):02}",
        "party": str(int(party)),
    }
