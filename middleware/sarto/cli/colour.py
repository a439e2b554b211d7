"""Colour, where a terminal shows it and nobody asked for none."""

import os
import sys
from collections.abc import Callable

import click

STYLES: dict[str, dict[str, str | bool]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "frame": {"fg": "blue"},
    "help": {"fg": "green"},
    "message": {"bold": True},
}


def has_colour() -> bool:
    """Whether what is written is looked at, by who wants it coloured (no-color.org)."""
    is_refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not is_refused and is_terminal()


def is_terminal() -> bool:
    return sys.stdout.isatty()


def painter() -> Callable[[str, str], str]:
    """Give what colours a text by its role, or leaves it."""
    return painted if has_colour() else lambda _role, text: text


def painted(role: str, text: str) -> str:
    style = STYLES.get(role)
    if not style or not text:
        return text
    colour, is_bold = style.get("fg"), bool(style.get("bold"))
    return click.style(text, fg=colour, bold=is_bold or None)
