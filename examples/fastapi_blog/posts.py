"""The posts, each an HTML file with a few lines of TOML before it."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "texts"
TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post; `body` is HTML, and `minutes` is how long it takes to read."""

    slug: str
    title: str
    day: date
    topic: str
    author: str
    summary: str
    body: Markup
    language: str = "en"

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "fa" else "ltr"

    @property
    def minutes(self) -> int:
        return max(1, round(len(TAGS.sub("", self.body).split()) / 180))

    def says(self, words: str) -> bool:
        """Whether all of these words stand in it."""
        text = TAGS.sub(" ", f"{self.title} {self.summary} {self.body}").casefold()
        return all(word in text for word in words.casefold().split())


TOPICS = {"cloth": "Cloth", "bicycles": "Bicycles", "radios": "Radios", "wood": "Wood"}
AUTHORS = {
    "noor": Author(
        name="Noor", about="Darns what others throw away, and writes down how."
    ),
    "iga": Author(
        name="Iga", about="Keeps four bicycles and one workshop in working order."
    ),
    "anton": Author(
        name="Anton", about="Listens to old sets until they play, then to the music."
    ),
}


def read(file: Path) -> Post:
    _, head, body = file.read_text("utf-8").split("+++\n", 2)
    # The files are our own: their HTML is meant.
    return Post(slug=file.stem, body=Markup(body), **tomllib.loads(head))  # noqa: S704


POSTS = sorted(map(read, FOLDER.glob("*.html")), key=lambda post: post.day)[::-1]


def post_named(slug: str) -> Post | None:
    return next((each for each in POSTS if each.slug == slug), None)


def posts_with(topic: str) -> list[Post]:
    return [each for each in POSTS if each.topic == topic]
