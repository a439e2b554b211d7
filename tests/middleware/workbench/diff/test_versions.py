import subprocess

import pytest

from sarto.workbench.diff import difference, version
from support.site_versions import TOML


@pytest.fixture
def repository(sites):
    """A repository whose site is in a folder, and changed since the last commit."""
    file = sites.file(TOML)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=file.parents[1], check=True)
    (file.parent / "fragments" / "a.html").write_text("another A")
    return file


def test_a_revision_has_its_own_fragments(repository):
    with (
        version("git:HEAD", repository) as old,
        version(str(repository), repository) as new,
    ):
        found = difference(old, new)

    assert [pair.old.sight.name for pair in found.pairs] == ["a.html"]


def test_a_revision_is_the_site_as_it_was(repository):
    with version("git:HEAD", repository) as old, version("git:HEAD", repository) as new:
        assert not difference(old, new)
