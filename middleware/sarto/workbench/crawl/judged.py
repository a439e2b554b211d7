"""What a judge says of something put into a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Something wrong at an offset of the page as shown; `{it}` is what was put in."""

    code: str
    offset: int
    length: int
    text: str
    help: str = ""
