"""Where pages are looked for: a folder of HTML, or the address of a running site."""

from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from sarto.workbench.crawl.web import connection


def is_url(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def mistake(target: str) -> str:
    """Say why no pages can be looked for there; nothing where they can."""
    if not is_url(target):
        return amiss(Path(target))
    try:
        parts = urlsplit(target)
        is_whole = parts.hostname is not None and parts.port != 0
        connection(target).close()  # which is not opened yet
    except (ValueError, HTTPException):  # a bracket, a port that is none, a space
        is_whole = False
    return "" if is_whole else "is no URL that can be asked"


def amiss(folder: Path) -> str:
    """Say why a folder is none."""
    if folder.is_file():
        return "is a file: name the folder it is in"
    return "" if folder.is_dir() else "is no folder here, and no URL"
