"""nginx with what we write for it: what it asks, and who shares what it keeps."""

import pytest

from support.nginx_origin import targets
from support.nginx_told import DEVICE, EN, FA, LANGUAGE, OWN, PHONE, SPOOFS

pytestmark = pytest.mark.slow


def test_a_page_is_shared_by_those_of_its_classes_and_nobody_else(nginx_site):
    origin, server = nginx_site
    first = server.ask("/menu/tea", FA, ("Cookie", "name=anna"))
    again = server.ask("/menu/tea", FA, ("Cookie", "name=bob"), PHONE)
    assert "/menu/tea v1 fa" in first.text
    assert again.text == first.text
    assert "v1 en" in server.ask("/menu/tea", EN).text
    assert targets(origin).count("/menu/tea") == 2
    assert origin.faults == []


def test_a_look_up_is_asked_once_for_all_pages(nginx_site):
    origin, server = nginx_site
    for target in ("/", "/menu/tea", "/menu/coffee", "/touch"):
        server.ask(target, FA)
    assert targets(origin) == [
        "/_sarto/key",
        "/",
        "/menu/tea",
        "/menu/coffee",
        "/touch",
    ]


def test_a_page_is_asked_for_with_the_keys_it_differs_by(nginx_site):
    origin, server = nginx_site
    server.ask("/touch", FA, PHONE)
    page = origin.take()[1]
    assert page.one(DEVICE) == "mobile"
    assert not page.all(LANGUAGE)
    assert not page.all(OWN)
    server.ask("/touch", EN, PHONE)
    assert targets(origin) == ["/_sarto/key"]


def test_a_look_up_has_what_it_is_kept_by_and_no_more(nginx_site):
    origin, server = nginx_site
    sent = [
        FA, PHONE, ("Cookie", "a=1; _ga=GA1.2; _ga_X=5; b=_ga=2; _gat=3; _ga=9"),
        ("Referer", "https://search.example/?q=secret"), ("X-Evil", "1"),
        (LANGUAGE, "evil"), ("X-Sarto-New", "evil"), ("X-Sarto-Edge", "evil"),
        ("X-Forwarded-For", "1.2.3.4"), ("Authorization", ""),
    ]  # fmt: skip
    server.ask("/menu/tea", *sent)
    asked = origin.take()[0]
    assert asked.target == "/_sarto/key"
    assert asked.one("Cookie") == "a=1; b=_ga=2; _gat=3"
    assert asked.one("Referer") == "https://search.example/"
    assert asked.one("X-Sarto-Edge") == origin.edge.token
    assert asked.names == {
        "host", "x-forwarded-proto", "accept-encoding", "accept-language",
        "user-agent", "cookie", "referer", "x-sarto-edge",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ("_ga=1", ""),
        ("_ga=1; a=2", "a=2"),
        ("a=2; _ga=1", "a=2"),
        ("a=2;_ga=1;b=3", "a=2;b=3"),
        ("_ga_a=1; session=_ga_=; _ga_b=2", "session=_ga_="),
        ("x_ga=1; _gab=1; _ga", "x_ga=1; _gab=1; _ga"),
        ("; ".join(f"_ga_{n}=1; c{n}=1" for n in range(8)), "; ".join(f"c{n}=1" for n in range(8))),
        ("_ga_x;session=1", "_ga_x;session=1"),
        ('_ga_";session=1;"=2; z=1', '_ga_";session=1;"=2; z=1'),
    ],
)  # fmt: skip
def test_cookies_that_change_nothing_are_left_out(nginx_site, sent, left):
    origin, server = nginx_site
    server.ask("/menu/tea", ("Cookie", sent))
    assert origin.take()[0].one("Cookie") == left


def test_a_look_up_is_anew_for_other_headers_and_hosts(nginx_site):
    origin, server = nginx_site
    server.ask("/menu/tea", FA)
    server.ask("/menu/tea", FA, ("Host", "other.example"))
    server.ask("/menu/tea", FA, ("Cookie", "a=1"))
    server.ask("/menu/tea", FA, ("Referer", "https://a.example/one"))
    server.ask("/menu/tea", FA, ("Referer", "https://a.example/two"))
    asked = origin.take()
    assert [each.target for each in asked].count("/_sarto/key") == 4
    hosts = [each.one("Host") for each in asked if each.target == "/menu/tea"]
    assert hosts == ["site.example", "other.example"]


def test_by_address_the_whole_chain_counts(nginx_started):
    origin, server = nginx_started(is_by_address=True)
    server.ask("/menu/tea", FA, ("X-Forwarded-For", "1.2.3.4"))
    server.ask("/menu/tea", FA, ("X-Forwarded-For", "1.2.3.5"))
    asked = origin.take()
    chains = [each.one("X-Forwarded-For") for each in asked if "key" in each.target]
    assert chains == ["1.2.3.4, 127.0.0.1", "1.2.3.5, 127.0.0.1"]
    assert [each.target for each in asked].count("/menu/tea") == 1
    assert origin.faults == []


@pytest.mark.parametrize("spoof", SPOOFS)
def test_a_clients_keys_reach_no_look_up_and_no_page(nginx_site, spoof):
    origin, server = nginx_site
    assert "v1 fa" in server.ask("/menu/tea", FA, *spoof).text
    assert "v1 fa #" in server.ask("/menu/tea", FA).text
    asked = origin.take()
    assert [each.target for each in asked] == ["/_sarto/key", "/menu/tea"]
    for each in asked:
        assert each.all("X-Sarto-Edge") == [origin.edge.token]
    ours = {name for name in asked[1].names if "sarto" in name}
    assert ours == {"x-sarto-edge", "x-sarto-version", "x-sarto-language"}
    assert not {name for name in asked[0].names if "sarto" in name} - {"x-sarto-edge"}
