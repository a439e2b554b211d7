"""Places in TOML of any style: each is where the writer wrote it."""

import random
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.config.locate import KeyPath, Place, locate
from support.located import check
from support.toml_styles import Writer

TEXTS = st.text(st.sampled_from("ab-1_ .=#'\"\\[]{},\n\r\t\x7fé🙂"), max_size=6)
SCALARS = (
    TEXTS
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.datetimes(timezones=st.sampled_from([None, UTC]))
    | st.dates()
    | st.times()
)
VALUES = st.recursive(
    SCALARS,
    lambda members: (
        st.lists(members, max_size=3)
        | st.lists(st.dictionaries(TEXTS, members, max_size=3), max_size=3)
        | st.dictionaries(TEXTS, members, max_size=3)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.randoms())
def test_whatever_the_style_every_path_is_where_it_was_written(
    data: dict[str, Any], chance: random.Random
) -> None:
    writer = Writer(chance)
    writer.table((), data)
    assert tomllib.loads(writer.text) == data
    check(writer.text)
    found = locate(writer.text)
    assert offsets(writer.text, found.keys) == writer.keys
    assert offsets(writer.text, found.values) == writer.values


def offsets(text: str, places: Mapping[KeyPath, Place]) -> dict[KeyPath, int]:
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    return {
        path: starts[place.line - 1] + place.column - 1
        for path, place in places.items()
    }
