"""Two versions of a random site, and who is shown what by both, by trying everybody."""

from pathlib import Path
from random import Random
from typing import Any

from sarto import Config
from sarto.site.compile import compile_site
from sarto.site.site import Site
from support import reasoned_sites
from support.reasoned_oracle import Oracle

FRAGMENTS = ("a.html", "b.html", "c.html")
LARGEST = 60_000  # visitors that are tried of a pair of versions
Seen = tuple[str | None, str | None]  # what is shown of the hero, before and after


class Fragments:
    """A `FragmentSource` of fragments that say their name."""

    def names(self) -> frozenset[str]:
        return frozenset(FRAGMENTS)

    def text(self, name: str) -> str:
        return name


def versions(dice: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make two files with the same settings, and rules of their own."""
    old, new = reasoned_sites.site(dice), reasoned_sites.site(dice)
    settings = {key: old[key] for key in old if key not in ("audiences", "slots")}
    if tried := old.get("experiments") or new.get("experiments"):
        settings["experiments"] = old["experiments"] = tried
    shows = old["slots"]["hero"]["show"]
    if dice.random() < 0.6:  # an edit, as people make them
        new = {**old, "slots": {"hero": {"show": edited(shows, dice)}}}
    else:
        names = {name: f"b{name}" for name in new["audiences"]}
        new = {**renamed(without_stages(new, old), names)}
    new = {"audiences": new["audiences"], "slots": new["slots"], **settings}
    for each in (old, new):
        for show in each["slots"]["hero"]["show"]:
            show.pop("cap", None)
            show.setdefault("fragment", "keep")
            if each is old or show["fragment"] == "keep":
                show["fragment"] = dice.choice((*FRAGMENTS, "keep"))
    return old, new


def edited(shows: list[Any], dice: Random) -> list[Any]:
    made = [{**show} for show in shows]
    kind = dice.choice(("swap", "drop", "widen", "show"))
    at = dice.randrange(len(made))
    if kind == "swap":
        made.insert(dice.randrange(len(made)), made.pop(at))
    elif kind == "drop" and len(made) > 1:
        made.pop(at)
    elif kind == "widen":
        made[at].pop(dice.choice(("to", "when")), None)
    return made


def without_stages(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Say what the other version's stages are called; they are the same."""
    assert [s["name"] for s in new["journey"]["stages"]] == [
        s["name"] for s in old["journey"]["stages"]
    ]
    return new


def renamed(made: Any, names: dict[str, str]) -> Any:
    """Call audiences otherwise, wherever they are named."""
    if isinstance(made, dict):
        return {
            names.get(key, key) if key in names else key: (
                [
                    names.get(n, n) if isinstance(n, str) else renamed(n, names)
                    for n in v
                ]
                if key in ("to", "all") and isinstance(v, list)
                else names.get(v, v)
                if key == "to" and isinstance(v, str)
                else renamed(v, names)
            )
            for key, v in made.items()
        }
    return [renamed(each, names) for each in made] if isinstance(made, list) else made


def compiled(file: dict[str, Any], folder: Path) -> Site:
    config = Config.loads(reasoned_sites.text(file), folder=folder)
    return compile_site(config, fragments=Fragments())


class Both(Oracle):
    """Everybody, before both versions at once; `None` from `seen`: they are too many."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        shows = [*old["slots"]["hero"]["show"], *new["slots"]["hero"]["show"]]
        super().__init__(
            {
                **old,
                "audiences": {**old["audiences"], **new["audiences"]},
                "slots": {"hero": {"show": shows}},
            }
        )
        self.old = ways(old)
        self.new = ways(new)

    def seen(self) -> set[Seen] | None:
        """List what anybody sees before and after, where that is not the same."""
        if self.size() > LARGEST:
            return None
        found: set[Seen] = set()
        for who in self.everybody():
            holds = list(self.outcomes(who))
            cut = len(self.old)
            before = first(holds[:cut], self.old)
            after = first(holds[cut:], self.new)
            if before != after:
                found.add((before, after))
        return found


def ways(file: dict[str, Any]) -> list[str | None]:
    """List what each outcome shows: one for each arm and audience of a rule."""
    found: list[str | None] = []
    for show in file["slots"]["hero"]["show"]:
        to = show.get("to", [None])
        tried = file.get("experiments", {}).get(show.get("experiment"))
        times = len(tried["arms"]) if tried else 1
        times *= 1 if isinstance(to, str) else len(to)
        shown = None if show["fragment"] == "keep" else show["fragment"]
        found += [shown] * times
    return found


def first(holds: list[bool], shows: list[str | None]) -> str | None:
    return next((s for s, yes in zip(shows, holds, strict=True) if yes), None)
