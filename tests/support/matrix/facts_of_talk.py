"""Facts of connections: kept, shared, many, slow, odd."""

import socket
import time
from contextlib import ExitStack

from support.matrix.answers import Answer
from support.matrix.facts import OWN, YOURS, cut, fact, kept, over_h1
from support.matrix.running import Pair, Peer

TURNS = ["/?who=you", "/", "/static/site.css", "/page/file.html?who=you", "/plain.html"]
BROKEN = [
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: some\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nno colon here\r\n\r\n",
    b"GE\x00T / HTTP/1.1\r\nHost: x\r\n\r\n",
]


@fact()
def a_connection_serves_one_answer_after_another(pair: Pair) -> None:
    alone = {path: pair.ours.ask(path).body for path in TURNS}
    with pair.ours.connected() as client:
        for path in TURNS * 3:
            assert client.ask(path).body == alone[path]
            assert client.answer.is_whole
        assert client.has_nothing_left()


@fact()
def requests_sent_together_get_each_its_own_answer(pair: Pair) -> None:
    alone = {path: pair.ours.ask(path).body for path in TURNS}
    got = pair.ours.together(*[(path, []) for path in TURNS * 4])

    assert [answer.body for answer in got] == [alone[path] for path in TURNS * 4]


@fact()
def many_visitors_at_once_are_never_mixed(pair: Pair) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(pair.ours.connected()) for _ in range(24)]
        for turn, client in enumerate(clients):
            client.begin("/?who=you" if turn % 2 else "/")
        for turn, client in enumerate(clients):
            body = client.rest().body
            assert (YOURS in body, OWN in body) == (bool(turn % 2), not turn % 2)


@fact()
def a_slow_reader_gets_everything(pair: Pair) -> None:
    path = "/page/big?who=you" if "app" in pair.cell.site.has else "/static/data.bin"
    with pair.ours.connected(window=65_536) as client:
        client.begin(path)
        for _ in range(5):
            client.piece()
            time.sleep(0.02)
        got = client.rest()
    assert got.is_whole
    assert got.body == cut(pair.bare.ask(path).body)


@fact()
def odd_fields_of_a_request_change_nothing(pair: Pair) -> None:
    odd = [
        (b"cookie", b"a=1; =; b"),
        (b"cookie", b"theme=" + b"d" * 5000),
        (b"user-agent", b"caf\xe9/1.0 (\xff)"),
        (b"accept-language", b"*;q=oops, ,,fa;q=2"),
        (b"x-forwarded-for", b"not an address, , ::1%eth0"),
        (b"if-none-match", b'"'),
    ]
    ours, bare = (peer.ask("/?who=you", headers=odd) for peer in pair.both)

    assert ours.status == bare.status == 200
    assert ours.body == cut(bare.body)


@fact()
def odd_paths_are_answered_as_the_site_answers_them(pair: Pair) -> None:
    paths = ["/%FF", "/page/%2e%2e/plain.html", "//plain.html", "/page//file.html"]
    for path in [*paths, "/?%00=%ff&who", "/;x?a=b?c", "/p%C3%A5ge?who=you"]:
        ours, bare = (peer.ask(path) for peer in pair.both)
        assert ours.status == bare.status, path
        assert kept(ours) == kept(bare), path
        assert ours.body == bare.body, path


def raw(peer: Peer, sent: bytes) -> bytes:
    """Send bytes, read until the server hangs up."""
    with socket.create_connection(("127.0.0.1", peer.port), timeout=15) as made:
        made.sendall(sent)
        try:
            return b"".join(iter(lambda: made.recv(65_536), b""))
        except ConnectionResetError:
            return b""


@over_h1()
def an_old_client_gets_a_page_without_chunks(pair: Pair) -> None:
    for path in ("/?who=you", "/page/file.html?who=you"):
        head, _, body = raw(
            pair.ours, f"GET {path} HTTP/1.0\r\nHost: x\r\n\r\n".encode()
        ).partition(b"\r\n\r\n")
        assert head.split(b" ")[1] == b"200"
        assert b"chunked" not in head.lower()
        assert body == pair.ours.ask(path).body


@over_h1()
def a_connection_that_is_to_close_closes(pair: Pair) -> None:
    asked = b"GET /?who=you HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    for peer in pair.both:
        head, _, body = raw(peer, asked).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert b"connection: close" in head.lower()
        assert body.endswith(b"</html>\n")


@over_h1()
def what_is_no_request_is_refused_by_the_server(pair: Pair) -> None:
    for sent in BROKEN:
        first, second = (raw(peer, sent).partition(b"\r\n")[0] for peer in pair.both)
        assert first == second


@over_h1("app")
def a_body_that_waits_for_100_is_asked_for(pair: Pair) -> None:
    informed = []
    for peer in pair.both:
        with peer.connected() as client:
            answer = expecting(client, b"x" * 70_000)
            assert b"<p>70000</p>" in answer.body
            informed.append(answer.informed)
    assert informed[0] == informed[1]


def expecting(client: object, body: bytes) -> Answer:
    headers = [(b"expect", b"100-continue")]
    return client.ask("/page/upload", method="POST", headers=headers, body=body)


@over_h1("app")
def an_upload_in_chunks_arrives_whole(pair: Pair) -> None:
    chunks = b"".join(b"%x\r\n%b\r\n" % (9_000, b"y" * 9_000) for _ in range(20))
    asked = b"POST /page/upload?who=you HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    asked += b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    for peer in pair.both:
        assert b"<p>180000</p>" in raw(peer, asked)
