"""Resolvers: facts of the site's own, in time and never somebody else's."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest

from sarto import Asked, ConfigError, Sarto, resolver, visitor
from support.play import html, left, play, played, scope_of

PAGE = '<html lang="en"><p data-sarto="hero">own</p></html>'
RULE = """
[slots.hero]
pages = ["/", "/menu"]
show = [{ when = { facts.weather = "rain" }, fragment = "hero.html" }]
"""
TWO = RULE.replace("[{", '[{ when = { facts.news = "x" }, attrs = { id = "x" } }, {', 1)
ANY = """
[slots.hero]
default = "hero.html"
"""
SWAP = """
[[pages]]
path = "/"
show = [{ when = { facts.weather = "rain" }, serve = "/indoors" }]
"""
TOLD = 'It will {{ visitor.facts["facts.weather"] or "be some weather" }}'
BUDGET = 0.025
MARGIN = 10.0  # what a busy machine adds; whoever hangs does so for longer


@pytest.fixture
def app_of(folder):
    def make(resolvers, config=RULE, fragment="wet", site=None, **more):
        path = folder(config, hero=fragment)
        return Sarto(site or html(PAGE), config=path, resolvers=resolvers, **more)

    return make


def shown(fragment):
    return PAGE.replace("own", fragment)


def rain(asked: Asked) -> str:
    return "rain"


async def rain_soon(asked: Asked) -> str:
    await asyncio.sleep(0)
    return "rain"


async def hanging(asked: Asked) -> str:
    await asyncio.sleep(60)
    return "rain"


@pytest.mark.parametrize("call", [rain, rain_soon])
def test_a_slot_changes_by_a_fact_of_the_sites_own(app_of, call):
    assert play(app_of({"weather": call})).text == shown("wet")


@pytest.mark.parametrize("answer", ["sun", None, 7, b"rain", ["rain"]])
def test_any_other_answer_keeps_the_pages_own(app_of, answer):
    assert play(app_of({"weather": lambda asked: answer})).text == PAGE


@pytest.mark.parametrize(
    ("condition", "answer"), [("true", True), ('">=3"', 5), ("[1, 2]", 2), ('"a"', "a")]
)
def test_flags_numbers_and_words_meet_their_conditions(app_of, condition, answer):
    config = RULE.replace('"rain"', condition)

    assert play(app_of({"weather": lambda asked: answer}, config)).text == shown("wet")


def test_a_fragment_reads_what_was_resolved_escaped(app_of):
    app = app_of({"weather": lambda asked: "rain <&> wind"}, ANY, TOLD)

    assert play(app).text == shown("It will rain &lt;&amp;&gt; wind")


def test_a_fragment_with_an_unknown_fact_is_still_shown(app_of):
    assert play(app_of({"weather": hanging}, ANY, TOLD)).text == shown(
        "It will be some weather"
    )


def test_a_whole_page_is_swapped_by_it_before_the_application_runs(app_of):
    seen = []

    async def site(scope, receive, send):
        seen.append(scope["path"])
        await html(PAGE)(scope, receive, send)

    play(app_of({"weather": rain_soon}, SWAP, site=site))
    play(app_of({"weather": lambda asked: "sun"}, SWAP, site=site))

    assert seen == ["/indoors", "/"]


def test_the_sites_own_code_reads_and_decides_by_it(app_of):
    seen = []

    async def site(scope, receive, send):
        who = visitor(scope)
        seen.append((who.facts["facts.weather"], who.decide("hero").fragment))
        await html(PAGE)(scope, receive, send)

    play(app_of({"weather": rain}, site=site))

    assert seen == [("rain", "hero.html")]


def test_a_resolver_reads_the_visitor_and_the_request(app_of):
    def weather(asked):
        station = dict(asked.scope["headers"]).get(b"x-station", b"")
        return f"{asked.facts.language} {station.decode()}"

    app = app_of({"weather": weather}, ANY, '{{ visitor.facts["facts.weather"] }}')

    assert play(app, headers=[("X-Station", "seven")]).text == shown("en seven")


def test_two_sartos_resolve_one_name_each_its_own_way(app_of):
    wet, dry = app_of({"weather": rain}), app_of({"weather": lambda asked: "sun"})

    assert [play(app).text for app in (wet, dry, wet)] == [
        shown("wet"),
        PAGE,
        shown("wet"),
    ]


def test_the_answer_of_now_counts_and_not_one_from_before(app_of):
    answers = iter(["rain", "sun", "rain"])
    shared = resolver(tier="segment")(lambda asked: next(answers))
    app = app_of({"weather": shared})

    assert [play(app).text for _ in range(3)] == [shown("wet"), PAGE, shown("wet")]


def test_one_visitors_answer_is_never_anothers(app_of):
    def weather(asked):
        return dict(asked.scope["headers"])[b"cookie"].decode()

    told = '{{ visitor.facts["facts.weather"] }}'
    app = app_of({"weather": weather}, ANY, told, budget=30)

    async def crowd():
        asked = [scope_of(headers=[("Cookie", f"v={n}")]) for n in range(100)]
        answers = await asyncio.gather(*(played(app, scope) for scope in asked))
        return [answer.text for answer in answers]

    assert asyncio.run(crowd()) == [shown(f"v={n}") for n in range(100)]


def headers(app, **more):
    answer = play(app, **more)
    return answer.header("cache-control"), answer.header("vary")


def test_an_undeclared_fact_is_kept_by_nobody(app_of):
    assert headers(app_of({"weather": rain})) == ("private, no-store", None)


def test_a_fact_that_nobody_resolves_is_kept_by_nobody(app_of):
    assert headers(app_of({})) == ("private, no-store", None)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"tier": "segment"}, ("private, no-cache", None)),
        ({"tier": "segment", "headers": ["X-Station"]}, ("private, no-cache", "X-Station")),
        ({"tier": "segment", "reads": ["save_data"]}, ("private, no-cache", "Save-Data")),
        ({"tier": "segment", "reads": ["city"]}, ("private, no-store", "Cookie, Sec-GPC")),
        ({"tier": "segment", "purpose": "analytics"}, ("private, no-cache", "Cookie, Sec-GPC")),
        ({"tier": "band", "headers": ["Cookie"]}, ("private, no-store", "Cookie")),
        ({"tier": "personal", "headers": ["Cookie"]}, ("private, no-store", "Cookie")),
    ],
)  # fmt: skip
def test_caches_are_told_what_was_declared(app_of, declared, said):
    app = app_of({"weather": resolver(**declared)(rain)})

    assert headers(app) == said
    assert headers(app, path="/menu") == said


def test_the_same_is_said_when_it_came_late(app_of):
    declare = resolver(tier="segment", headers=["X-Station"])

    assert headers(app_of({"weather": declare(hanging)})) == headers(
        app_of({"weather": declare(rain)})
    )


def test_a_page_that_does_not_read_it_passes_untouched(app_of):
    app = app_of({"weather": hanging})
    since = time.monotonic()

    answer = play(app, "/other")

    assert answer.raw_headers == play(html(PAGE), "/other").raw_headers
    assert time.monotonic() - since < BUDGET + MARGIN


def test_what_was_resolved_is_a_part_of_the_tag(app_of):
    answers = iter(["rain", "rain", "wind"])
    site = html(PAGE, headers=[("ETag", '"1"')])
    app = app_of({"weather": lambda asked: next(answers)}, ANY, TOLD, site)

    tags = [play(app).header("etag") for _ in range(3)]

    assert tags[0] == tags[1] != tags[2]


def test_a_head_is_answered_as_a_get(app_of):
    app = app_of({"weather": rain})

    assert play(app, method="HEAD").header("vary") == play(app).header("vary")
    assert play(app, method="PUT").text == PAGE


def test_a_reload_keeps_the_resolvers(app_of, folder):
    app = app_of({"weather": rain})
    folder(RULE.replace('"rain"', '["rain", "snow"]'), hero="wet")
    app.current.refresh(settled=False)

    assert play(app).text == shown("wet")


def test_switched_off_no_resolver_is_called(app_of, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")

    assert play(app_of({"weather": rain})).text == PAGE


@pytest.mark.parametrize(
    "options", [{"resolvers": {"weather": 7}}, {"resolvers": {}, "budget": 0}]
)
def test_a_wrong_option_stops_the_start(app_of, options):
    with pytest.raises(ConfigError, match="SARTO023"):
        app_of(**options)


def test_a_client_that_leaves_is_no_failure(app_of):
    app = app_of({"weather": hanging}, budget=30)

    assert asyncio.run(left(played(app, scope_of()))) == 1
    assert not app.current.site.failures.counts


def stubborn_until(over):
    async def stubborn(asked):
        while not over.is_set():
            try:
                await asyncio.sleep(0.05)
            except asyncio.CancelledError:
                continue
        return "rain"

    return stubborn


@pytest.mark.parametrize("fault", ["hangs", "blocks its thread", "ignores its end"])
def test_a_crowd_behind_one_that_hangs_is_served_in_time(app_of, gate, fault):
    over = Event()
    calls = {
        "hangs": hanging,
        "blocks its thread": lambda asked: gate.wait(60),
        "ignores its end": stubborn_until(over),
    }
    app = app_of({"weather": rain_soon, "news": calls[fault]}, TWO)

    async def timed():
        since = time.monotonic()
        answer = await played(app, scope_of())
        return answer.text, time.monotonic() - since

    async def crowd():
        await timed()
        found = await asyncio.gather(*(timed() for _ in range(200)))
        tasks = len(asyncio.all_tasks())
        over.set()
        return found, tasks

    found, tasks = asyncio.run(crowd())
    took = sorted(seconds for _, seconds in found)

    assert {text for text, _ in found} == {shown("wet")}
    assert took[197] < BUDGET + MARGIN
    assert tasks < 250
    assert app.resolving.callers["facts.news"].workers._threads <= 8


def test_thousands_of_requests_leave_nothing_behind(app_of, gate):
    app = app_of(
        {"weather": rain_soon, "news": lambda asked: gate.wait(60)},
        TWO,
        budget=0.001,
    )
    callers = app.resolving.callers

    async def many():
        for _ in range(200):
            await asyncio.gather(*(played(app, scope_of()) for _ in range(10)))
        return len(asyncio.all_tasks())

    assert asyncio.run(many()) == 1
    workers = callers["facts.news"].workers
    assert workers._threads == 8
    assert workers._pending <= 8 + 256
    assert not callers["facts.weather"].behind
    assert not callers["facts.news"].behind


SCRIPT = """
import sys, time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from sarto import Sarto
from support.play import html, play


def weather(asked):
    time.sleep(60)


print(play(Sarto(html("own"), resolvers=weather)).text)
"""


def test_the_interpreter_ends_while_a_thread_is_stuck(folder):
    tests = Path(__file__).parents[1]
    since = time.monotonic()

    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, tests],
        cwd=folder(RULE, hero="wet").parent,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.stdout == "own\n"
    assert ended.returncode == 0
    assert "no answer in 0.025 s" in ended.stderr
    assert time.monotonic() - since < 20
