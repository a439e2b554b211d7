"""Versions of a small site, each in a folder of its own."""

from pathlib import Path

from sarto import Config
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.workbench.diff import difference

FRAGMENTS = {
    "a.html": "A",
    "a.fa.html": "آ",
    "b.html": "B",
    "like-a.html": "A",
    "seen.html": "{% if visitor.facts.country == 'PL' %}cześć{% else %}hello{% endif %}",
}
LAYOUTS = {
    "all.html": "<b>{{ rest }}</b>",
    "bare.html": "<i>nothing</i>",
    "named.html": '{{ slot("hero") }}',
}
TOML = """
languages = ["en", "fa"]

[audiences.phones]
device = "mobile"

[slots.hero]
pages = ["/", "/menu/*"]
show = [{ to = "phones", fragment = "a.html" }]
"""


class Sites:
    """Writes versions of a small site, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def file(self, toml: str, **fragments: str) -> Path:
        self.number += 1
        folder = self.folder / str(self.number)
        texts = {f"fragments/{name}": text for name, text in FRAGMENTS.items()}
        texts |= {f"layouts/{name}": text for name, text in LAYOUTS.items()}
        texts |= {f"fragments/{name}.html": text for name, text in fragments.items()}
        for name, text in {**texts, "sarto.toml": toml}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return folder / "sarto.toml"

    def site(self, toml: str, **fragments: str) -> Site:
        return compile_site(Config.read(self.file(toml, **fragments)))

    def differ(self, old: str, new: str, **fragments: str):
        return difference(self.site(old), self.site(new, **fragments))
