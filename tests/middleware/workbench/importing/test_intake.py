"""Rows that become events of the site's experiments; or nothing of them does."""

from datetime import UTC, datetime

import pytest

from sarto.config.config import Config
from sarto.measure.report.report import reported
from sarto.vocabulary.measured import Exposure, Happened
from sarto.workbench.importing import SheetError, intake
from support.events import MemoryEvents
from support.reported import FRAGMENTS, toml

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = "visitor,experiment,arm,booked\n"


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "fragments").mkdir()
    for name, text in FRAGMENTS.items():
        (folder / "fragments" / name).write_text(text, "utf-8")
    return Config.loads(toml(), folder=folder)


@pytest.fixture
def take(config):
    def take(text, *, secrets=("long enough to be a secret of a test",), now=NOW):
        return intake(text.encode(), config, secrets, now)

    return take


def figures(config, store):
    result = reported(config.toml, store, int(NOW.timestamp()) + 60).results[0]
    return {each.name: (each.units, each.done) for each in result.arms}


def faults(take, text) -> list[str]:
    with pytest.raises(SheetError) as caught:
        take(text)
    return caught.value.told("f.csv").splitlines()


def kept(intake, store):
    return list(intake.write(store))


def test_what_a_file_says_is_in_the_report(take, config) -> None:
    store = MemoryEvents()
    rows = [
        f"v{n},hero-photo,{'photo' if n % 2 else 'control'},{n % 3}" for n in range(60)
    ]
    kept(take(HEAD + "\n".join(rows)), store)
    assert figures(config, store) == {"control": (30, 20), "photo": (30, 20)}


def test_the_same_file_twice_changes_nothing(take, config) -> None:
    store, text = (
        MemoryEvents(),
        f"{HEAD}v1,hero-photo,photo,1\nv2,hero-photo,control,0\n",
    )
    kept(take(text), store)
    before = (dict(store.shown), dict(store.happened), dict(store.runs))
    again = take(text, now=NOW.replace(hour=18))
    assert again.is_known(store)
    kept(again, store)
    assert (store.shown, store.happened, store.runs) == before


def test_a_file_that_grew_adds_only_what_is_new(take, config) -> None:
    store, text = MemoryEvents(), f"{HEAD}v1,hero-photo,photo,1\n"
    kept(take(text), store)
    longer = take(f"{text}v2,hero-photo,photo,1\n")
    assert not longer.is_known(store)
    kept(longer, store)
    assert figures(config, store)["photo"] == (2, 2)


def test_a_row_counts_for_its_own_experiment_and_no_other(take, config) -> None:
    store = MemoryEvents()
    rows = "v1,hero-photo,photo,1\nv1,menu-words,off.long,0\n"
    kept(take(HEAD + rows), store)
    results = reported(config.toml, store, int(NOW.timestamp()) + 60).results
    done = {each.plan.name: sum(arm.done for arm in each.arms) for each in results}
    assert done == {"hero-photo": 1, "menu-words": 0, "offers": 0}


def test_several_rows_of_a_visitor_are_one_visitor(take, config) -> None:
    store = MemoryEvents()
    kept(take(HEAD + "v1,hero-photo,photo,3\nv1,hero-photo,photo,4\n"), store)
    result = reported(config.toml, store, int(NOW.timestamp()) + 60).results[0]
    assert result.arms[1].units == 1
    assert sum(e.value for e in store.happened.values()) == 7


def test_a_visitor_is_nowhere_in_the_events(take) -> None:
    events = list(take(f"{HEAD}anna@bistro.example,hero-photo,photo,1\n").events())
    assert b"anna" not in repr(events).encode()
    shown, happened = events
    assert isinstance(shown, Exposure)
    assert isinstance(happened, Happened)
    assert shown.unit == happened.unit
    assert len(shown.unit) == 16
    assert len(happened.id) == 12


def test_without_the_secret_nobody_can_hash_a_visitor_alike(take) -> None:
    text = f"{HEAD}v1,hero-photo,photo,1\n"
    units = {
        next(take(text, secrets=each).events()).unit
        for each in ((), ("one that is long enough",), ("another that is long enough",))
    }
    assert len(units) == 3


def test_the_oldest_secret_hashes_so_that_rotation_doubles_nobody(take) -> None:
    text = f"{HEAD}v1,hero-photo,photo,1\n"
    old, new = "the old one, long enough", "the new one, long enough"
    before = next(take(text, secrets=(old,)).events())
    assert next(take(text, secrets=(new, old)).events()) == before


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1", "0", "yes", "No", "", "TRUE"), (None, None, None)),
        (("12.5", "0", "1"), (12.5, 1.0)),
        (("-3", "0.0", "2"), (-3.0, 2.0)),
    ],
)
def test_a_cell_says_yes_no_or_a_value(take, cells, values) -> None:
    rows = "".join(f"v{n},hero-photo,photo,{c}\n" for n, c in enumerate(cells))
    events = take(HEAD + rows).events()
    assert tuple(e.value for e in events if isinstance(e, Happened)) == values


def test_a_column_of_values_stands_beside_one_of_yes_and_no(take) -> None:
    head = "visitor,experiment,arm,booked,booked.value\n"
    rows = "v1,hero-photo,photo,yes,40\nv2,hero-photo,photo,no,\n"
    events = [e for e in take(head + rows).events() if isinstance(e, Happened)]
    assert [each.value for each in events] == [40.0]


def test_a_column_at_says_when_in_the_sites_zone(take) -> None:
    head = "visitor,experiment,arm,at,booked\n"
    rows = "v1,hero-photo,photo,2026-11-01,1\nv2,hero-photo,photo,2026-11-01T12:00+02:00,0\n"
    at = [e.at for e in take(head + rows).events() if isinstance(e, Exposure)]
    assert at == [
        int(datetime(2026, 11, 1, tzinfo=UTC).timestamp()),
        int(datetime(2026, 11, 1, 10, tzinfo=UTC).timestamp()),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("visitor,arm,booked\nv,a,1\n", "f.csv:1: there is no column 'experiment'"),
        (HEAD.replace(",", ";"), "f.csv:1: the columns are separated by semicolons"),
        (HEAD.replace("booked", "bookd"), "did you mean 'booked'?"),
        (
            "visitor,experiment,arm\nv,hero-photo,photo\n",
            "f.csv:1: there is no column of",
        ),
        (HEAD.replace("booked", "arm,booked"), "f.csv:1: two columns are called 'arm'"),
        (f"{HEAD}v,hero-foto,photo,1\n", "f.csv:2: 'hero-foto' is no experiment"),
        (f"{HEAD}v,hero-photo,foto,1\n", "f.csv:2: 'foto' is no arm of hero-photo"),
        (f"{HEAD} ,hero-photo,photo,1\n", "f.csv:2: the visitor is empty"),
        (
            f"{HEAD}v,hero-photo,photo,perhaps\n",
            "f.csv:2: booked: 'perhaps' is no number",
        ),
        (f"{HEAD}v,hero-photo,photo,nan\n", "f.csv:2: booked: 'nan' is no number"),
        (f"{HEAD}v,hero-photo,photo,1e400\n", "f.csv:2: booked: '1e400' is no number"),
        (
            "visitor,experiment,arm,at,booked\nv,hero-photo,photo,noon,1\n",
            "f.csv:2: 'noon' is no moment",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(take, text, said) -> None:
    assert any(said in line for line in faults(take, text))


def test_all_mistakes_are_told_at_once(take) -> None:
    rows = "v,hero-photo,foto,1\nv,hero-photo,photo,x\n,hero-photo,photo,1\n"
    assert [line[:8] for line in faults(take, HEAD + rows)] == [
        "f.csv:2:",
        "f.csv:3:",
        "f.csv:4:",
    ]
