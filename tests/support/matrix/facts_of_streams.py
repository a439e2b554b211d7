"""Facts of time: pages in pieces, clients that leave, sites that die."""

import time

from support.matrix.answers import Answer
from support.matrix.facts import CUT, GZIP, OWN, YOURS, cut, fact, passes
from support.matrix.running import Pair, Peer

PATIENCE = 10  # seconds


def spread(
    peer: Peer, path: str, got: Answer, seconds: float, *headers: tuple[bytes, bytes]
) -> None:
    """See that a page came over some time; a busy client may miss that once or twice."""
    again = (peer.ask(path, headers=headers).spread for _ in range(5))
    assert got.spread > seconds or any(each > seconds for each in again)


@fact("app")
def a_page_in_pieces_comes_piece_by_piece(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/chunks?who=you") for peer in pair.both)

    assert ours.body == cut(bare.body) != bare.body
    spread(pair.ours, "/page/chunks?who=you", ours, 0.08)


@fact("app gzip")
def a_packed_page_in_pieces_comes_piece_by_piece(pair: Pair) -> None:
    ours, bare = (
        peer.ask("/page/chunks?who=you", headers=[GZIP]) for peer in pair.both
    )

    assert ours.content == cut(bare.content)
    assert ours.get("content-encoding") == b"gzip"
    spread(pair.ours, "/page/chunks?who=you", ours, 0.08, GZIP)


@fact("app")
def an_event_stream_passes_event_by_event(pair: Pair) -> None:
    got = passes(pair, "/events?who=you")

    assert got.body.count(OWN) == 3
    spread(pair.ours, "/events?who=you", got, 0.04)


def noticed(peer: Peer, notes: Peer, path: str, word: str) -> None:
    """Leave in mid-page; wait until the site wrote that down."""
    before = notes.notes.read_text().count(word)
    with peer.connected() as client:
        client.begin(path)
        client.piece()
        client.leave()
    wait(notes, word, before + 1)


def wait(notes: Peer, word: str, times: int) -> None:
    until = time.monotonic() + PATIENCE
    while notes.notes.read_text().count(word) < times:
        assert time.monotonic() < until, f"{word} was not noted"
        time.sleep(0.01)


@fact("app")
def a_client_that_leaves_is_noticed(pair: Pair) -> None:
    for peer in pair.both:
        for path in ("/page/endless?who=you", "/page/endless"):
            noticed(peer, pair.notes_of(peer), path, "left")
        assert peer.ask("/").status == 200


@fact()
def a_client_that_leaves_disturbs_nobody(pair: Pair) -> None:
    long = "/page/big?who=you" if "app" in pair.cell.site.has else "/static/data.bin"
    for path in (long, "/?who=you", long):
        for peer in pair.both:
            with peer.connected() as client, peer.connected() as other:
                client.begin(path)
                other.begin("/?who=you")
                client.leave()
                wanted = YOURS if peer is pair.ours else OWN
                assert wanted in other.rest().body


@fact("app")
def a_site_that_dies_first_is_answered_as_it_was(pair: Pair) -> None:
    with pair.ours.connected() as first, pair.bare.connected() as second:
        for client in (first, second):
            client.begin("/page/dies?when=first")
        ours, bare = first.rest(), second.rest()

    assert (ours.status, ours.is_whole) == (bare.status, bare.is_whole)
    assert ours.body == bare.body


@fact("app")
def a_site_that_dies_in_mid_page_leaves_a_cut_one(pair: Pair) -> None:
    with pair.ours.connected() as first, pair.bare.connected() as second:
        for client in (first, second):  # at once: some servers take their time
            client.begin("/page/dies?when=middle&who=you")
        ours, bare = first.rest(), second.rest()

    assert (ours.is_whole, bare.is_whole) == (False, False)
    assert OWN in bare.body
    assert ours.body == cut(bare.body)
    assert CUT in ours.body


@fact("app")
def a_background_task_is_done_and_nobody_waits_for_it(pair: Pair) -> None:
    for peer in pair.both:
        notes = pair.notes_of(peer)
        before = notes.notes.read_text().count("swept")
        assert peer.ask("/page/background?who=you").is_whole
        with peer.connected() as client:
            client.begin("/page/background")
            client.leave()
        wait(notes, "swept", before + 2)
