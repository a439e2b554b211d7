"""Single edits to a config, as a tired hand makes them, and whether each makes it wrong.

`edits(text, dice)` goes on for ever. Whether an edit is wrong is known by its kind, from
the words of the contract and from Python's own TOML, and never by asking `sarto check`:

* `WRONG`: a word that does not exist, a reference to nothing, a file that is not there, a
  value of another type, no TOML. `check` must say something.
* `RIGHT`: a comment, a space, a word in `why`. Nothing may be said.
* `OTHER`: another rule, order, number or glob than before, which is right as well, and may
  change what somebody sees: `sarto diff` must show it where it does.

For a test of `diff`: `seen(text, dice)` gives `RIGHT` and `OTHER` edits alone; that of
the first nobody sees anything is certain, that of the others somebody does is not.
"""

import re
from collections.abc import Callable, Iterator
from random import Random

from support.edited_text import (
    OTHER,
    RIGHT,
    WRONG,
    Edit,
    Sought,
    edit,
    inner,
    uncommented,
)
from support.edited_wrongly import (
    key_slips,
    lines,
    name_slips,
    spoilt,
    torn,
    types,
    value_slips,
)

__all__ = ["OTHER", "RIGHT", "WRONG", "Edit", "edits", "seen"]


def remarks(sought: Sought, dice: Random) -> Edit:
    """Write what nobody reads but people."""
    rows = sought.text.split("\n")
    at = dice.randrange(len(rows))
    new = dice.choice(("# later", "", "   "))
    text = "\n".join([*rows[:at], new, *rows[at:]])
    return edit("a remark", RIGHT, text, at)


def spaces(sought: Sought, dice: Random) -> Edit:
    at = dice.choice([m.start() for m in re.finditer(r" = ", uncommented(sought.text))])
    text = sought.text[:at] + dice.choice(("=", "  =  ", " =")) + sought.text[at + 3 :]
    return edit("a space", RIGHT, text, at)


def numbers(sought: Sought, dice: Random) -> Edit | None:
    path, at, token = dice.choice([v for v in sought.values if re.search(r"\d", v[2])])
    if path[0] in ("version", "location") or re.search(r"[a-zA-Z/:.-]", inner(token)):
        return None
    new = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), token, count=1)
    return edit("another number", OTHER, sought.with_(at, token, new), path)


def order(sought: Sought, dice: Random) -> Edit | None:
    """Have two rules of one line each change places."""
    rows = sought.text.split("\n")
    pairs = [
        i for i in range(len(rows) - 1) if is_rule(rows[i]) and is_rule(rows[i + 1])
    ]
    at = dice.choice(pairs)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return edit("two rules swapped", OTHER, "\n".join(rows), at)


def is_rule(row: str) -> bool:
    return re.match(r"\s+\{ (to|when) ", row) is not None


def globs(sought: Sought, dice: Random) -> Edit | None:
    path, at, token = dice.choice(
        [v for v in sought.values if "pages" in v[0] and v[2][:2] == '"/']
    )
    new = dice.choice((f'{token[:-1]}*"', '"/*"', f'{token[:-1]}/new"'))
    return edit("another glob", OTHER, sought.with_(at, token, new), path)


KINDS: tuple[Callable[[Sought, Random], Edit | None], ...] = (
    key_slips,
    key_slips,
    name_slips,
    value_slips,
    value_slips,
    types,
    torn,
    lines,
    lines,
    spoilt,
    spoilt,
    remarks,
    spaces,
    numbers,
    order,
    globs,
)


def edits(text: str, dice: Random) -> Iterator[Edit]:
    """Make single edits, no two alike, and without end."""
    sought, made = Sought(text), {text}
    while True:
        found = dice.choice(KINDS)(sought, dice)
        if found is not None and found.text not in made:
            made.add(found.text)
            yield found


def seen(text: str, dice: Random) -> Iterator[Edit]:
    """Make those that leave a config right."""
    return (each for each in edits(text, dice) if each.judged != WRONG)
