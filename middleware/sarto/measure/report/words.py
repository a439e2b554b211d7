"""Figures as a reader wants them: so many digits as say something, and no more."""

from typing import Final

from sarto.measure.report.figures import Kind
from sarto.measure.statistics.comparison import Interval

NONE: Final = "\N{EN DASH}"
LEAST: Final = 0.001  # p: what is less is said to be
TENTH: Final = 0.1  # of a point
FINEST: Final = 2  # decimals of a percentage point
DIGITS: Final = 3  # of a value
MINUS: Final = "\N{MINUS SIGN}"


def percent(share: float | None) -> str:
    return NONE if share is None else f"{100 * share:.1f} %"


def percents(interval: Interval | None) -> str:
    if interval is None:
        return NONE
    low, high = interval
    return f"{100 * low:.1f} to {100 * high:.1f} %"


def chance(p: float | None) -> str:
    """Say a p."""
    if p is None:
        return NONE
    return f"< {LEAST}" if p < LEAST else f"{p:.3f}"


def stated(p: float) -> str:
    """Say a p as it stands after its letter."""
    return chance(p) if p < LEAST else f"= {chance(p)}"


def amount(value: float | None) -> str:
    """Say a value of the site's own, whatever its unit."""
    return NONE if value is None else f"{value:,.{digits('value', value)}f}"


def amounts(interval: Interval | None) -> str:
    if interval is None:
        return NONE
    low, high = interval
    fine = digits("value", low, high)
    return f"{low:,.{fine}f} to {high:,.{fine}f}"


def change(value: float | None, kind: Kind) -> str:
    """Say a difference, with its sign: of shares in percentage points."""
    return NONE if value is None else signed(scaled(value, kind), digits(kind, value))


def changes(interval: Interval | None, kind: Kind) -> str:
    """Say from where to where a difference reaches."""
    if interval is None:
        return NONE
    fine = digits(kind, *interval)
    low, high = (signed(scaled(end, kind), fine) for end in interval)
    return f"{low} to {high}"


def scaled(value: float, kind: Kind) -> float:
    """Give a share in percentage points, a value as it is."""
    return 100 * value if kind == "share" else value


def digits(kind: Kind, *values: float) -> int:
    """Count the decimals: one for points, if that does not make them look like none."""
    largest = max(map(abs, values), default=0)
    if kind == "share":
        return 1 if 100 * largest >= TENTH or not largest else FINEST
    return max(DIGITS - len(f"{largest:.0f}"), 0)


def signed(number: float, fine: int) -> str:
    text = f"{abs(number):,.{fine}f}"
    is_none = not text.strip("0.,")
    return text if is_none else f"{MINUS if number < 0 else '+'}{text}"
