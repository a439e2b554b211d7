"""What is written for Cloudflare: a module of JavaScript, its secret apart."""

import json
import re
import subprocess
import tomllib

import pytest

from sarto.vocabulary.edges import Edge, Key, Known
from sarto.vocabulary.globs import glob
from sarto_adapters.edge.cloudflare import script
from support.worker import needed
from support.worker_site import KEYS, PAGES, TOKEN, edge_of, parts, whole

EMPTY = Edge(token=TOKEN, version="v1")


def test_the_secret_is_in_a_file_of_its_own():
    (main, text), (settings, deploy), (secret, proof) = parts(edge_of()).items()

    assert (main, settings, secret) == ("worker.js", "wrangler.toml", "token.json")
    assert TOKEN not in text + deploy
    assert json.loads(proof) == {"SARTO_EDGE_TOKEN": TOKEN}
    assert tomllib.loads(deploy)["main"] == main


def test_every_edge_makes_a_module_that_node_reads(tmp_path):
    known = Known(header="accept-language", tokens=(("", "en"),), without=("x.odd",))
    edges = [
        EMPTY,
        edge_of(),
        edge_of(keys=(Key(header=KEYS[0], pages=PAGES, known=known),)),
        edge_of(private=r'^/"quoted"\\|/%20\.$', ignored=("a|b", r"[a-z]+_\d")),
    ]
    for number, edge in enumerate(edges):
        file = tmp_path / f"{number}.mjs"
        file.write_text(parts(edge)["worker.js"])
        said = subprocess.run(
            [needed(), str(file)], capture_output=True, text=True, check=False
        )
        assert (said.returncode, said.stderr) == (0, "")


GLOBS = ("/", "/menu/*", "/a*b*c*d", "/{name}/x", "/[ab]?", "/(x)", r"/\d", "*.html*")
TARGETS = (
    *("/", "/menu/", "/menu", "/menu/a/b", "/aXbYcZd", "/abcd", "/abdc", "/n/x"),
    *("/n/m/x", "/a1", "/c1", "/(x)", r"/\d", "/5", "/x.html", "/x.html?y", "/a?b"),
)


def test_patterns_mean_in_javascript_what_they_mean_in_python():
    texts = [whole(*(glob(each).pattern for each in some)) for some in (GLOBS, *GLOBS)]
    asked = {script(text): text for text in texts}
    code = "const [texts, targets] = JSON.parse(process.argv[1]);"
    code += "const found = texts.map((t) => targets.map((x) => new RegExp(t).test(x)));"
    code += "console.log(JSON.stringify(found))"
    words = [needed(), "-e", code, json.dumps([list(asked), TARGETS])]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout

    for found, text in zip(json.loads(said), asked.values(), strict=True):
        assert found == [bool(re.search(text, target)) for target in TARGETS], text


@pytest.mark.parametrize(
    "origin",
    ["http://site.example", "https://a:8000", "https://a/b", "https://u@a", "ftp://a"],
)
def test_an_origin_that_cloudflare_cannot_ask_is_refused(origin):
    with pytest.raises(ValueError, match="Cloudflare cannot ask"):
        parts(edge_of(origin=origin))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://origin.site.example", "origin.site.example"),
        ("http://127.0.0.1:8000", ""),
        ("http://[::1]:8000", ""),
        ("http://localhost", ""),
    ],
)
def test_an_origin_is_a_host_of_the_zone_or_what_dns_says(origin, host):
    assert f'"origin": "{host}"' in parts(edge_of(origin=origin))["worker.js"]


@pytest.mark.parametrize(
    "edge", [edge_of(inputs=("x: y",)), edge_of(keys=(Key(header="", pages=PAGES),))]
)
def test_a_header_of_no_name_is_refused(edge):
    with pytest.raises(ValueError, match="is no name of a header"):
        parts(edge)


def test_the_country_is_cloudflares_word_whatever_the_header_is_called():
    names = ("cf-ipcountry", "where", "x-county")
    told = {"inputs": names, "countries": ("where", "cf-ipcountry")}
    text = parts(edge_of(**told))["worker.js"]
    site = json.loads(re.search(r"const SITE = (\{.*?\n\});", text, re.DOTALL)[1])

    assert site["countries"] == ["cf-ipcountry", "where"]
