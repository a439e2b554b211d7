import pytest

from sarto import Sarto
from sarto.site import options as room
from support.browsers import SECRET, Browser, pages

RULE = '[slots.hero]\nshow = [{ when = { device = "tv" }, attrs = { class = "x" } }]\n'
LOOKING = f"[console]\nrecent = 5\n{RULE}"


def test_what_was_kept_stays_where_a_version_cannot_be_made(tmp_path, monkeypatch):
    file = tmp_path / "sarto.toml"
    file.write_text(LOOKING)
    sarto = Sarto(pages, config=file, secret=SECRET)
    Browser(sarto).get("/")
    (recent,) = sarto.current.site.watchers
    file.write_text(RULE)

    def fails(*_):
        raise RuntimeError

    monkeypatch.setattr(room, "onlookers", fails)
    with pytest.raises(RuntimeError):
        sarto.current._compile(sarto.current.site)

    assert (recent.most, len(recent.kept)) == (5, 1)
