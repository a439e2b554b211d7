"""What the tests of the site share."""

import pytest

from support.asking import ROOMY, Asking


@pytest.fixture
def ask(tmp_path):
    """Ask resolvers for a visitor of a page that reads all their facts."""

    def make(*, config="", budget=ROOMY, **resolvers):
        return Asking(tmp_path, resolvers, config, budget)

    return make
