import json
import time
from threading import current_thread

import pytest

from sarto.site import shadow as room
from sarto.site.shadow import MOST, Shadow
from support.browsers import Browser, Clock, consenting, site

LIVE = """
[shadow]
config = "next.toml"

[consent]
source = "cookieyes"

[audiences.phones]
device = "mobile"

[slots.hero]
show = [{ to = "phones", fragment = "phone.html" }]
"""
NEXT = LIVE.replace("show = [", 'default = "new.html"\nshow = [')
FRAGMENTS = {"phone.html": "phone", "new.html": "new"}
OWN = "the page's own content"


def opened(folder, after=NEXT, live=LIVE, **more):
    folder.mkdir(exist_ok=True)
    (folder / "next.toml").write_text(after, "utf-8")
    return site(folder, live, FRAGMENTS, **more)


def shadow(sarto):
    (found,) = (w for w in sarto.current.site.watchers if isinstance(w, Shadow))
    return found


def test_what_would_differ_is_counted_and_nothing_shown(tmp_path):
    sarto = opened(tmp_path)

    answer = Browser(sarto).get("/")
    Browser(sarto, agent="Mozilla/5.0 (iPhone) Mobile Safari").get("/")

    assert "own" in answer.text
    assert [{**row} for row in shadow(sarto).table()] == [
        {
            "place": "slots.hero",
            "was": OWN,
            "would": "new.html",
            "count": 1,
            "total": 2,
        }
    ]


def test_the_same_config_differs_for_nobody(tmp_path):
    sarto = opened(tmp_path, LIVE)

    Browser(sarto).get("/")

    assert shadow(sarto).table() == ()
    assert shadow(sarto).counts == [1, 0]


def test_the_counts_are_written_beside_the_config(tmp_path):
    sarto = opened(tmp_path)
    Browser(sarto).get("/")

    shadow(sarto).tally.write()

    (line,) = (tmp_path / ".sarto" / "shadow.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "place": "slots.hero",
        "was": OWN,
        "would": "new.html",
        "count": 1,
    }
    assert shadow(sarto).table()[0]["count"] == 1


def test_a_mistake_in_it_is_a_warning_and_the_site_goes_on(tmp_path, caplog):
    sarto = opened(tmp_path, "nonsense")

    assert Browser(sarto).get("/").status == 200
    assert "The shadow has a mistake" in caplog.text
    assert shadow(sarto).next is None


def test_no_file_is_a_warning_too(tmp_path, caplog):
    (tmp_path / "x").mkdir()
    sarto = site(tmp_path / "x", LIVE, FRAGMENTS)

    assert Browser(sarto).get("/").status == 200
    assert "The shadow has a mistake" in caplog.text


def test_one_that_raises_costs_the_visitor_nothing_and_is_switched_off(
    tmp_path, caplog, monkeypatch
):
    sarto = opened(tmp_path)
    plain = Browser(
        opened(tmp_path / "plain", live=LIVE.replace("[shadow]\nconfig", "#"))
    )

    def fails(*_args):
        raise RuntimeError

    monkeypatch.setattr(room, "decided", fails)
    answers = {Browser(sarto).get("/").body for _ in range(MOST + 5)}

    assert answers == {plain.get("/").body}
    assert shadow(sarto).is_off
    assert caplog.text.count("it is switched off") == 1
    assert shadow(sarto).counts == [0, 0]


def test_one_that_takes_too_much_time_is_switched_off(tmp_path, caplog):
    sarto = opened(tmp_path)
    shadow(sarto).spending.share = 0.0

    for _ in range(3):
        Browser(sarto).get("/")

    assert shadow(sarto).is_off
    assert shadow(sarto).counts == [1, 1]
    assert caplog.text.count("takes too much time: it is switched off") == 1


def test_a_few_failures_among_many_are_forgiven(tmp_path):
    sarto = opened(tmp_path)
    shadow(sarto).failures = MOST - 1

    for _ in range(20):
        Browser(sarto).get("/")

    assert shadow(sarto).failures == pytest.approx(MOST - 3)
    assert not shadow(sarto).is_off


def test_memory_is_read_and_nothing_of_a_visitor_is_written(tmp_path):
    """The same visitor, with and without a shadow that stands on caps and visits."""
    rules = """
[[slots.hero.show]]
when = { visits = ">=1" }
fragment = "phone.html"
cap = { times = 1, per = "visitor" }
"""
    live = LIVE.split("[slots.hero]", maxsplit=1)[0] + rules
    cookies = []
    for name, text in (
        ("with", live),
        ("without", live.replace("[shadow]\nconfig", "#")),
    ):
        sarto = opened(tmp_path / name, live, text, clock=Clock())
        browser = consenting(sarto)
        bodies = [browser.get("/").body for _ in range(3)]
        cookies.append((bodies, sorted(browser.cookies)))
        if name == "with":
            assert shadow(sarto).counts == [3, 0]  # it has the caps of the live one

    assert cookies[0] == cookies[1]
    assert len(set(cookies[0][0])) == 2  # shown once, and then no more


def test_stages_are_those_of_the_next_journey(tmp_path):
    journey = """
[journey]
stages = [{ name = "new" }, { name = "known", when = { visits = ">=%d" } }]

[slots.hero]
show = [{ when = { stage = "known" }, fragment = "phone.html" }]
"""
    head = LIVE.split("[audiences", maxsplit=1)[0]
    sarto = opened(tmp_path, head + journey % 1, head + journey % 5)

    consenting(sarto).get("/")

    (row,) = shadow(sarto).table()
    assert (row["was"], row["would"]) == (OWN, "phone.html")


def test_a_page_swapped_for_another_is_compared(tmp_path):
    swap = '\n[[pages]]\npath = "/"\nshow = [{ to = "phones", serve = "/phone" }]\n'
    sarto = opened(tmp_path, LIVE + swap)

    Browser(sarto, agent="Mozilla/5.0 (iPhone) Mobile Safari").get("/")

    (row,) = shadow(sarto).table()
    assert (row["place"], row["was"], row["would"]) == ("pages", None, "/phone")


def test_it_is_read_again_when_its_file_changes(tmp_path):
    sarto = opened(tmp_path, LIVE)
    found = shadow(sarto)
    (tmp_path / "next.toml").write_text(NEXT + "\n", "utf-8")
    found._looked -= room.LOOK

    Browser(sarto).get("/")
    until = time.monotonic() + 10
    while found._lock.locked() and time.monotonic() < until:
        time.sleep(0.01)
    Browser(sarto).get("/")

    assert [row["would"] for row in found.table()] == ["new.html"]


def test_one_that_is_off_is_tried_again_when_its_file_changes(tmp_path):
    sarto = opened(tmp_path)
    shadow(sarto).is_off = True

    shadow(sarto).refresh()
    Browser(sarto).get("/")

    assert shadow(sarto).counts == [1, 1]


def test_its_file_is_looked_at_where_no_visitor_waits(tmp_path, monkeypatch):
    sarto = opened(tmp_path)
    found, looked = shadow(sarto), []
    state_of = room.state_of

    def noted(file):
        looked.append(current_thread().name)
        return state_of(file)

    monkeypatch.setattr(room, "state_of", noted)
    found._looked -= room.LOOK

    Browser(sarto).get("/")
    until = time.monotonic() + 10
    while found._lock.locked() and time.monotonic() < until:
        time.sleep(0.01)

    assert looked == ["sarto-shadow"]


def test_where_no_thread_can_start_the_next_look_tries_again(tmp_path, monkeypatch):
    sarto = opened(tmp_path)
    found = shadow(sarto)

    def refuses(**_):
        raise RuntimeError

    monkeypatch.setattr(room, "Thread", refuses)
    found._looked -= room.LOOK

    assert Browser(sarto).get("/").status == 200
    assert not found._lock.locked()
    assert found.counts == [1, 1]


def test_the_counts_go_on_when_the_live_site_changes(tmp_path):
    sarto = opened(tmp_path)
    before = sarto.current.site
    Browser(sarto).get("/")

    after = sarto.current._compile(before)

    assert after.watchers[0].tally is before.watchers[0].tally
    assert after.watchers[0].counts == [1, 1]


def test_other_methods_bots_and_prefetches_are_not_compared(tmp_path):
    sarto = opened(tmp_path)

    Browser(sarto).post("/")
    Browser(sarto).get("/", sec_purpose="prefetch")
    Browser(sarto, agent="Googlebot/2.1 (+http://www.google.com/bot.html)").get("/")

    assert shadow(sarto).counts == [0, 0]


def test_it_says_once_an_hour_what_it_counted(tmp_path, caplog):
    caplog.set_level("INFO", "sarto")
    sarto = opened(tmp_path)
    shadow(sarto)._told -= room.HOUR

    Browser(sarto).get("/")

    assert "1 of 1 pages would show something else" in caplog.text


@pytest.mark.parametrize("is_there", [True, False])
def test_a_shadow_is_there_where_the_file_says_so(tmp_path, is_there):
    live = LIVE if is_there else LIVE.replace('config = "next.toml"', "")

    sarto = opened(tmp_path, live=live)

    assert bool(sarto.current.site.watchers) is is_there
