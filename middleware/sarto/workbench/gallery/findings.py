"""What is plainly wrong with a part of a page for who cannot see it, or uses no mouse.

Only what the HTML itself shows is told: whatever is told is so. Whether it is enough, a
person has to say.
"""

from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final, TypeAlias

Attributes: TypeAlias = Mapping[str, str | None]

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
NAMED: Final = frozenset({"a", "button"})
CONTROLS: Final = frozenset({"input", "select", "textarea"})
SILENT: Final = frozenset({"hidden", "submit", "reset", "button", "image"})
NAMES: Final = ("aria-label", "aria-labelledby", "title")


class Judge(HTMLParser):
    """Looks through the HTML of one part."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self._controls: list[tuple[str, Attributes]] = []
        self._level = 0
        self._labels = 0
        self._open: list[tuple[str, list[str]]] = []  # links, buttons, headings

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if known.get("id"):
            self.ids[str(known["id"])] += 1
        if tag == "img":
            self.picture(known)
        elif tag == "label":
            self._labels += 1
            self.labelled.add(known.get("for") or "")
        elif tag in CONTROLS and known.get("type") not in SILENT and not self._labels:
            self._controls.append((tag, known))
        elif (tag in NAMED and "href" in known) or tag == "button" or tag in HEADINGS:
            self.begin(tag, known)

    def picture(self, known: Attributes) -> None:
        if "alt" not in known:
            self.findings.append(f"a picture without alt: {known.get('src') or ''}")
        self.speak(known.get("alt") or "")

    def begin(self, tag: str, known: Attributes) -> None:
        """Begin what has to say something."""
        level = HEADINGS.get(tag)
        if level is not None:
            if self._level and level > self._level + 1:
                self.findings.append(
                    f"{tag} follows h{self._level}: a level is left out"
                )
            self._level = level
        named = [name for name in NAMES if known.get(name)]
        self._open.append((tag, named))

    def speak(self, text: str) -> None:
        for _, said in self._open if text.strip() else ():
            said.append(text)

    def handle_data(self, data: str) -> None:
        self.speak(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labels = max(0, self._labels - 1)
        if self._open and self._open[-1][0] == tag and not self._open.pop()[1]:
            noun = {"a": "link"}.get(tag, tag)
            self.findings.append(f"a {noun} that says nothing")

    def told(self) -> tuple[str, ...]:
        """Tell all that was found."""
        unlabelled = [
            f"{tag} {known.get('name') or ''} has no label".replace("  ", " ")
            for tag, known in self._controls
            if (known.get("id") or "?") not in self.labelled
            and not any(known.get(name) for name in NAMES)
        ]
        twice = [
            f'id="{name}" stands {n} times' for name, n in self.ids.items() if n > 1
        ]
        return (*self.findings, *unlabelled, *twice)


def judged(html: str) -> tuple[str, ...]:
    """Look through the HTML of a part."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.told()
