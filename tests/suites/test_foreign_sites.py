"""Two sites that we did not write: outside of the slot every byte is the bare site's.

Datasette and a FastAPI site with sqladmin, both from the registry and served by uvicorn
over sockets, bare and behind Sarto side by side. Their slot is found by an attribute in
a template of the site's own, and by a selector in HTML that nobody may edit.
"""

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from support.foreign_asking import DESK, NEW, Answer, Served
from support.foreign_headers import differences
from support.foreign_pages import SITES
from support.foreign_slots import around, filled

WAYS = [(name, way) for name in SITES for way in ("attribute", "selector")]
CODINGS = ("identity", "gzip")
WISHES = [("GET", "identity"), ("GET", "gzip"), ("HEAD", "gzip")]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=WAYS, ids=" by ".join)
def served(request, tmp_path_factory) -> Iterator[Served]:
    name, way = request.param
    for package in ("httptools", "turbohtml", SITES[name].needs):
        if find_spec(package) is None:
            if os.environ.get("SARTO_NEEDS_SERVERS"):
                pytest.fail(f"{package} is not installed, and this run needs it")
            pytest.skip(f"no {package} here")
    folder = tmp_path_factory.mktemp(name)
    site = Served(SITES[name], folder, is_by_attribute=way == "attribute")
    yield site
    site.close()


def steady(served: Served, answer: Answer) -> bytes:
    """Give a body less what differs in two answers of the bare site itself."""
    return served.site.drawn.sub(b"0", answer.body)


def fitting(served: Served, bare: Answer) -> tuple[bytes, int]:
    """Make what a visitor on a phone must get of a bare answer; count its slots."""
    page = steady(served, bare)
    if not bare.is_html:
        return page, 0
    new = NEW.encode(bare.charset, "xmlcharrefreplace")
    return filled(page, served.selector, new)


def as_it_was(served: Served, bare: Answer, ours: Answer) -> bool:
    """Whether an answer has the site's own bytes, and each of its headers."""
    shaky = {"date", "set-cookie"}
    if steady(served, bare) != bare.body:
        shaky.add("content-length")

    def kept(answer: Answer) -> list[tuple[str, str]]:
        return [pair for pair in answer.headers if pair[0] not in shaky]

    same = ours.status == bare.status and kept(ours) == kept(bare)
    return same and steady(served, ours) == steady(served, bare)


@pytest.mark.parametrize("coding", CODINGS)
def test_all_but_the_slot_is_the_bare_sites_on_fifty_pages(served, coding):
    pages = 0
    for path in served.site.pages:
        bare = served.bare.once(path, "GET", accept_encoding=coding)
        ours = served.cut.once(path, "GET", accept_encoding=coding)
        wanted, slots = fitting(served, bare)
        assert (ours.status, path) == (bare.status, path)
        assert steady(served, ours) == wanted, path
        pages += slots > 0
    assert pages >= 50


def test_another_parser_sees_the_same_tree_around_the_slots(served):
    new = NEW.replace("&amp;", "&")  # as text: lexbor writes it down in its own way
    for path in served.site.pages:
        plain = {"accept_encoding": "identity"}
        bare, ours = (
            peer.once(path, "GET", **plain) for peer in (served.bare, served.cut)
        )
        if not bare.is_html:
            continue
        before, _ = around(steady(served, bare), served.selector)
        after, held = around(steady(served, ours), served.selector)
        assert after == before, path
        if bare.charset == "utf-8":
            assert all(new in each.replace("&amp;", "&") for each in held), path


def test_who_no_rule_fits_gets_every_byte(served):
    for path in served.site.pages:
        bare = served.bare.once(path, "GET", accept_encoding="identity")
        ours = served.cut.ask(path, user_agent=DESK)
        assert ours.status == bare.status
        assert steady(served, ours) == steady(served, bare), path


@pytest.mark.parametrize(("method", "coding"), WISHES)
def test_headers_of_pages_are_the_sites_but_for_what_the_contract_names(
    served, method, coding
):
    for path in served.site.pages:
        bare = served.bare.once(path, method, accept_encoding=coding)
        ours = served.cut.once(path, method, accept_encoding=coding)
        if bare.is_html:
            assert differences(bare, ours, method) == [], path
        else:
            assert as_it_was(served, bare, ours), path


@pytest.mark.parametrize(("method", "coding"), WISHES)
def test_what_no_rule_can_touch_has_every_byte_and_header(served, method, coding):
    for path in served.site.pages:
        bare = served.bare.once(path, method, accept_encoding=coding)
        ours = served.elsewhere.once(path, method, accept_encoding=coding)
        assert as_it_was(served, bare, ours), path


def test_a_form_that_is_refused_comes_back_with_its_slot(served):
    count = 0
    for path, body in served.site.sent:
        bare = served.bare.ask(path, "POST", body)
        ours = served.cut.ask(path, "POST", body)
        wanted, slots = fitting(served, bare)
        assert bare.status >= 400
        assert (ours.status, steady(served, ours)) == (bare.status, wanted)
        assert differences(bare, ours, "POST") == []
        count += slots
    assert count


def test_parts_of_files_and_what_is_known_of_them_are_the_sites_own(served):
    for path in served.site.files:
        plain = served.bare.ask(path)
        known = {"if_none_match": plain.header("etag") or '"none"'}
        for fields in (
            {"range": "bytes=0-99"},
            {"range": "bytes=-7"},
            {"range": "bytes=99999999-"},
            known,
            {"if_modified_since": plain.header("last-modified") or "never"},
            {**known, "range": "bytes=0-9"},
        ):
            for method in ("GET", "HEAD"):
                bare = served.bare.ask(path, method, **fields)
                for peer in (served.cut, served.elsewhere):
                    ours = peer.ask(path, method, **fields)
                    assert as_it_was(served, bare, ours), (path, fields)


@pytest.mark.parametrize("served", [("sqladmin", "selector")], indirect=True, ids=str)
def test_a_page_that_is_a_file_is_known_by_its_variant_and_comes_whole(served):
    path = "/letter"
    bare, ours = served.bare.ask(path), served.cut.ask(path)
    own = bare.header("etag"), bare.header("last-modified")
    tag = ours.header("etag")

    known = served.cut.ask(path, if_none_match=tag)
    assert (known.status, known.sent) == (304, b"")
    assert served.cut.ask(path, if_none_match=own[0]).status == 200
    for fields in ({"range": "bytes=0-9"}, {"if_modified_since": own[1]}):
        assert served.cut.ask(path, **fields).sent == ours.sent
    other = served.cut.ask(path, if_none_match=tag, user_agent=DESK)
    assert (other.status, other.sent) == (200, bare.sent)
