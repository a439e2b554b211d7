"""Pages cut in every way, and what must come of each."""

from collections.abc import Iterable, Iterator, Mapping

from sarto.compose.rewrite import Rewriter, Terms
from sarto.compose.swap import Html, Swap

ROOM = 10_000
UTF8 = b"text/html; charset=utf-8"


def swap(*parts: str, **more: str) -> Swap:
    """Swap for text; between two parts stand the page's own children."""
    return Swap(render=lambda: parts, **more)


def counting(html: Html | None, times: list[int]) -> Swap:
    """Swap for what is rendered then, and count how often that is."""

    def render() -> Html | None:
        times.append(1)
        return html

    return Swap(render=render)


def ways(body: bytes) -> Iterator[list[bytes]]:
    """Cut a body: not at all, at every place, and into single bytes."""
    yield [body]
    for at in range(1, len(body)):
        yield [body[:at], body[at:]]
    yield [body[at : at + 1] for at in range(len(body))]


def rewriter(
    swaps: Mapping[str, Swap], *, content_type: bytes = UTF8, hold_cap: int = ROOM
) -> Rewriter:
    terms = Terms(swaps=swaps, content_type=content_type, hold_cap=hold_cap)
    return Rewriter(terms)


def passed(
    chunks: Iterable[bytes],
    swaps: Mapping[str, Swap],
    *,
    content_type: bytes = UTF8,
    hold_cap: int = ROOM,
    ends_with_a_chunk: bool = False,
) -> bytes:
    """Pass a body through; what is held is always what was not yet let go."""
    rewriting = rewriter(swaps, content_type=content_type, hold_cap=hold_cap)
    given = list(chunks)
    last = given.pop() if ends_with_a_chunk and given else b""
    out = b"".join([*map(rewriting.feed, given), rewriting.finish(last)])
    assert rewriting.held == b""
    return out


def rewritten(
    body: bytes,
    swaps: Mapping[str, Swap],
    *,
    content_type: bytes = UTF8,
    hold_cap: int = ROOM,
) -> bytes:
    """Rewrite a page in every way it may come; the result is always the same."""
    whole = passed(
        [body],
        swaps,
        content_type=content_type,
        hold_cap=hold_cap,
        ends_with_a_chunk=True,
    )
    for chunks in ways(body):
        out = passed(chunks, swaps, content_type=content_type, hold_cap=hold_cap)
        assert out == whole, chunks
    return whole
