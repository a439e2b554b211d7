"""The pages of a folder, on the paths that `sarto serve` gives them."""

import os
from pathlib import Path, PurePath

from sarto.workbench.crawl.page import LARGEST, PAGES, Harvest, Page, Unread

INDEX, MISSING = "index.html", "404.html"
HERE = PurePath()


def gathered(folder: Path, home: Path) -> Harvest:
    """Read every page of a folder; files are named from `home`."""
    harvest = Harvest()
    files = [*listed(folder)]
    for file in files[:PAGES]:
        read(folder, file, named(folder, home, file), harvest)
    if len(files) > PAGES:
        rest = f"the folder has {len(files)} pages: after {PAGES} they are not read"
        harvest.unread.append(Unread(file=named(folder, home), reason=rest))
    if not files:
        harvest.unread.append(
            Unread(
                file=named(folder, home),
                reason="there is no page in this folder",
                help="build the site first, or name the folder its HTML is in",
            )
        )
    return harvest


def listed(folder: Path) -> list[PurePath]:
    """List the pages; dotfiles are not served."""
    files = (file for file in folder.rglob("*.html") if not file.is_dir())
    found = (file.relative_to(folder) for file in files)
    seen = [file for file in found if not any(p.startswith(".") for p in file.parts)]
    return sorted(seen, key=lambda file: (len(file.parts), file.as_posix()))


def read(folder: Path, file: PurePath, name: str, harvest: Harvest) -> None:
    try:
        with (folder / file).open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}"
        harvest.unread.append(Unread(file=name, reason=reason))
        return
    if len(body) > LARGEST:
        reason = f"it has more than {LARGEST} bytes"
        harvest.unread.append(Unread(file=name, reason=reason))
        return
    is_anywhere = file.as_posix() == MISSING
    page = Page(file=name, path=path_of(file), body=body, is_anywhere=is_anywhere)
    harvest.keep(page)


def path_of(file: PurePath) -> str:
    """Tell on which path a file is served."""
    path = f"/{file.as_posix()}"
    return path.removesuffix(INDEX) if file.name == INDEX else path


def named(folder: Path, home: Path, file: PurePath = HERE) -> str:
    """Name a file as seen from the config's folder; a link by its own name."""
    path = os.path.relpath(folder.resolve() / file, home.resolve())
    return PurePath(path).as_posix()
