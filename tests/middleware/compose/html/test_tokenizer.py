"""html5lib's tokenizer tests: a marker put after each is found where tags are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from sarto.compose.scanner import Scanner, scan

DATA = Path(__file__).parents[3] / "data" / "html"
MARKER = '<b data-sarto="x">'
# An element whose text is in that state, for the tests' xmp.
ELEMENT = {
    "Data state": "",
    "RCDATA state": "textarea",
    "RAWTEXT state": "xmp",
    "PLAINTEXT state": "plaintext",
    "Script data state": "script",
}


def cases() -> list[tuple[str, bool]]:
    """Give each test's input after what it needs, and if tags are read after it."""
    return [
        case(test, ELEMENT[state])
        for path in sorted(DATA.glob("tokenizer_*.test"))
        for test in json.loads(path.read_text(encoding="utf-8"))["tests"]
        for state in test.get("initialStates", ["Data state"])
    ]


def case(test: dict[str, Any], element: str) -> tuple[str, bool]:
    text: str = test["input"]
    codes = [error["code"] for error in test.get("errors", [])]
    is_whole = not any(code.startswith("eof-in-") for code in codes)
    if "incorrectly-opened-comment" in codes and not text.endswith(">"):
        is_whole = False  # a bogus comment ends at the end without an error
    if not element:
        return text, is_whole and ["StartTag", "plaintext", {}] not in test["output"]
    ended = any(token[0] == "EndTag" for token in test["output"])
    text = text.replace("xmp", element).replace("xMp", element.upper())
    return f"<{element}>{text}", ended and is_whole


@pytest.mark.parametrize(("text", "reads_tags"), cases())
def test_a_marker_counts_where_the_reference_reads_tags(
    text: str, *, reads_tags: bool
) -> None:
    body = (text + MARKER).encode()
    at = len(text.encode())
    assert [span.start for span in scan(body) if span.start == at] == [at] * reads_tags


@pytest.mark.parametrize("text", [text for text, _ in cases()])
def test_every_chunking_of_the_reference_inputs_gives_the_same(text: str) -> None:
    body = (text + MARKER).encode()
    whole = Scanner().feed(body)
    for cut in range(len(body) + 1):
        scanner = Scanner()
        assert [*scanner.feed(body[:cut]), *scanner.feed(body[cut:])] == whole
