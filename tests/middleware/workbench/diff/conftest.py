import pytest

from support.site_versions import Sites


@pytest.fixture
def sites(tmp_path):
    return Sites(tmp_path)
