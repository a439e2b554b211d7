"""Versions of a site, as they are named: a file, a folder, or `git:REVISION`.

Of a revision the file is taken with its fragments and layouts, as they were, into a
folder that is there only while it is read.
"""

import io
import subprocess
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.site.site import Site

GIT: Final = "git:"
FILE: Final = "sarto.toml"


class VersionError(Exception):
    """Raised where there is no such version."""


@contextmanager
def version(name: str, config: Path) -> Generator[Site]:
    """Compile a version; `config` is the file that revisions are of.

    Raises `VersionError`, and `ConfigError` with everything wrong in it.
    """
    if not name.startswith(GIT):
        yield compiled(Path(name))
        return
    with TemporaryDirectory(prefix="sarto-diff-") as folder:
        taken(name.removeprefix(GIT), config.resolve().parent, Path(folder))
        yield compiled(Path(folder) / config.name)


def compiled(path: Path) -> Site:
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        raise VersionError(f"There is no {file}")
    return compile_site(Config.read(file))


def taken(revision: str, folder: Path, to: Path) -> None:
    """Take a folder out of a repository as it was."""
    if revision.startswith("-") or not revision:
        raise VersionError(f"{revision!r} is no revision")
    command = ["git", "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no option is a revision
            command, cwd=folder, capture_output=True, check=False
        )
    except OSError as error:
        raise VersionError(f"git cannot be run: {error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise VersionError(f"git:{revision} cannot be read: {said}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(to, filter="data")
