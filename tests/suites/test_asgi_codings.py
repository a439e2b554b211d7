"""The ASGI law for variants of a page: how each is packed, and what it is known by."""

import gzip

import pytest

from support.law import (
    CAN_CHANGE,
    HTML,
    KEPT,
    OWN,
    PAGE,
    ROADS,
    SWAPPED,
    YOURS,
    body,
    heard,
    length,
    said,
    start,
    whole,
)


@pytest.mark.parametrize("coding", [b"", b"identity"])
def test_e21_a_coding_that_is_none_changes_nothing(law, coding):
    assert law.heard(whole((b"content-encoding", coding))).body == SWAPPED


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("coding", [b"compress", b"gzip, br", b"dcz"])
def test_e21_an_unknown_coding_passes_with_one_warning(law, path, coding, caplog):
    app = whole((b"content-encoding", coding))

    assert law.is_same(app, path)
    assert len(caplog.records) == (path != ROADS[0])


def test_e21_a_known_coding_is_rewritten_inside_it(law, caplog):
    packed = gzip.compress(PAGE)
    app = said(
        start(HTML, (b"content-encoding", b"gzip"), length(packed)), body(packed)
    )

    for path, data in zip(ROADS, KEPT, strict=True):
        assert gzip.decompress(law.heard(app, path).body) == data
    assert law.heard(app, ROADS[1]).body == packed
    assert len(caplog.records) == 1


def test_e22_any_order_of_compressors_and_sarto_gives_the_same_page(law):
    from starlette.middleware.gzip import GZipMiddleware  # noqa: PLC0415 - only here

    long = PAGE + b"rest " * 200
    app = whole(data=long)
    accepted = [("Accept-Encoding", "gzip")]
    inside = law.behind(GZipMiddleware(app))
    outside = GZipMiddleware(law.behind(app))
    both = GZipMiddleware(law.behind(GZipMiddleware(app)))

    for order in (inside, outside, both):
        answer = heard(order, headers=accepted)
        assert answer.header("content-encoding") == "gzip"
        assert gzip.decompress(answer.body) == long.replace(OWN, YOURS)
        assert heard(order).body == long.replace(OWN, YOURS)


def test_e23_each_variant_has_a_weak_tag_and_its_own_304(law):
    app = whole((b"etag", b'"strong"'))
    tags = [law.heard(app, path).header("etag") for path in CAN_CHANGE]

    assert law.heard(app, ROADS[0]).header("etag") == '"strong"'
    assert all(tag.startswith('W/"') for tag in tags)
    assert len(set(tags)) == 2
    for path, tag in zip(CAN_CHANGE, tags, strict=True):
        again = [
            law.heard(app, each, headers=[("If-None-Match", tag)])
            for each in CAN_CHANGE
        ]
        assert [answer.status == 304 for answer in again] == [
            path == p for p in CAN_CHANGE
        ]
        assert b"".join(a.body for a in again if a.status == 304) == b""
    assert law.heard(app, headers=[("If-None-Match", '"strong"')]).status == 200


@pytest.mark.parametrize(
    "accepted", ["gzip;q=0", "*;q=0", "gzip;q=0, identity", "br;q=0"]
)
def test_e55_a_refused_coding_is_not_used_and_the_application_asked_for_plain(
    law, accepted
):
    seen = []

    async def app(scope, receive, send):
        seen.append(dict(scope["headers"]).get(b"accept-encoding"))
        await whole((b"vary", b"Accept-Encoding"), data=PAGE * 9)(scope, receive, send)

    asked = [("Accept-Encoding", accepted)]
    answers = [law.heard(app, path, headers=asked) for path in ROADS]

    assert seen == [accepted.encode(), b"identity", b"identity"]
    assert all(answer.header("content-encoding") is None for answer in answers)
