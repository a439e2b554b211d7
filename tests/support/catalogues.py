"""The texts that our pages say, as they stand in the code and the templates."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.extract import extract
from babel.messages.pofile import read_po

import sarto
from sarto.measure.judged import BOTH, LESS, MORE, SENTENCES

Said: TypeAlias = str | tuple[str, ...]

SARTO = Path(sarto.__file__).parent
ROOMS = ("pages", "speech", "site/built_in")
MARKS = {  # how templates that make templates are written
    "built_in": {
        "variable_start_string": "[[",
        "variable_end_string": "]]",
        "block_start_string": "[%",
        "block_end_string": "%]",
        "comment_start_string": "[#",
        "comment_end_string": "#]",
    }
}
JUDGED, PLANNING = "measure/judged.py", "power."  # which only terminals say
WORDS = {"say": None, "N_": None, "many": (1, 2)}


def said() -> Iterator[tuple[Said, str]]:
    """List every text, and the file it stands in."""
    files = (file for room in ROOMS for file in sorted((SARTO / room).rglob("*.*")))
    for file in files:
        if file.suffix not in (".py", ".html"):
            continue
        method = "python" if file.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {"trimmed": "true", **MARKS.get(file.parent.name, {})}
        data = BytesIO(file.read_bytes())
        for _, text, _, _ in extract(method, data, WORDS, (), options):
            yield text, str(file.relative_to(SARTO))
    for key, text in SENTENCES.items():  # what pages say of verdicts
        if not key.startswith(PLANNING):
            yield text, JUDGED
    for text in (MORE, LESS, BOTH):
        yield text, JUDGED


def catalogue(language: str) -> dict[Said, Said]:
    """Read the texts of a language, by the English ones."""
    with (SARTO / f"speech/texts/{language}.po").open("rb") as file:
        return {each.id: each.string for each in read_po(file) if each.id}
