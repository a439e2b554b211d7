"""Numbers for texts and cells: looked up once, then known."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

from sarto.vocabulary.measured import EXPERIMENTS, Event, Exposure
from sarto_adapters.stores.events.asking import Asking

MOST: Final = 20_000  # cells that are known at once

LEARN_TEXT: Final = (
    "INSERT INTO sarto_texts (text) VALUES (?) ON CONFLICT (text) DO NOTHING"
)
TEXT: Final = "SELECT id FROM sarto_texts WHERE text = :text"
LEARN_CELL: Final = (
    "INSERT INTO sarto_cells (subject, variant, audience, facts) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (subject, variant, audience, facts) DO NOTHING"
)
CELL: Final = (
    "SELECT id FROM sarto_cells WHERE subject = :subject AND variant = :variant"
    " AND audience = :audience AND facts = :facts"
)

Told: TypeAlias = tuple[str, str, str, str]  # subject, variant, audience, facts


class Numbered(NamedTuple):
    """A cell's numbers, as a row has them."""

    subject: int
    part: int
    variant: int
    cell: int


class Names:
    """The numbers that are known of one connection's database."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.cells: dict[Told, Numbered] = {}
        self._line: object = None

    def forget(self) -> None:
        self._line = None
        self.texts.clear()
        self.cells.clear()

    def learn(self, asking: Asking, events: Iterable[Event]) -> None:
        """Find the numbers of all that these events name."""
        if asking.line is not self._line or len(self.cells) > MOST:
            self.forget()
            self._line = asking.line
        told, texts = set[Told](), set[str]()
        for event in events:
            if isinstance(event, Exposure):
                told.add((event.subject, event.variant, event.audience, event.facts))
            else:
                texts.add(event.signal)
        # Sorted, all of them: so no two writers wait for each other.
        cells = sorted(told - self.cells.keys())
        texts.update(*cells)
        self._learn_texts(asking, sorted(texts - self.texts.keys()))
        self._learn_cells(asking, cells)

    def _learn_texts(self, asking: Asking, texts: list[str]) -> None:
        if texts:
            asking.put(LEARN_TEXT, [(written(text),) for text in texts])
        for text in texts:
            self.texts[text] = number(asking, text)

    def _learn_cells(self, asking: Asking, cells: list[Told]) -> None:
        rows = [tuple(self.texts[text] for text in told) for told in cells]
        if rows:
            asking.put(LEARN_CELL, rows)
        for told, row in zip(cells, rows, strict=True):
            subject, variant, audience, facts = row
            ((cell,),) = asking.ask(
                CELL, subject=subject, variant=variant, audience=audience, facts=facts
            )
            part = 0 if told[0].startswith(f"{EXPERIMENTS}.") else variant
            self.cells[told] = Numbered(subject, part, variant, cell)


def number(asking: Asking, text: str) -> int:
    """Look a text's number up; one that nobody wrote has -1, which nothing has."""
    found = asking.ask(TEXT, text=written(text))
    return int(found[0][0]) if found else -1


def written(text: str) -> bytes:
    """Write a text as bytes: any, even one that is no Unicode or holds a NUL."""
    return text.encode(errors="surrogatepass")


def read(data: bytes) -> str:
    return bytes(data).decode(errors="surrogatepass")
