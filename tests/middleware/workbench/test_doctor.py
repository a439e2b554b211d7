"""The doctor of edges: what is well is told so, and each fault by its own probe."""

import json

import pytest

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench.contrasts import contrasts
from sarto.workbench.doctor import as_json, as_text, examined, has_failed, told
from sarto.workbench.examination import Examination, Verdict
from sarto.workbench.probes import difference
from sarto.workbench.probing import Asking, Got, UnreachableError
from support.sick_edge import FAULTS, edge

DAY = 86_400
TOML = """
languages = ["en", "fa", "pl"]
timezone = "UTC"
[cache]
edge = "varnish"
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["127.0.0.1"]
[slots.hero]
pages = ["/", "/menu/*"]
default = "a.html"
show = [
  { when = { language = "fa" }, fragment = "b.html" },
  { when = { device = "mobile" }, fragment = "b.html" },
  { when = { country = ["IR"] }, fragment = "b.html" },
  { when = { channel = "search", save_data = true }, fragment = "b.html" },
  { when = { time = "TIMES" }, fragment = "b.html" },
]
[slots.mine]
pages = ["/private"]
default = "a.html"
show = [ { when = { signed_in = true }, fragment = "b.html", attrs = { class = "x" } } ]
"""


@pytest.fixture
def config(folder):
    return folder(TOML.replace("TIMES", "00:00-12:00"), a="a", b="b")


def states(verdicts):
    return {each.name: each.state for each in verdicts}


def test_a_good_edge_fails_nothing(config):
    with edge() as url:
        found = examined(url, config, ())

    assert states(found) == {
        "pages": "info",
        "spoofed keys": "pass",
        "mixed Vary": "pass",
        "other's ETag": "pass",
        "closed doors": "pass",
        "private pages": "pass",
        "time boundary": "warn",
        "kept": "info",
        "leaks": "pass",
        "kept cookies": "pass",
    }
    assert not has_failed(found)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_own_probe_alone(config, fault):
    with edge(fault, long=DAY) as url:
        found = examined(url, config, ())

    assert [each.name for each in found if each.state == "fail"] == [FAULTS[fault]]
    assert has_failed(found)
    (wrong,) = (each for each in found if each.state == "fail")
    assert wrong.said


@pytest.mark.parametrize(
    "fault", sorted(FAULTS.keys() - {"stale", "long", "shared", "vary"})
)
def test_without_a_config_faults_are_found_as_well(fault):
    with edge(fault, long=DAY) as url:
        found = examined(url, None, ("/", "/menu/tea"))

    assert [each.name for each in found if each.state == "fail"] == [FAULTS[fault]]


def test_without_pages_it_asks_for_those_of_the_slots(config):
    exam = Examination.of(Asking.of("http://a.example"), site(config), ())

    assert exam.pages == ("/", "/menu/x", "/private")
    assert Examination.of(Asking.of("http://a.example"), None, ()).pages == ("/",)


def site(config):
    return compile_site(Config.read(config))


def test_visitors_differ_by_what_rules_ask_for(config, folder):
    names = [each.name for each in contrasts(site(config))]

    assert names == [
        *("a desktop", "language fa", "language pl", "a phone", "a tablet"),
        *("country IR", "country DE", "country US", "search", "a saver"),
    ]
    spoken = dict(contrasts(site(config))[5].fields)
    assert (spoken["cf-ipcountry"], spoken["Accept-Language"]) == ("IR", "en")
    plain = folder("[slots.a]\ndefault = 'a.html'\nshow = []", a="a")
    assert [each.name for each in contrasts(site(plain))] == ["a desktop"]
    asked = folder("[app]\nreads = { '/' = ['language'] }\nlanguages = ['pl']")
    asked.write_text("languages=['pl','fa']\n[app]\nreads={ '/' = ['language'] }\n")
    assert [dict(e.fields)["Accept-Language"] for e in contrasts(site(asked))] == [
        "pl",
        "fa",
    ]


def test_pages_that_are_not_there_are_told(config, monkeypatch):
    monkeypatch.setattr(Asking, "ask", lambda *_: Got(404, (), b""))
    found = examined("http://a.example", config, ("/gone",))

    assert found[0] == Verdict(
        "pages", "warn", ("/gone answers 404", "name pages with --path")
    )
    assert states(found)["other's ETag"] == "warn"


def test_pages_that_are_filled_in_are_nobody_elses(folder, monkeypatch):
    text = (
        "[cache]\nedge = 'varnish'\n[slots.a]\npages=['/']\ndefault='a.html'\n"
        "show=[{when={signed_in=true},fragment='b.html'}]"
    )
    path = folder(text, a="a", b="b")
    for control, state in (
        ("private, no-store", "pass"),
        ("private, no-cache", "fail"),
    ):
        said = (("cache-control", control),)
        monkeypatch.setattr(Asking, "ask", lambda *_, s=said: Got(200, s, b""))
        found = examined("http://a.example", path, ())
        assert states(found)["private pages"] == state


def test_a_page_that_is_never_the_same_is_not_called_spoofed(config, monkeypatch):
    numbers = iter(range(10_000))
    fine = (("cache-control", "private, no-cache"), ("vary", "Cookie"))
    monkeypatch.setattr(
        Asking, "ask", lambda *_: Got(200, fine, str(next(numbers)).encode())
    )

    assert states(examined("http://a.example", config, ()))["spoofed keys"] == "pass"


@pytest.mark.parametrize(
    "url",
    ["site.example", "ftp://a", "http://", "http://a/b", "http://a?b", "http://u@a"],
)
def test_what_is_no_address_of_a_site_is_refused(url):
    with pytest.raises(ValueError, match="is no site"):
        examined(url, None, ())


def test_a_path_begins_with_a_slash():
    with pytest.raises(ValueError, match="begins with a /"):
        examined("http://a", None, ("menu",))


def test_where_nothing_answers_that_is_told():
    with edge() as url:
        pass
    with pytest.raises(UnreachableError, match="cannot be asked"):
        examined(url, None, ())
    with pytest.raises(UnreachableError, match="cannot be asked"):
        Asking.of(url.replace("http:", "https:")).ask("/")


@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ((), False),
        ((("age", "0"),), False),
        ((("age", "3"),), True),
        ((("age", "x"),), False),
        ((("x-varnish", "1 2"),), True),
        ((("x-varnish", "1"),), False),
        ((("x-cache", "MISS, HIT"),), True),
        ((("cf-cache-status", "DYNAMIC"),), False),
        ((("cache-status", "ExampleCache; hit; ttl=3"),), True),
    ],
)
def test_what_a_cache_had_says_so(fields, is_kept):
    assert Got(200, fields, b"").is_kept is is_kept


def test_the_verdicts_are_written_for_people_and_for_programs():
    found = (
        Verdict("a", "pass"),
        Verdict("b", "fail", tuple("123456789")),
        Verdict("c", "warn", ("one",)),
    )

    assert as_text(found).splitlines() == [
        "ok    a",
        "FAIL  b",
        *(f"        {number}" for number in "123456"),
        "        … and 3 more",
        "warn  c: one",
    ]
    assert told(Verdict("d", "fail", ("x",))) == ["FAIL  d", "        x"]
    told_json = as_json("http://a", found)
    assert json.loads(json.dumps(told_json)) == {
        "url": "http://a",
        "ok": False,
        "probes": [
            {"name": "a", "state": "pass", "said": []},
            {"name": "b", "state": "fail", "said": list("123456789")},
            {"name": "c", "state": "warn", "said": ["one"]},
        ],
    }


PLAIN = Got(200, (("vary", "Cookie"), ("cache-control", "private")), b"page")


@pytest.mark.parametrize(
    ("other", "is_steady", "what"),
    [
        (PLAIN, True, ""),
        (Got(304, PLAIN.fields, b"page"), True, "the status (200, 304)"),
        (Got(200, PLAIN.fields, b"other"), True, "the page"),
        (Got(200, PLAIN.fields, b"other"), False, ""),
        (Got(200, PLAIN.fields[1:], b"page"), True, "Vary"),
        (Got(200, PLAIN.fields[:1], b"page"), True, "Cache-Control"),
    ],
)
def test_what_differs_in_two_answers_is_named(other, is_steady, what):
    assert difference(PLAIN, other, is_steady=is_steady) == what


def test_keys_are_made_up_of_tokens_that_there_are(folder):
    path = folder(
        "[cache]\nedge='varnish'\n[slots.a]\npages=['/']\ndefault='a.html'\n"
        "show=[{when={country=['IR','PL']}, fragment='b.html'}]",
        a="a",
        b="{{ visitor.facts.device }}",
    )
    exam = Examination.of(Asking.of("http://a.example"), site(path), ())
    generic, *made = (dict(lies) for lies in exam.lies)

    assert generic["X-Sarto-Language"] == "evil"
    assert [each["X-Sarto-Country"] for each in made] == ["ir_pl", "none", "ir_pl"]
    devices = [each["X-Sarto-Value-Device"] for each in made]
    assert devices == ["console", "desktop", "mobile"]
    assert {each["X-Sarto-Version"] for each in made} == {exam.site.version}


def test_what_is_broken_behind_an_edge_is_no_fault_of_its_own(config, monkeypatch):
    monkeypatch.setattr(Asking, "ask", lambda *_: Got(502, (), b""))
    found = states(examined("http://a.example", config, ()))

    assert found["mixed Vary"] == found["private pages"] == "pass"
    assert found["pages"] == "warn"
