"""What is written for Cloudflare: a module of JavaScript, its secret apart."""

import json
import re
import subprocess
import tomllib

import pytest

from sarto.vocabulary.edges import Key, Known
from sarto.vocabulary.globs import glob
from sarto_adapters.edge.cloudflare import Cloudflare, script
from support.edge_described import KEYS, PAGES, TOKEN, edge_of, whole
from support.edge_kinds import against
from support.worker import needed


def parts(edge):
    return Cloudflare().files(edge)


def test_the_secret_is_what_wrangler_takes():
    (main, _), (settings, deploy), (secret, proof) = parts(edge_of()).items()

    assert (main, settings, secret) == ("worker.js", "wrangler.toml", "token.json")
    assert json.loads(proof) == {"SARTO_EDGE_TOKEN": TOKEN}
    assert tomllib.loads(deploy)["main"] == main


def test_an_odd_name_makes_a_module_that_node_reads(tmp_path):
    known = Known(header="accept-language", tokens=(("", "en"),), without=("x.odd",))
    edge = edge_of(keys=(Key(header=KEYS[0], pages=PAGES, known=known),))

    assert against("cloudflare", tmp_path, edge) == ""


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
    ["http://site.example", "https://a:8000", "https://a/b", "https://u@a"],
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


def test_the_country_is_cloudflares_word_whatever_the_header_is_called():
    names = ("cf-ipcountry", "where", "x-county")
    told = {"inputs": names, "countries": ("where", "cf-ipcountry")}
    text = parts(edge_of(**told))["worker.js"]
    site = json.loads(re.search(r"const SITE = (\{.*?\n\});", text, re.DOTALL)[1])

    assert site["countries"] == ["cf-ipcountry", "where"]
