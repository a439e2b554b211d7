import json
from pathlib import Path

import pytest

from sarto.errors import Finding, Note
from sarto.workbench.check.data import as_json
from sarto.workbench.check.github import as_github
from sarto.workbench.check.sarif import as_sarif

FOUND = Finding(
    code="SARTO009",
    message="'fa' stands here twice: 100 %",
    file="my site/sarto.toml",
    line=3,
    column=5,
    length=4,
    help="leave one,\nof them out",
    notes=(Note(message="the first time", line=1, column=2, length=4),),
)
ODD = Finding(code="SARTO999", message="odd", file="a:b,c%.html", severity="warning")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in the folder above the site's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "bistro"


def test_json_is_as_the_contract_has_it():
    assert json.loads(as_json((FOUND,))) == [
        {
            "code": "SARTO009",
            "severity": "error",
            "file": "my site/sarto.toml",
            "line": 3,
            "column": 5,
            "message": "'fa' stands here twice: 100 %",
            "help": "leave one,\nof them out",
        }
    ]


def test_a_workflow_is_given_one_command_for_each_finding(here):
    assert as_github((FOUND, ODD), here).split("\n") == [
        "::error file=bistro/my site/sarto.toml,line=3,col=5,endColumn=9,title=SARTO009"
        "::'fa' stands here twice: 100 %25%0Aline 1: the first time%0A"
        "leave one,%0Aof them out",
        "::warning file=bistro/a%3Ab%2Cc%25.html,line=1,col=1,endColumn=2,"
        "title=SARTO999::odd",
    ]


def test_of_nothing_a_workflow_is_told_nothing(here):
    assert as_github((), here) == ""


def test_a_file_outside_is_named_from_here(here, monkeypatch):
    here.mkdir()
    monkeypatch.chdir(here)
    told = as_github((ODD,), here.parent / "other")
    assert "file=../other/a%3Ab" in told


@pytest.mark.parametrize("page", ["/menu", "https://bistro.example/menu"])
def test_a_page_of_a_running_site_is_named_by_its_address(here, page):
    told = as_github((Finding(code="SARTO054", message="no", file=page),), here)
    assert f"file={page.replace(':', '%3A')},line=1" in told


def test_sarif_points_to_the_place(here):
    (run,) = json.loads(as_sarif((FOUND, ODD), here))["runs"]
    first, second = run["results"]

    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["message"]["text"].startswith("'fa' stands here twice: 100 %\nleave")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        first["ruleId"],
        second["ruleId"],
    ]
    assert (first["ruleIndex"], second["ruleIndex"]) == (0, 1)
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "bistro/my%20site/sarto.toml"},
                "region": {"startLine": 3, "startColumn": 5, "endColumn": 9},
            }
        }
    ]
    (beside,) = first["relatedLocations"]
    assert beside["message"]["text"] == "the first time"
    assert beside["physicalLocation"]["region"]["startLine"] == 1
    assert "relatedLocations" not in second


def test_sarif_has_the_page_of_each_code_as_help(here):
    (run,) = json.loads(as_sarif((FOUND, FOUND), here))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]

    assert rule["shortDescription"]["text"] == "a name that cannot be one"
    assert rule["help"]["markdown"].startswith("# SARTO009: ")
    assert "```" not in rule["help"]["text"]


def test_sarif_says_which_it_is(here):
    told = json.loads(as_sarif((), here))

    assert told["version"] == "2.1.0"
    assert told["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert told["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert told["runs"][0]["results"] == []


def test_a_name_that_is_no_text_is_written_all_the_same(here):
    half = Finding(code="SARTO001", message="no", file="\udcff.toml")
    uri = json.loads(as_sarif((half,), Path(here)))["runs"][0]["results"][0]
    assert "%" in uri["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
