"""nginx with what we write for it: odd requests, and those that are meant to harm."""

import pytest

from sarto.vocabulary.edges import Key
from support.nginx_told import DEVICE, EN, FA, LANGUAGE

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "target",
    [
        "//", "//menu/tea", "/x/../menu/tea", "/menu/../menu/tea", "/%6denu/tea", "/%2e/menu/tea",
        "/menu/tea;x", "/menu/%2e%2e/private", "/menu/tea%00", "/menu//tea", "/menu/t%C3%A9",
        "/menu/tea?a=%0a", "/menu/tea?", "/?", "/touch?x", "/touch?X=//", "/MENU/tea", "/%74ouch",
        "/touch/", "/menu", "/menu/tea.css", "/menu/..;/private", "/owned%20", "/menu/tea?x=$sarto_said_language",
    ],
)  # fmt: skip
def test_no_odd_target_is_shared_by_more_than_its_classes(nginx_site, target):
    origin, server = nginx_site
    for name, sent in (("anna", FA), ("bob", EN), ("anna", FA), ("bob", EN)):
        answer = server.ask(target, sent, ("Cookie", f"name={name}"))
        if answer.status == 400:
            continue
        is_mine = answer.text.startswith(f"raw GET {target} for {name}")
        needs = "desktop" if "touch" in target else sent[1]
        assert is_mine or f"<p>{target} v1 {needs}" in answer.text
    assert {each.target for each in origin.take()} <= {target, "/_sarto/key"}
    assert origin.faults == []


def test_raw_bytes_confuse_nobody(nginx_site):
    origin, server = nginx_site
    lines = [
        b"GET http://evil.example/menu/tea HTTP/1.1\r\nHost: site.example\r\n\r\n",
        b"GET /menu/tea HTTP/1.0\r\n\r\n",
        b"GET /menu/tea HTTP/1.1\r\nHost: site.example\r\nX-Sarto-Language : evil\r\n\r\n",
        b"GET /menu/tea HTTP/1.1\r\nHost: site.example\r\nX-Sarto-Language:evil\r\n folded\r\n\r\n",
        b"GET /menu/tea HTTP/1.1\r\nHost: site.example\r\nConnection: X-Sarto-Edge, X-Sarto-Language\r\n\r\n",
        b"GET /menu/tea HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
    ]
    for line in lines:
        server.raw(line)
    for each in origin.take():
        assert len(each.all("Host")) == 1
        assert "evil" not in str(each.all(LANGUAGE))
        assert each.all("X-Sarto-Edge") == [origin.edge.token]
    assert origin.faults == []


def test_tls_may_end_in_front(nginx_site):
    origin, server = nginx_site
    server.ask("/menu/tea", FA)
    server.ask("/menu/tea", FA, ("X-Forwarded-Proto", "https"))
    server.ask("/menu/tea", FA, ("X-Forwarded-Proto", "evil"))
    said = [
        each.one("X-Forwarded-Proto") for each in origin.take() if "menu" in each.target
    ]
    assert said == ["http", "https"]


def test_its_secret_is_in_no_file_that_others_may_read(nginx_site):
    origin, server = nginx_site
    server.ask("/menu/tea", FA)
    server.ask("/filled", FA)
    assert origin.edge.token not in (server.folder / "nginx.conf").read_text()
    assert origin.edge.token not in server.kept() + server.said()


def test_patterns_that_are_too_long_for_one_word_are_parted(nginx_started):
    many = "|".join(rf"/menu/{n:x}(?:a|[|)\]]b)?" for n in range(900))
    pages = rf"^(?:{many})(?:\?.*)?$"
    keys = (Key(header=LANGUAGE, pages=pages), Key(header=DEVICE, pages="$^"))
    _, server = nginx_started(keys=keys, pages=pages)
    assert "v1 fa" in server.ask("/menu/1ff", FA).text
    assert "v1 fa" in server.ask("/menu/0a?x", FA).text
    assert "raw" in server.ask("/menu/1fff", FA).text
