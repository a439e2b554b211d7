"""What a site of many machines is made of: its file, its fragments, what it tells."""

from pathlib import Path

TOML = """
languages = ["en", "fa"]
{more}
[consent]
source = "form"
[preferences.view]
values = ["simple", "full"]
[signals.booked]
points = 5
[level]
regular = 10
expert = 40
[journey]
stages = [{ name = "new" }, { name = "customer", when = { signals.booked = ">=1" } }]
[audiences.regulars]
level = "regular"
[slots.told]
pages = "/*"
default = "told.html"
[slots.teaser]
pages = "/*"
default = "none.html"
show = [{ fragment = "teaser.html", cap = { times = 3, per = "visitor" } }]
[slots.daily]
pages = "/*"
default = "none.html"
show = [{ fragment = "daily.html", cap = { times = 2, per = "day" } }]
[slots.steady]
pages = "/*"
default = "none.html"
stable = "visit"
show = [
  { when = { query.way = "left" }, fragment = "left.html" },
  { when = { query.way = "right" }, fragment = "right.html" },
]
"""
TOLD = (
    "visits={{ visitor.facts.visits }} level={{ visitor.level }}"
    " stage={{ visitor.stage }} booked={{ visitor.facts['signals.booked'] }}"
    " mark={{ visitor.facts['signals.booked.value'] }}"
    " view={{ visitor.facts['preference.view'] }}"
)
FRAGMENTS = {"told": TOLD, "teaser": "teaser=yes", "daily": "daily=yes", "none": ""}
FRAGMENTS |= {"left": "steady=left", "right": "steady=right"}
SLOTS = ("told", "teaser", "daily", "steady")


def written(folder: Path, more: str = "", **fragments: str) -> None:
    """Write the site's files."""
    (folder / "fragments").mkdir(parents=True, exist_ok=True)
    for name, text in {**FRAGMENTS, **fragments}.items():
        (folder / "fragments" / f"{name}.html").write_text(text, "utf-8")
    (folder / "sarto.toml").write_text(TOML.replace("{more}", more), "utf-8")
