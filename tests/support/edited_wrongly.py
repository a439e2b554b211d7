"""Edits that make a config wrong, each of a kind that nobody has to ask `check` about."""

import re
from random import Random
from zoneinfo import available_timezones

from sarto.config.locate import KeyPath
from support.edited_text import (
    OTHER,
    RIGHT,
    WRONG,
    Edit,
    Sought,
    edit,
    inner,
    is_no_toml,
    misspelt,
    quoted,
    uncommented,
)
from support.edited_words import (
    AUTHORED,
    ENUMERATED,
    FREE,
    KNOWN,
    OTHER_TYPES,
    REFERENCES,
)

SOURCE = ("consent", "source")


def is_fixed(path: KeyPath) -> bool:
    """Whether the contract gives the names that can stand at a place."""
    if len(path) == 2 and path[0] in AUTHORED:
        return False
    return not any(part in FREE for part in path[:-1]) and path[:2] != ("app", "reads")


def key_slips(sought: Sought, dice: Random) -> Edit | None:
    path, at, token = dice.choice([each for each in sought.keys if is_fixed(each[0])])
    word = misspelt(inner(token), dice)
    if (
        not word
        or word in KNOWN
        or f'"{word}"' in sought.text
        or not re.match(r"[\w.-]+$", word)
    ):
        return None
    return edit(
        "a key misspelt", WRONG, sought.with_(at, token, quoted(token, word)), path
    )


def name_slips(sought: Sought, dice: Random) -> Edit | None:
    """Misspell a name where it is declared, and nowhere else."""
    path, at, token = dice.choice(
        [k for k in sought.keys if len(k[0]) == 2 and k[0][0] in AUTHORED]
    )
    form = REFERENCES.get(str(path[0]))
    if form is None:
        return None
    rest = sought.text[:at] + sought.text[at + len(token) :]
    is_used = re.search(form.format(re.escape(inner(token))), rest)
    word = misspelt(inner(token), dice)
    if not is_used or not re.match(r"[\w-]+$", word) or word in sought.data[path[0]]:
        return None
    return edit(
        "a name changed where it is declared",
        WRONG,
        sought.with_(at, token, word),
        path,
    )


def value_slips(sought: Sought, dice: Random) -> Edit | None:
    """Misspell a word that is one of few, or names something."""
    path, at, token = dice.choice([v for v in sought.values if v[2][:1] == '"'])
    key = next(part for part in reversed(path) if isinstance(part, str))
    fact = ".".join(map(str, path[-2:])) if path[-2:-1] == ("preference",) else key
    is_fact = path[0] in ("audiences", "personas") or "when" in path
    word = misspelt(inner(token), dice)
    text = sought.with_(at, token, f'"{word}"')
    if key in ("why", "owner"):
        return edit("a word of a remark", RIGHT, text, path)
    if key in ("to", "fragment", "default", "layout", "since") or path == SOURCE:
        return edit(f"what `{key}` names misspelt", WRONG, text, path)
    if path[:2] == ("app", "reads"):
        return edit("a fact that the code reads misspelt", WRONG, text, path)
    if key in ("timezone", "site_timezone") and word.lower() not in zones():
        return edit("a time zone misspelt", WRONG, text, path)
    if is_fact and fact in ENUMERATED and not ENUMERATED[fact](word, sought.data):
        return edit("a value that is none", WRONG, text, path)
    return None


def zones() -> set[str]:
    return {"visitor", *(name.lower() for name in available_timezones())}


def types(sought: Sought, dice: Random) -> Edit | None:
    path, at, token = dice.choice(sought.values)
    key = str(next(part for part in reversed(path) if isinstance(part, str)))
    others = OTHER_TYPES.get(key)
    is_of_its_own = any(part in FREE for part in path) or path[0] == "personas"
    if others is None or is_of_its_own:
        return None
    new = dice.choice(others)
    return edit("a value of another type", WRONG, sought.with_(at, token, new), path)


def torn(sought: Sought, dice: Random) -> Edit | None:
    """Lose one sign of TOML's own."""
    found = [
        m.start() for m in re.finditer(r"""["=\[\]{},]""", uncommented(sought.text))
    ]
    at = dice.choice(found)
    text = sought.text[:at] + sought.text[at + 1 :]
    return edit("a sign lost", WRONG, text, at) if is_no_toml(text) else None


def lines(sought: Sought, dice: Random) -> Edit | None:
    """Lose a line, or have it twice."""
    rows = sought.text.split("\n")
    at = dice.choice(
        [i for i, row in enumerate(rows) if row.strip()[:1] not in ("", "#")]
    )
    is_twice = dice.random() < 0.4
    text = "\n".join(
        [*rows[:at], *([rows[at]] * 2 if is_twice else []), *rows[at + 1 :]]
    )
    kind = "a line twice" if is_twice else "a line lost"
    if is_no_toml(text):
        return edit(kind, WRONG, text, at)
    header = re.match(r"\[audiences\.([\w-]+)\]", rows[at])
    is_named = header and re.search(rf'(to|all)\s*=.*"{header[1]}"', text)
    is_bare = re.match(r"(fragment|serve|path)\s*=", rows[at])
    if not is_twice and (is_named or is_bare):
        return edit(kind, WRONG, text, at)
    return edit(kind, OTHER, text, at)


SPOILT = (  # by the key: what is written in a value, and what instead makes it none
    ("time", r"(\d\d):(\d\d)-", r"\1:75-"),
    ("time", r"(\d\d):(\d\d)", r"\1.\2"),
    ("time", r"-\d\d:\d\d", ""),
    ("time", r"-\d\d", "-31"),
    ("pages", r'^"/', '"'),
    ("path", r'^"/', '"'),
    ("serve", r'^"/', '"'),
    ("serve", r'"$', '?from=letter"'),
    ("selector", r'"$', ':hover"'),
    ("selector", r" ", " + "),
    ("on", r"(GET|POST) ", ""),
    ("on", r" ", ""),
    ("within", r"[dhmw]", ""),
    ("within", r"[dhmw]", " days"),
    ("trusted_proxies", r"/32", "/99"),
    ("headers", r"-", " "),
    ("cookie", r"lang", "my lang"),
    ("times", r"\d+", "0"),
    ("version", r"1", "2"),
    ("visits", r">=", "=>"),
    ("begun-booking", r">=", ">=="),
    ("booked", r">=", "at least "),
    ("from", r"-12-|-03-", "-13-"),
    ("until", r"20\d\d", "2019"),
    ("languages", r'^"', '"the '),
)


def spoilt(sought: Sought, dice: Random) -> Edit | None:
    """Write a value so that it says nothing."""
    key, form, instead = dice.choice(SPOILT)
    found = [v for v in sought.values if key in v[0][-2:] and v[0][0] != "personas"]
    path, at, token = dice.choice(found)
    new = re.sub(form, instead, token, count=1)
    if new == token:
        return None
    return edit(f"`{key}` made none", WRONG, sought.with_(at, token, new), path)
