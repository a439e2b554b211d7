import json

import pytest
from click.testing import CliRunner

from sarto.cli import main
from sarto.workbench.diff import TrafficError, as_text, difference, weighed
from support.site_versions import TOML

NEW = TOML.replace("a.html", "b.html")


def ran(*args):
    return CliRunner().invoke(main, ["diff", *map(str, args)])


@pytest.fixture
def traffic(tmp_path):
    rows = [
        {"path": "/", "facts": {"device": "mobile", "language": "en"}, "count": 30},
        {"path": "/", "facts": {"device": "desktop"}, "count": 90},
        {"path": "/menu/*", "facts": {"device": "mobile"}, "count": 5},
        {"path": "/elsewhere", "facts": {"device": "mobile", "gone": 1}, "count": 7},
        {"path": None, "facts": {"device": "mobile"}, "count": 4},
        {"path": None, "facts": None, "count": 4},
    ]
    file = tmp_path / "traffic.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_people_are_told_who_where_and_by_which_rules(sites):
    text = as_text(sites.differ(TOML, NEW))

    assert text == (
        "hero\n"
        "  a.html -> b.html\n"
        "    was sarto.toml:9 for phones; is sarto.toml:9 for phones\n"
        "    for example device=mobile, on /"
    )


def test_nothing_is_said_in_a_sentence(sites):
    done = ran(sites.file(TOML), sites.file(TOML))

    assert (done.exit_code, done.output) == (0, "Nobody would see anything else.\n")


def test_programs_are_told_as_json(sites):
    done = ran(sites.file(TOML), sites.file(NEW), "--json")

    told = json.loads(done.output)
    assert done.exit_code == 1
    assert told["differs"] is True
    assert told["settings"] == []
    (pair,) = told["pairs"]
    assert pair["place"] == "slots.hero"
    assert pair["as"] == "device=mobile"
    assert pair["old"] == {
        "shows": "a.html",
        "attrs": {},
        "rule": "sarto.toml:9",
        "audience": "phones",
    }


def test_a_difference_is_weighed_by_recorded_traffic(sites, traffic):
    done = ran(sites.file(TOML), sites.file(NEW), "--traffic", traffic)

    assert (
        "25.0% of visitors on / would see b.html instead of a.html in hero "
        "(30 of 120 requests)" in done.output
    )
    assert "100.0% of visitors on /menu/* would" in done.output
    assert "/elsewhere" not in done.output


def test_shares_are_exact(sites, traffic):
    shares = weighed(difference(sites.site(TOML), sites.site(NEW)), traffic)

    assert [(s.path, s.count, s.total) for s in shares] == [
        ("/", 30, 120),
        ("/menu/*", 5, 5),
    ]


def test_pages_of_no_glob_are_weighed_as_one_that_neither_file_names(sites, traffic):
    old, new = (text.replace('pages = ["/", "/menu/*"]', "") for text in (TOML, NEW))
    shares = weighed(difference(sites.site(old), sites.site(new)), traffic)
    text = as_text(difference(sites.site(old), sites.site(new)), shares)

    assert [(s.path, s.count, s.total) for s in shares if not s.path] == [(None, 4, 4)]
    assert "100.0% of visitors on other pages" in text


def test_a_glob_of_any_start_is_weighed_as_a_page(sites, tmp_path):
    file = tmp_path / "t.jsonl"
    row = {"path": "*/tea", "facts": {"device": "mobile"}, "count": 3}
    file.write_text(json.dumps(row))
    old, new = (t.replace('["/", "/menu/*"]', '["*/tea"]') for t in (TOML, NEW))

    (share,) = weighed(difference(sites.site(old), sites.site(new)), file)

    assert (share.path, share.count) == ("*/tea", 3)


def test_traffic_of_nobody_who_would_see_it_says_so(sites, tmp_path):
    file = tmp_path / "t.jsonl"
    file.write_text('{"path": "/", "facts": {"device": "tv"}, "count": 2}\n')

    done = ran(sites.file(TOML), sites.file(NEW), "--traffic", file)

    assert "nobody would have seen anything else" in done.output


@pytest.mark.parametrize(
    "text", ["nonsense", '{"count": 1}', '{"path": "/", "count": "x"}']
)
def test_a_file_that_is_no_traffic_is_wrong_use(sites, tmp_path, text):
    file = tmp_path / "t.jsonl"
    file.write_text(text)

    with pytest.raises(TrafficError, match=r"t\.jsonl:1 is no row"):
        weighed(difference(sites.site(TOML), sites.site(NEW)), file)
    assert ran(sites.file(TOML), sites.file(NEW), "--traffic", file).exit_code == 2
    assert ran(sites.file(TOML), sites.file(NEW), "--traffic", "gone").exit_code == 2


def test_a_folder_is_the_file_in_it(sites):
    assert ran(sites.file(TOML).parent, sites.file(TOML)).exit_code == 0


def test_a_broken_config_is_told_as_check_tells_it(sites):
    done = ran(sites.file(TOML), sites.file(TOML.replace("phones", "phnes", 1)))

    assert done.exit_code == 1
    assert "SARTO" in done.output


@pytest.mark.parametrize("name", ["gone.toml", "git:gone", "git:", "git:--output=x"])
def test_what_is_no_version_is_wrong_use(sites, name):
    file = sites.file(TOML)

    assert ran(name, file, "--config", file).exit_code == 2
