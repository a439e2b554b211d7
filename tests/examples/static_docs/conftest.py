"""Heron's documentation, served as its README says."""

from pathlib import Path

import pytest

from support.serving import served

FOLDER = Path(__file__).parents[3] / "examples" / "static_docs"


@pytest.fixture(scope="module")
def docs():
    with served(
        FOLDER.parents[1], FOLDER / "site", "--config", FOLDER / "sarto.toml"
    ) as it:
        yield it


@pytest.fixture
def folder():
    return FOLDER
