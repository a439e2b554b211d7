"""Facts of HEAD, conditions, ranges and codings."""

from support.matrix.answers import Answer
from support.matrix.facts import GZIP, cut, fact, fields, passes
from support.matrix.running import Pair

PAGES = ("/", "/?who=you", "/page/file.html?who=you")
LENGTHS = (b"content-length", b"transfer-encoding")


@fact()
def a_head_has_the_fields_of_its_get_and_no_body(pair: Pair) -> None:
    for path in PAGES:
        with pair.ours.connected() as client:
            head, get = client.ask(path, method="HEAD"), client.ask(path)
        bare = pair.bare.ask(path, method="HEAD")
        assert (head.status, head.body) == (bare.status, b"")
        if head.status == 200:  # some have HEAD only where a route says so
            assert but_for(head, *LENGTHS) == but_for(get, *LENGTHS, *unsaid(bare))
            assert head.get("content-length") in (None, b"%d" % len(get.body))


def but_for(answer: Answer, *names: bytes) -> list[tuple[bytes, bytes]]:
    return [pair for pair in fields(answer) if pair[0].lower() not in names]


def unsaid(head: Answer) -> tuple[bytes, ...]:
    """Tell what a site says of its page only to a GET, as Django its tag."""
    return () if head.get("etag") else (b"etag",)


@fact()
def a_head_of_what_is_not_ours_is_the_sites(pair: Pair) -> None:
    for path in ("/plain.html", "/static/site.css", "/static/nothing.css"):
        passes(pair, path, method="HEAD")


@fact()
def a_variant_that_is_known_is_304_and_another_is_not(pair: Pair) -> None:
    path = "/page/tagged" if "app" in pair.cell.site.has else "/page/file.html"
    with pair.ours.connected() as client:
        first = client.ask(f"{path}?who=you")
        tag = first.get("etag")
        assert tag
        assert tag.startswith(b'W/"')
        asked = [(b"if-none-match", tag)]
        has_head = pair.bare.ask(path, method="HEAD").get("etag")
        for method in ("GET", "HEAD" if has_head else "GET", "GET"):
            known = client.ask(f"{path}?who=you", method=method, headers=asked)
            assert (known.status, known.body) == (304, b"")
            assert known.get("etag") == tag
        other = client.ask(path, headers=asked)
        assert other.status == 200
        assert other.get("etag") != tag
        assert client.ask(f"{path}?who=you").body == first.body


@fact()
def the_sites_own_tag_is_no_tag_of_a_page_that_is_cut(pair: Pair) -> None:
    tag = pair.bare.ask("/page/file.html").get("etag") or b'"none"'
    later = (b"if-modified-since", b"Fri, 31 Dec 2100 23:59:59 GMT")
    for asked in ([(b"if-none-match", tag)], [later]):
        got = pair.ours.ask("/page/file.html?who=you", headers=asked)
        assert (got.status, got.is_whole) == (200, True)
        assert got.body == cut(pair.bare.ask("/page/file.html").body)


@fact("app")
def a_tag_of_the_sites_own_code_becomes_the_variants(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/tagged?who=you") for peer in pair.both)
    tag = ours.get("etag")

    assert bare.get("etag") == b'"first-edition"'
    assert tag
    assert tag != bare.get("etag")
    again = pair.ours.ask("/page/tagged?who=you", headers=[(b"if-none-match", tag)])
    assert again.status == 304


@fact()
def a_condition_on_what_is_not_ours_is_the_sites(pair: Pair) -> None:
    known = pair.bare.ask("/static/site.css")
    tag, date = known.get("etag"), known.get("last-modified")

    for name, value in ((b"if-none-match", tag), (b"if-modified-since", date)):
        if value:
            passes(pair, "/static/site.css", headers=[(name, value)])
    passes(pair, "/plain.html", headers=[(b"if-none-match", b'"of another day"')])


@fact()
def a_range_of_what_is_not_ours_is_the_sites(pair: Pair) -> None:
    for asked in (b"bytes=0-9", b"bytes=-7", b"bytes=999999999-", b"bytes=oops"):
        passes(pair, "/static/data.bin", headers=[(b"range", asked)])


@fact()
def a_page_that_can_change_is_never_a_part(pair: Pair) -> None:
    for path in ("/page/file.html", "/page/file.html?who=you"):
        whole = pair.ours.ask(path)
        got = pair.ours.ask(path, headers=[(b"range", b"bytes=0-9")])
        assert (got.status, got.body) == (200, whole.body)
        assert got.get("accept-ranges") is None


@fact()
def a_client_that_accepts_gzip_reads_the_same_page(pair: Pair) -> None:
    for path in ("/?who=you", "/"):
        ours, bare = (peer.ask(path, headers=[GZIP]) for peer in pair.both)
        own = bare.content
        assert ours.content == (cut(own) if "you" in path else own)
        if "beyond" not in pair.cell.site.has:  # a proxy asks for plain bytes
            assert ours.get("content-encoding") == bare.get("content-encoding")


@fact("gzip")
def a_page_that_the_site_packs_is_packed_again(pair: Pair) -> None:
    with pair.ours.connected() as client:
        for method in ("GET", "HEAD", "GET"):
            got = client.ask("/?who=you", method=method, headers=[GZIP])
            if got.status == 200:
                assert got.get("content-encoding") == b"gzip"
                assert b"Accept-Encoding" in (got.get("vary") or b"")
        plain = client.ask("/?who=you")
        assert plain.get("content-encoding") is None
        assert plain.body == got.content


@fact()
def what_is_not_ours_is_packed_as_the_site_packs_it(pair: Pair) -> None:
    for path in ("/plain.html", "/static/site.css", "/static/data.bin"):
        ours, bare = (peer.ask(path, headers=[GZIP]) for peer in pair.both)
        assert ours.content == bare.content
        # Granian gives a stream that has ended by then a length, by chance.
        assert but_for(ours, *LENGTHS) == but_for(bare, *LENGTHS)


@fact()
def a_coding_that_is_refused_is_not_used(pair: Pair) -> None:
    refused = [(b"accept-encoding", b"gzip;q=0, identity")]
    ours, bare = (peer.ask("/?who=you", headers=refused) for peer in pair.both)

    if ours.get("content-encoding") != bare.get("content-encoding"):
        assert ours.get("content-encoding") is None  # some look for "gzip" only
    assert ours.content == cut(bare.content)
