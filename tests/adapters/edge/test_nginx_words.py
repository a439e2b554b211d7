"""What is written for nginx, and what is refused."""

import re
from dataclasses import replace

import pytest

from sarto.vocabulary.edges import NEVER, Key
from sarto_adapters.edge.nginx import Nginx
from sarto_adapters.edge.nginx_words import LONGEST, patterns, quoted, steps
from support.nginx_told import edge

NAMES = [f"/m{number:x}" for number in range(1500)]
EACH = "|".join(NAMES)
OWN = "|".join(f"(?:{name}(?:a|[|)\\]]b)?)" for name in NAMES)


@pytest.mark.parametrize(
    "pattern",
    [
        rf"^(?:{EACH})(?:\?.*)?$",
        rf"^(?!/_sarto/|/x)(?:(?:{EACH})|(?:/z))(?:\?.*)?$",
        rf"^(?!/_sarto/)(?:{OWN})(?:\?.*)?$",
        "|".join(f"^{name}$" for name in NAMES) + "|[?&](?:a|b)=",
        rf"^(?:{EACH})(?:(?>/a|b).*)?$|q",
    ],
)
def test_a_long_pattern_is_said_in_pieces_that_match_the_same(pattern):
    pieces = list(patterns(pattern))
    assert len(pieces) > 1
    assert all(len(quoted(piece)) <= LONGEST + 1 for piece in pieces)
    ends = ("", "a", ")b", "|b", "?x", "?a=1", "/a", "/_sarto/")
    for target in [name + end for name in NAMES[::97] for end in ends]:
        matches = [re.search(piece[1:], target) for piece in pieces]
        assert any(matches) == bool(re.search(pattern, target)), target


@pytest.mark.parametrize(
    "pattern", ["a" * 5000, f"^(?:{EACH})*$", f"^(?!{EACH})x$", f"^((?:{EACH}))$"]
)
def test_a_long_pattern_that_cannot_be_parted_is_refused(pattern):
    with pytest.raises(ValueError, match="nginx takes no pattern as long as"):
        list(patterns(pattern))


def test_a_pattern_that_nothing_matches_is_left_out():
    assert list(patterns(NEVER)) == []
    assert list(patterns("^/$")) == ["~^/$"]


def test_what_nginx_reads_in_its_own_way_is_quoted():
    assert quoted('a\\d"b') == '"a\\\\d\\"b"'


def test_without_cookies_that_change_nothing_one_step_is_left():
    assert [step.name for step in steps(())] == ["sarto_cookie"]
    assert len(list(steps(("_ga",)))) == 9


def test_the_secret_is_in_the_second_file_alone():
    told = edge(secrets="/etc/sarto")
    main, secret = Nginx().files(told).items()
    assert main[0] == "nginx.conf"
    assert told.token not in main[1]
    assert main[1].count('include "/etc/sarto/token.conf";') == 4
    assert secret == (
        "token.conf",
        f'proxy_set_header X-Sarto-Edge "{told.token}";\n',
    )


def test_an_origin_may_be_asked_over_tls():
    text = Nginx().files(edge(origin="https://site.example"))["nginx.conf"]
    assert "server site.example:443;" in text
    assert "proxy_ssl_name site.example;" in text
    assert "proxy_ssl_verify on;" in text


@pytest.mark.parametrize(
    "more",
    [
        {"origin": "ftp://site.example"},
        {"origin": "http://site.example/path"},
        {"origin": "http://site.example; user root"},
        {"origin": "site.example"},
        {"listen": "80; include /etc/passwd"},
        {"prefix": "/{"},
        {"token": 'x"; y "'},
        {"token": "$http_x"},
        {"secrets": "/etc/[x]"},
        {"inputs": ("x_y",)},
        {"inputs": ("x: y",)},
        {"ignored": ("a" * 4000,)},
        {"keys": (Key(header="X-Sarto-$", pages="^/$"),)},
    ],
)
def test_what_would_say_more_than_a_value_is_refused(more):
    with pytest.raises(ValueError, match=r"."):
        Nginx().files(replace(edge(), **more))
