"""What operations of a template cost, and which would make too much of too little.

In: an operation's name and what it is given, before it is done. Out: nothing, or
`FragmentError`. What is not in the table makes some twenty characters at most of each
that it is given (they are escaped, and that once more), and of a number its digits.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from types import GeneratorType
from typing import Any

from jinja2.runtime import Macro

from sarto.compose.budget import BUDGET, MOST_BITS, SOME, lazily, weigh
from sarto.errors import FragmentError

LARGEST = 1_000_000  # characters that one operation, or one fragment, may make
MADE = 16  # characters that are made in one step
WIDEST = 999  # columns of a field
# In a field of a format: a width that is huge, or open.
WIDE = re.compile(r"%(?:\([^)]*\))?[^a-zA-Z%]*(?:\*|\d{4})|\{[^{}]*:[^{}]*(?:\d{4}|\{)")
MOST_PLACES = 99  # of a number, and columns of an indent
# What is done in one step, however large it is that it is done to.
AT_ONCE = frozenset(  # filters and tests
    {"attr", "count", "d", "default", "defined", "false", "first", "last", "length"}
    | {"mapping", "none", "sequence", "true", "undefined"}
)
OF_TABLES = frozenset({"get", "items", "keys", "values"})
REFUSED_METHODS = frozenset(  # they make much of little, and templates need none
    {"encode", "expandtabs", "maketrans", "to_bytes", "translate"}
)


def paying(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter or a test pay for what it is given."""
    given_first = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def paid(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any filter's own
        own = given(name, args[given_first:])
        if name in AT_ONCE:
            weigh(None)
        else:
            pay(name, own, kwargs)
        return function(*args[:given_first], *own, **kwargs)

    return paid


def given(name: str, args: Iterable[object]) -> list[object]:
    """Let generators pay; what is joined is gathered first, for its number counts."""
    own = [lazily(arg) for arg in args]
    if name != "join":
        return own
    return [[*each] if isinstance(each, GeneratorType) else each for each in own]  # pyright: ignore[reportUnknownVariableType] # of anything


def called(
    function: object, args: Iterable[object], kwargs: Mapping[str, object]
) -> list[object]:
    """Let a call pay; of a method, for what it is a method of, too."""
    function = getattr(function, "__wrapped__", function)  # jinja2 wraps `format`
    owner = getattr(function, "__self__", None)
    is_method = isinstance(owner, str | int | list | tuple | dict)
    name = str(getattr(function, "__name__", "")) if is_method else ""
    own = given(name, args)
    is_of_table = isinstance(owner, dict) and name in OF_TABLES
    if isinstance(function, Macro):
        weigh(None)
    else:
        pay(name, own if is_of_table else [owner, *own], kwargs)
    return own


def computed(operator: str, left: object, right: object) -> None:
    """Let an operation pay, and refuse a product or a power that is too large."""
    pay("format" if operator == "%" else "", [left, right], {})
    if is_huge(operator, left, right):
        raise FragmentError("", f"`{operator}` makes too much of its operands")
    if operator == "*":
        spend(times(left, right))


def pay(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Spend what an operation is given, and refuse what it would make too much of."""
    cost, growth = weigh(*args, *kwargs.values()), GROWTH.get(name)
    grown = growth(cost * SOME, *args, *kwargs.values()) if growth else 0
    if grown > LARGEST:
        raise FragmentError("", f"`{name}` makes too much of what it is given")
    if growth is not filled_in:  # whose fields are seldom as wide as they may be
        spend(grown)


def is_huge(operator: str, left: object, right: object) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return operator == "**" and left.bit_length() * right > MOST_BITS
    return operator == "*" and times(left, right) > LARGEST


def times(left: object, right: object) -> int:
    """Tell how much a product holds, of characters or of items."""
    for items, many in ((left, right), (right, left)):
        if isinstance(items, str | list | tuple) and isinstance(many, int):
            return len(items) * many  # pyright: ignore[reportUnknownArgumentType] # of anything
    return 0


def spend(size: int) -> None:
    """Pay for what is made, for it may be kept."""
    BUDGET.get().spend(max(size, 0) // MADE)


def numbers(args: Iterable[object]) -> list[int]:
    return [arg for arg in args if isinstance(arg, int) and not isinstance(arg, bool)]


def lengths(args: Iterable[object]) -> list[int]:
    return [len(arg) for arg in args if isinstance(arg, str)]


# Each is given how many characters a value and its arguments may have, then these; as
# arguments may be named, in any order. It tells how many characters may come out.


def to_width(_: int, *args: object) -> int:
    """A number that it is given says how much comes out."""
    return max(numbers(args), default=0)


def in_parts(_: int, *args: object) -> int:
    return SOME * SOME * to_width(0, *args)  # lists, which take their time


def at_each(_: int, *args: object) -> int:
    """The separator comes once for each item."""
    texts, items = lengths(args), [arg for arg in args if not isinstance(arg, str)]
    many = weigh(items[0]) if items else max(texts, default=0)
    return many * max(texts, default=0)


def replaced(_: int, *args: object) -> int:
    long, *others = lengths(args) or [0]
    return (long // max(min(others, default=1), 1) + 1) * max(others, default=0)


def on_each_line(_: int, *args: object) -> int:
    long, *others = lengths(args) or [0]
    return (long + 1) * max([*others, *numbers(args), 4]) // 4  # few lines are empty


def wrapped(_: int, *args: object) -> int:
    """A long word is cut off line by line, which takes the square of its length."""
    long, *others = lengths(args) or [0]
    lines = long // max(min(numbers(args), default=79), 1) + 1
    return max(long * lines // 100, lines * max(others, default=1))


def filled_in(size: int, text: object, *_: object) -> int:
    """A format may place all that it is given at each of its places."""
    if not isinstance(text, str):
        return 0
    if WIDE.search(text):
        raise FragmentError("", f"a field may be wider than {WIDEST}")
    return (text.count("%") + text.count("{")) * (size + WIDEST)


def in_places(_: int, *args: object) -> int:
    """Places of a number, and columns: more than anybody reads take their time."""
    return LARGEST + 1 if any(abs(n) > MOST_PLACES for n in numbers(args[1:])) else 0


def linked(_: int, *args: object) -> int:
    """Each address in a text may get all that links are given."""
    long, *others = lengths(args) or [0]
    return long * max(others, default=0) // 4


def summed(_: int, *args: object) -> int:
    """To add lists, each is copied over and over."""
    has_list = any(isinstance(arg, list | tuple) for arg in args[1:])
    return LARGEST + 1 if has_list else 0


GROWTH: Mapping[str, Callable[..., int]] = {
    "batch": to_width,
    "center": to_width,
    "format": filled_in,
    "format_map": filled_in,
    "indent": on_each_line,
    "join": at_each,
    "ljust": to_width,
    "replace": replaced,
    "rjust": to_width,
    "round": in_places,
    "slice": in_parts,
    "sum": summed,
    "tojson": in_places,
    "urlize": linked,
    "wordwrap": wrapped,
    "zfill": to_width,
}
