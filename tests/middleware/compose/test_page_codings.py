"""A page in a coding: rewritten inside it, or passed; never other bytes than it says."""

import gzip

import pytest

from sarto.compose.codings import Coding
from sarto.compose.edit import Edit
from sarto.compose.rewrite import Terms
from sarto.compose.swap import Swap
from sarto.errors import Failures
from support.cuts import swap, ways
from support.sent import HTML, NEW, SLOT, TRAILERS, Client, body, length, sent, start

ENCODED = (b"content-encoding", b"gzip")
PACKED = gzip.compress(SLOT, mtime=0)
PLAIN, UNDONE = Coding("gzip"), Coding("gzip", is_undone=True)


def edit(coding=PLAIN, *, is_known=False, **swaps):
    terms = Terms(swaps=swaps or {"a": swap("new")}, content_type=HTML[1], hold_cap=999)
    headers = [HTML, ENCODED]
    return Edit(headers=headers, terms=terms, is_known=is_known, coding=coding)


def chunked(data, given):
    """Send a body in every way it may be cut; give what a client gets of each."""
    for chunks in ways(data):
        client = Client()
        sent(
            [start(), *(body(each, more=True) for each in chunks), body()],
            given,
            client,
        )
        yield client.body


@pytest.mark.parametrize(("data", "coding"), [(SLOT, PLAIN), (PACKED, UNDONE)])
def test_a_body_whose_end_is_to_come_has_no_length_in_its_coding(data, coding):
    client = Client()
    messages = [start(length(data)), body(data, more=True), body()]
    heard = sent(messages, edit(coding), client)
    assert heard[0]["headers"] == [HTML, ENCODED]
    assert gzip.decompress(client.body) == NEW


@pytest.mark.parametrize(("data", "coding"), [(SLOT, PLAIN), (PACKED, UNDONE)])
def test_a_body_is_rewritten_in_its_coding_at_any_chunking(data, coding):
    for got in chunked(data, edit(coding)):
        assert gzip.decompress(got) == NEW


@pytest.mark.parametrize(("data", "coding"), [(SLOT, PLAIN), (PACKED, UNDONE)])
def test_a_whole_body_has_the_length_it_goes_out_with(data, coding):
    heard = sent([start(length(data)), body(data)], edit(coding))

    assert gzip.decompress(heard[1]["body"]) == NEW
    assert heard[0]["headers"] == [HTML, ENCODED, length(heard[1]["body"])]


@pytest.mark.parametrize(("data", "coding"), [(SLOT, PLAIN), (PACKED, UNDONE)])
def test_the_answer_to_a_head_has_no_bytes_and_no_length(data, coding):
    silent = edit(Coding("gzip", coding.is_undone, is_silent=True))

    for data_ in (data, b""):
        heard = sent([start(length(data)), body(data_)], silent)
        assert heard == [start() | {"headers": [HTML, ENCODED]}, body()]


def test_a_start_goes_out_at_once_but_where_its_body_must_be_read_first():
    assert len(sent([start()], edit())) == 1
    client = Client()
    sent([start(), body(PACKED, more=True)], edit(UNDONE), client)
    assert [each["type"][14:] for each in client.heard] == ["start", "body"]


def test_each_chunk_comes_out_with_the_one_that_went_in():
    plan = [start(), *(body(b"%d " % n, more=True) for n in range(9)), body()]

    heard = sent(plan, edit())

    assert all(each["body"] for each in heard[1:])
    assert gzip.decompress(b"".join(each["body"] for each in heard[1:])) == (
        b"0 1 2 3 4 5 6 7 8 "
    )


def test_trailers_and_a_304_go_as_ever():
    plan = [start(length(SLOT), trailers=True), body(SLOT), TRAILERS]
    heard = sent(plan, edit())
    assert gzip.decompress(heard[1]["body"]) == NEW
    assert heard[2] == TRAILERS

    heard = sent([start(), body(PACKED)], edit(UNDONE, is_known=True))
    assert heard[0] == start() | {"status": 304, "headers": []}


BROKEN = [
    b"no gzip at all",
    PACKED[:-9],
    PACKED[:12] + b"?" + PACKED[13:],
    PACKED + b"x",
]


@pytest.mark.parametrize("data", BROKEN)
def test_a_whole_body_that_is_no_coding_passes_as_it_came(data):
    failures = Failures()
    plan = [start(length(data)), body(data)]

    assert sent(plan, edit(UNDONE), failures=failures) == plan
    assert failures.counts == {"coding": 1}


def test_a_body_in_chunks_that_is_no_coding_passes_as_it_came():
    plan = [start(), body(b"no gzip", more=True), body(b" at all", more=True), body()]

    assert sent(plan, edit(UNDONE)) == plan


def test_what_came_before_a_late_failure_is_not_lost():
    chunks = [PACKED[:5], PACKED[5:8], b"\xff\xff\xff no gzip"]
    plan = [start(), *(body(each, more=True) for each in chunks), body(b"rest")]
    client = Client()

    sent(plan, edit(UNDONE), client)

    assert client.body == b"".join(chunks) + b"rest"


def test_a_body_that_breaks_once_some_went_out_is_broken_for_the_client_too():
    page = gzip.compress(SLOT + bytes(range(256)) * 20 + b"<p data-sarto=a>held")
    client = Client()
    plan = [
        start(),
        body(page[:-20], more=True),
        body(b"?" * 40, more=True),
        body(b"x"),
    ]

    heard = sent(plan, edit(UNDONE), client)

    assert heard[-1]["more_body"] is False
    with pytest.raises(EOFError):
        gzip.decompress(client.body)


def broken():
    raise RecursionError


@pytest.mark.parametrize(("data", "coding"), [(SLOT, PLAIN), (PACKED, UNDONE)])
def test_when_rendering_fails_the_sites_bytes_go_out(data, coding):
    given = edit(coding, a=Swap(render=broken))
    plan = [start(length(data)), body(data)]

    assert sent(plan, given) == plan
    for got in chunked(data, given):
        assert (gzip.decompress(got) if got[:1] == b"\x1f" else got) in (SLOT, data)


class FailingPacker:
    def pack(self, data):
        raise MemoryError


@pytest.fixture
def failing(monkeypatch):
    from sarto.compose.packing import Gzip  # noqa: PLC0415 - it is broken here only

    monkeypatch.setattr(Gzip, "pack", FailingPacker.pack)


@pytest.mark.usefixtures("failing")
def test_when_packing_fails_the_very_answer_of_the_site_goes_out():
    plan = [start(length(SLOT)), body(SLOT)]

    assert sent(plan, edit()) == plan


@pytest.mark.usefixtures("failing")
def test_when_packing_fails_after_the_start_no_plain_bytes_go_out_as_packed():
    plan = [start(), body(SLOT, more=True), body(SLOT)]

    assert sent(plan, edit())[1:] == [body(more=True), body()]


def test_a_coding_that_cannot_begin_leaves_the_answer_as_it_came():
    plan = [start(length(SLOT)), body(SLOT)]
    failures = Failures()

    assert sent(plan, edit(Coding("unknown")), failures=failures) == plan
    assert failures.counts == {"decide": 1}


@pytest.mark.parametrize("kind", ["pathsend", "zerocopysend"])
def test_a_body_that_we_never_see_is_not_said_to_be_packed(kind):
    plan = [start(length(SLOT)), {"type": f"http.response.{kind}"}, body(SLOT)]

    assert sent(plan, edit()) == plan


def test_a_body_that_we_never_see_after_a_start_leaves_the_rest_packed():
    client = Client()
    odd = {"type": "http.response.pathsend", "body": b""}

    sent([start(), odd, body(SLOT, more=True), body()], edit(), client)

    assert gzip.decompress(b"".join(m["body"] for m in client.heard[2:])) == SLOT


def test_an_application_that_stops_is_heard_so_far_and_its_coding_does_not_end():
    page = SLOT + b"<p data-sarto=a>held"
    for data, coding in ((page, PLAIN), (gzip.compress(page)[:-8], UNDONE)):
        client = Client()
        sent([start(), body(data, more=True)], edit(coding), client)

        unpacked = b"".join(UNDONE.begin()._unpacker.pieces(client.body))
        assert unpacked == NEW + b"<p data-sarto=a>held"
        assert all(each["more_body"] for each in client.heard[1:])
        with pytest.raises(EOFError):
            gzip.decompress(client.body)


def test_an_application_that_stops_before_anything_was_let_go_gave_what_it_gave():
    client = Client()

    sent([start(), body(PACKED[:10], more=True)], edit(UNDONE), client)

    assert client.body == PACKED[:10]
