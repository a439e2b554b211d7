"""What no visitor may read of a folder: ours, wherever the file says it is."""

from sarto.workbench.serving.closed import closed

CONFIG = """[location]
database = "places/cities.mmdb"
[events]
url = "sqlite:///what-happened.db"
"""


def test_rules_places_profiles_and_events_are_closed(folder, monkeypatch, tmp_path):
    config = folder(CONFIG)
    monkeypatch.chdir(tmp_path)
    found = closed(tmp_path, config, "sqlite:///who%20was.db")
    names = {path.relative_to(tmp_path).as_posix() for path in found}
    assert names >= {
        "sarto.toml",
        "fragments",
        "layouts",
        ".sarto",
        "places/cities.mmdb",
        "who was.db",
        "who was.db-wal",
        "what-happened.db",
        "what-happened.db-shm",
    }


def test_a_store_on_another_machine_has_no_files(folder, tmp_path):
    config = folder("version = 1")
    few = closed(tmp_path, config, None)
    assert closed(tmp_path, config, "redis://store/0") == few
    assert not any("db" in path.name for path in few)
