"""What a cell is to prove: each fact is a function, its name is what it proves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from support.matrix.answers import Answer
from support.matrix.cells import Cell
from support.matrix.h1 import H1
from support.matrix.running import Pair

Proof: TypeAlias = Callable[[Pair], None]

# What Sarto tells of a page that can change, and what is true of other bytes.
TOLD = set(
    b"date cache-control vary etag last-modified accept-ranges content-length "
    b"expires transfer-encoding".split()
)
CLOCKS = (b"date", b"expires")
GZIP = (b"accept-encoding", b"gzip")
OWN, YOURS = b"<h1>own</h1>", b"<h1>yours</h1>"
PAGE, CUT = b'data-sarto="page"', b'data-sarto="page" class="cut"'
NEWS, OFFER = b'<p data-sarto="news">news</p>', b'<p data-sarto="offer">offer</p>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    proof: Proof
    needs: frozenset[str]  # what the site must have
    client: type | None  # over which protocol only

    @property
    def name(self) -> str:
        return self.proof.__name__

    def is_for(self, cell: Cell) -> bool:
        return self.needs <= cell.site.has and self.client in (None, cell.server.client)


FACTS: list[Fact] = []


def fact(needs: str = "", client: type | None = None) -> Callable[[Proof], Proof]:
    """Enter a fact, for the cells whose site has all it needs."""

    def entered(proof: Proof) -> Proof:
        words = frozenset(needs.split())
        FACTS.append(Fact(proof=proof, needs=words, client=client))
        return proof

    return entered


def over_h1(needs: str = "") -> Callable[[Proof], Proof]:
    return fact(needs, H1)


def cut(page: bytes) -> bytes:
    """Make of the site's page what the rules make of it for `who=you`."""
    page = page.replace(OWN, YOURS).replace(PAGE, CUT)
    return page.replace(NEWS + OFFER, OFFER + NEWS)


def fields(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Give an answer's fields but for the clock's, as they came and in their order."""
    return [pair for pair in answer.headers if pair[0].lower() not in CLOCKS]


def kept(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Give the fields that must be the site's, whatever becomes of its page."""
    pairs = [(name.lower(), value) for name, value in answer.headers]
    return sorted(pair for pair in pairs if pair[0] not in TOLD)


def same(ours: Answer, bare: Answer) -> None:
    """See that an answer is the bare site's, every byte and field of it."""
    assert ours.status == bare.status
    assert fields(ours) == fields(bare)
    assert ours.body == bare.body
    assert ours.is_whole == bare.is_whole


def passes(pair: Pair, path: str, **request: object) -> Answer:
    """See that a request is answered as the bare site answers it."""
    ours, bare = (peer.ask(path, **request) for peer in pair.both)
    same(ours, bare)
    return ours
