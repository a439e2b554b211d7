import sys

import pytest

from sarto.vocabulary.adapters import BUILT_IN, UnknownAdapterError, adapter


@pytest.mark.parametrize(("port", "name"), BUILT_IN, ids="-".join)
def test_a_built_in_name_has_its_class(port, name):
    assert adapter(port, name).__name__ == BUILT_IN[port, name].partition(":")[2]


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A distribution of somebody else's that publishes an adapter."""
    (tmp_path / "somebodys.py").write_text("class Stars:\n    pass\n")
    folder = tmp_path / "somebodys-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: somebodys\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(
        "[sarto.location]\nstars = somebodys:Stars\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("somebodys", None)


@pytest.mark.usefixtures("published")
def test_a_name_that_somebody_published_has_their_class():
    assert adapter("location", "stars").__name__ == "Stars"


@pytest.mark.usefixtures("published")
def test_an_unknown_name_is_told_who_is_known():
    with pytest.raises(UnknownAdapterError) as caught:
        adapter("location", "moon")
    assert str(caught.value) == (
        "No location adapter is called 'moon'; known: ['maxmind', 'stars']"
    )
