"""The gallery of the bistro: every variant is present, and none twice.

What there is to show is listed here by another road than the gallery's: the names in
`sarto.toml` as TOML has them, and the files beside them on disk.
"""

import sys
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from sarto import Sarto
from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench.dev import served
from sarto.workbench.gallery import made
from sarto.workbench.gallery.playing import Playing

FOLDER = Path(__file__).parents[2] / "examples" / "bistro"
CONFIG = FOLDER / "sarto.toml"
LONGEST = 60.0  # seconds of work, traced, and beside others who slow it down


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """Make the bistro's gallery, once; forget its modules after."""
    out, before = tmp_path_factory.mktemp("gallery"), set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BISTRO_DB", str(out / "ledger.db"))
        patch.setattr(sys, "path", [*sys.path])
        start = process_time()
        done = made(compile_site(Config.read(CONFIG)), served(None, CONFIG), out / "g")
        seconds = process_time() - start
        yield done, seconds
    for name in set(sys.modules) - before:
        if str(FOLDER) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def twins(folder: str, name: str) -> set[str]:
    """List a file and its twins, by their names on disk."""
    file = FOLDER / folder / name
    beside = file.parent.glob(f"{file.stem}.*{file.suffix}")
    return {each.relative_to(FOLDER / folder).as_posix() for each in (file, *beside)}


def listed() -> set[tuple[str, str, str]]:
    """List what the config names: of a kind, a place, a file."""
    toml, found = tomllib.loads(CONFIG.read_text("utf-8")), set()
    for kind, key, folder in (
        ("slots", "fragment", "fragments"),
        ("layouts", "layout", "layouts"),
    ):
        for name, place in toml[kind].items():
            shows = [
                said
                for show in place.get("show", ())
                for said in (show.get(key), *show.get(f"{key}s", {}).values())
            ]
            for said in {*shows, place.get("default")} - {None, "keep", "default"}:
                files = {said} if said.startswith("sarto:") else twins(folder, said)
                found |= {(kind, name, file) for file in files}
    for page in toml["pages"]:
        found |= {("pages", page["path"], show["serve"]) for show in page["show"]}
    return found


def test_every_variant_is_present(gallery) -> None:
    variants = [exhibit.variant for exhibit in gallery[0].plan.exhibits]
    shown = {(v.place.kind, v.place.name, v.file) for v in variants if v.file}
    assert shown == listed()
    assert gallery[0].missed == ()


def test_every_arm_is_present_by_its_name(gallery) -> None:
    roads = [r for e in gallery[0].plan.exhibits for r in e.variant.roads]
    named = {f"in the arm {arm} of {name}" for name, arm in arms()}
    assert len(named) == 4
    for each in named:
        found = [road for road in roads if each in road.audience]
        assert found
        assert all(f"={each.split()[3]}" in road.guest.words for road in found)


def arms() -> set[tuple[str, str]]:
    toml = tomllib.loads(CONFIG.read_text("utf-8"))["experiments"]
    return {(name, arm) for name, each in toml.items() for arm in each["arms"]}


def test_whatever_keeps_the_page_s_own_content_is_present(gallery) -> None:
    own = {
        e.place.name: Counter(
            tag for x in room.exhibits if not x.variant.file for tag in x.languages
        )
        for room in gallery[0].plan.rooms
        for e in room.exhibits
        if room.place.kind != "pages"
    }
    keeps = {
        "ask",
        "greeting",
        "yours",
        "view",
        "hero",
        "offer",
        "booking-hint",
        "gift-payment",
        "home",
        "tables",
    }
    assert {
        name for name, tags in own.items() if set(tags) == {"en", "fa", "ar", "pl"}
    } == keeps | {"page"}
    attrs = {a for e in gallery[0].plan.exhibits for a in e.variant.attrs}
    assert attrs == {("class", "simple"), ("class", "compact")}


def test_no_variant_hangs_twice(gallery) -> None:
    seen = Counter(
        (e.place.key, e.variant.file, e.variant.attrs, e.variant.part, e.languages)
        for e in gallery[0].plan.exhibits
    )
    assert seen.most_common(1)[0][1] == 1
    names = Counter(e.id for e in gallery[0].plan.exhibits)
    assert names.most_common(1)[0][1] == 1


def test_each_part_is_in_the_page_that_sarto_serves_to_who_sees_it(gallery) -> None:
    done, now, met = gallery[0], [datetime.now(UTC)], 0
    app = Sarto(
        served(None, CONFIG), config=CONFIG, secret="s" * 32, clock=lambda: now[0]
    )
    with Playing(app) as play:
        for exhibit in done.plan.exhibits:
            guest, here = exhibit.roads[0].guest, exhibit.variant.rehearsal
            now[0] = guest.moment or now[0]
            path = here.answer.visitor.facts.path
            page = play.ask(guest.scope(done.plan.site, path))
            assert page.status == 200
            is_there = f'data-sarto="{exhibit.place.name}"'.encode() in page.body
            if exhibit.place.name != "page" and is_there:  # a layout may leave it out
                assert exhibit.variant.part in page.body, exhibit.id
                met += 1
    assert met > 80


def test_every_saved_visitor_sees_something_in_every_place(gallery) -> None:
    plan = gallery[0].plan
    for exhibits in plan.by_persona.values():
        places = {exhibit.place.key for exhibit in exhibits}
        assert places == {room.place.key for room in plan.rooms}


def test_right_to_left_is_said_of_each_frame(gallery) -> None:
    done, _ = gallery
    for exhibit in done.plan.exhibits:
        text = (done.index.parent / exhibit.frames[0].file).read_text("utf-8")
        if exhibit.languages in (("fa",), ("ar",)):
            assert 'dir="rtl"' in text, exhibit.id


def test_the_bistro_s_own_fragments_have_no_findings(gallery) -> None:
    assert [(e.id, e.findings) for e in gallery[0].plan.exhibits if e.findings] == []


def test_it_is_soon_made(gallery) -> None:
    assert gallery[1] < LONGEST
