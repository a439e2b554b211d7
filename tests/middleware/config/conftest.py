"""What the tests of the file's reading share."""

from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.errors import ConfigError

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def config():
    """Read a text as a whole file."""
    return lambda text: Config.loads(text, folder=HERE)


@pytest.fixture(scope="session")
def findings(config):
    """List all that is wrong with a text, less the file's name."""

    def tell(text):
        try:
            found = config(text).warnings
        except ConfigError as error:
            found = error.findings
        return [str(finding).removeprefix("sarto.toml:") for finding in found]

    return tell


@pytest.fixture(scope="session")
def wrong(findings):
    """List the errors in a text, less their severity."""
    return lambda text: [
        line.replace(" error ", " ", 1) for line in findings(text) if " error " in line
    ]
