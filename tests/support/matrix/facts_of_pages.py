"""Facts of pages: what is cut, and what is not."""

from support.matrix.facts import CUT, OWN, YOURS, cut, fact, kept, passes
from support.matrix.running import Pair

FARSI = [(b"accept-language", b"fa")]


@fact()
def a_page_is_cut_and_every_other_byte_is_the_sites(pair: Pair) -> None:
    ours, bare = pair.ours.ask("/?who=you"), pair.bare.ask("/?who=you")

    assert (ours.status, ours.is_whole) == (200, True)
    assert ours.body == cut(bare.body) != bare.body
    assert ours.get("cache-control") == b"private, no-cache"


@fact()
def a_page_no_rule_matches_keeps_its_bytes(pair: Pair) -> None:
    ours, bare = pair.ours.ask("/"), pair.bare.ask("/")

    assert ours.body == bare.body
    assert ours.get("content-length") == b"%d" % len(bare.body)


@fact()
def a_page_that_can_change_keeps_the_sites_fields_but_for_what_is_told(
    pair: Pair,
) -> None:
    for path in ("/", "/?who=you", "/page/file.html?who=you"):
        ours, bare = pair.ours.ask(path), pair.bare.ask(path)
        assert kept(ours) == kept(bare)
        assert ours.all("date")


@fact()
def a_page_no_rule_is_for_keeps_every_byte_and_field(pair: Pair) -> None:
    answer = passes(pair, "/plain.html?who=you")

    assert answer.status == 200
    assert OWN in answer.body


@fact()
def a_static_file_keeps_every_byte_and_field(pair: Pair) -> None:
    assert b'data-sarto="hero"' in passes(pair, "/static/site.css").body
    assert len(passes(pair, "/static/data.bin").body) == 307_200


@fact()
def a_fragment_in_the_visitors_language_has_its_length_in_bytes(pair: Pair) -> None:
    ours = pair.ours.ask("/?who=you", headers=FARSI)

    assert "<h1>از آنِ شما</h1>".encode() in ours.body
    assert b'lang="fa" dir="rtl"' in ours.body
    assert ours.get("content-length") == b"%d" % len(ours.body)


@fact()
def a_fragment_that_breaks_leaves_the_sites_own_page(pair: Pair) -> None:
    ours, bare = (peer.ask("/?who=broken&by=zero") for peer in pair.both)

    assert (ours.status, ours.body) == (200, bare.body)


@fact()
def a_page_may_be_served_in_place_of_another(pair: Pair) -> None:
    ours, bare = pair.ours.ask("/?who=expert"), pair.bare.ask("/page/file.html")

    assert (ours.status, ours.body) == (200, bare.body)


@fact()
def a_page_from_a_file_is_cut(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/file.html?who=you") for peer in pair.both)

    assert (ours.status, ours.is_whole) == (200, True)
    assert ours.body == cut(bare.body) != bare.body


@fact("app")
def a_page_of_a_template_is_cut(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/shelf?title=a%26b&who=you") for peer in pair.both)

    assert b"<li>Knots &amp; splices" in ours.body
    assert ours.body == cut(bare.body) != bare.body


@fact("app")
def a_download_keeps_every_byte(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/download?who=you") for peer in pair.both)

    assert (ours.get("content-disposition") or b"").startswith(b"attachment")
    assert (ours.status, ours.body) == (200, bare.body)
    assert kept(ours) == kept(bare)


@fact()
def a_redirect_keeps_every_field(pair: Pair) -> None:
    answer = passes(pair, pair.cell.site.moved)

    assert answer.status in (302, 307)
    assert answer.get("location")


@fact()
def a_page_that_is_not_there_is_cut_and_stays_404(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/nowhere?who=you") for peer in pair.both)

    assert ours.status == bare.status == 404
    assert ours.body == cut(bare.body) != bare.body
    assert kept(ours) == kept(bare)
    assert ours.get("cache-control") == b"private, no-store"


@fact("app")
def a_page_of_an_error_stays_500_and_is_one_page(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/error?who=you") for peer in pair.both)

    assert ours.status == bare.status == 500
    own = bare.body if "outer errors" in pair.cell.site.has else cut(bare.body)
    assert ours.body == own
    assert kept(ours) == kept(bare)


@fact("app")
def a_form_is_answered_and_its_page_cut(pair: Pair) -> None:
    kind = [(b"content-type", b"application/x-www-form-urlencoded")]
    for peer in pair.both:
        answer = peer.ask(
            "/page/form?who=you", method="POST", headers=kind, body=b"name=Ann+%26+Lee"
        )
        assert answer.status == 200
        assert b"Ann & Lee" in answer.body
        assert (YOURS if peer is pair.ours else OWN) in answer.body


@fact("app")
def an_upload_arrives_whole(pair: Pair) -> None:
    for peer in pair.both:
        answer = peer.ask("/page/upload", method="POST", body=b"x" * 1_000_003)
        assert answer.status == 200
        assert b"<p>1000003</p>" in answer.body


@fact("app")
def three_cookies_keep_their_order_and_a_field_its_value(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/cookies?who=you") for peer in pair.both)

    assert len(ours.all("set-cookie")) == 3
    assert ours.all("set-cookie") == bare.all("set-cookie")
    assert ours.get("x-mixed-case") == b"Yes"
    assert CUT in ours.body


@fact("app")
def a_long_page_is_cut_and_whole(pair: Pair) -> None:
    ours, bare = (peer.ask("/page/big?who=you") for peer in pair.both)

    assert len(bare.body) > 700_000
    assert ours.body == cut(bare.body) != bare.body


@fact("app")
def the_sites_own_code_knows_the_visitor(pair: Pair) -> None:
    if "beyond" in pair.cell.site.has:  # the upstream is a site of its own
        passes(pair, "/plain.html")
        return
    saving = [(b"save-data", b"on")]
    ours, bare = (peer.ask("/page/known", headers=saving) for peer in pair.both)

    assert b"<p>True</p>" in ours.body
    assert b"<p>True</p>" not in bare.body
    assert ours.get("cache-control") == b"private, no-store"


@fact()
def our_own_page_is_one_without_a_script(pair: Pair) -> None:
    answer = pair.ours.ask("/_sarto/privacy")

    assert answer.status == 200
    assert b"default-src 'none'" in (answer.get("content-security-policy") or b"")
    assert b"<script" not in answer.body
    assert pair.ours.ask("/_sarto/nothing").status == 404


@fact()
def our_own_form_is_answered_to_its_own_page_only(pair: Pair) -> None:
    def sent(site: bytes) -> int:
        kind = [(b"content-type", b"application/x-www-form-urlencoded")]
        return pair.ours.ask(
            "/_sarto/preferences",
            method="POST",
            headers=[*kind, (b"sec-fetch-site", site)],
            body=b"language=fa&next=%2F",
        ).status

    assert sent(b"same-origin") == 303
    assert sent(b"cross-site") == 403


@fact()
def a_method_the_page_has_not_is_answered_by_the_site(pair: Pair) -> None:
    for method in ("DELETE", "PUT"):
        ours, bare = (peer.ask("/", method=method) for peer in pair.both)
        assert ours.status == bare.status
        assert ours.status >= 400
        assert kept(ours) == kept(bare)
