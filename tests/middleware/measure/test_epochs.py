from hashlib import blake2b

from sarto.measure.epochs import DAY, cohorts, current
from sarto.measure.totals import of_arms, total
from sarto.vocabulary.measured import Exposure, Happened, Ledger, Question
from support.events import MemoryEvents

ARMS = ("control", "photo")
FIRST = 20_000  # a day
SUBJECT = "experiments.hero"
HOUR = 3600


def asked(window: int = HOUR) -> Question:
    return Question(subject=SUBJECT, signal="booked", window=window)


def exposed(
    day: int, arm: str, count: int, done: int, *, hour: int = 5
) -> list[Exposure | Happened]:
    found: list[Exposure | Happened] = []
    for number in range(count):
        key = f"{day} {arm} {number}".encode()
        unit = blake2b(key, digest_size=16).digest()
        at = (FIRST + day) * DAY + hour * HOUR + number % HOUR
        found.append(Exposure(SUBJECT, arm, "", unit, at, "{}"))
        if number < done:
            found.append(
                Happened(
                    blake2b(key, digest_size=12).digest(), unit, "booked", at + 60, None
                )
            )
    return found


def store(*events: Exposure | Happened) -> MemoryEvents:
    found = MemoryEvents()
    found.write(events, Ledger(run="one", seen=len(events), stored=len(events)))
    return found


def busy(days: int) -> MemoryEvents:
    events = []
    for day in range(days):
        events += exposed(day, "control", 40, 4)
        events += exposed(day, "photo", 40, 12)
    return store(*events)


def at(day: float) -> int:
    return int((FIRST + day) * DAY)


def test_a_cohort_is_what_was_first_exposed_on_one_day():
    found = cohorts(busy(3), asked(), ARMS, until=at(10))
    assert [(c["photo"].units, c["photo"].converted) for c in found] == [(40, 12)] * 3


def test_only_days_whose_windows_are_closed_count():
    events = busy(5)
    assert len(cohorts(events, asked(), ARMS, until=at(5))) == 4  # an hour is missing
    assert len(cohorts(events, asked(), ARMS, until=at(5) + HOUR)) == 5
    assert len(cohorts(events, asked(2 * DAY), ARMS, until=at(5))) == 3
    assert cohorts(events, asked(14 * DAY), ARMS, until=at(5)) == ()


def test_weights_stand_still_for_a_day():
    events = busy(5)
    morning = current(events, asked(), ARMS, now=at(3))
    assert current(events, asked(), ARMS, now=at(4) - 1) == morning
    assert morning["photo"] > 0.9
    assert current(events, asked(), ARMS, now=at(1)) == {"control": 0.5, "photo": 0.5}


def test_what_happens_meanwhile_moves_no_weight_of_the_day():
    events = busy(3)
    before = current(events, asked(), ARMS, now=at(3) + HOUR)
    more = exposed(3, "control", 90, 90)
    events.write(more, Ledger(run="one", seen=len(more), stored=len(more)))
    assert current(events, asked(), ARMS, now=at(3) + 9 * HOUR) == before
    assert current(events, asked(), ARMS, now=at(5)) != before


def test_days_without_anybody_cost_no_question():
    events = store(*exposed(0, "control", 4, 1), *exposed(900, "photo", 4, 1))
    found = cohorts(events, asked(), ARMS, until=at(1000))
    assert [[sums.units for sums in each.values()] for each in found] == [
        [4, 0],
        [0, 4],
    ]
    assert events.calls["questions"] == 3  # which days, and each of two


def test_days_long_past_are_one():
    events = []
    for day in range(130):
        events += exposed(day, "control", 2, 1)
    kept = store(*events)
    found = cohorts(kept, asked(), ARMS, until=at(140))
    assert (len(found), found[0]["control"].units) == (121, 20)
    every = of_arms(kept.outcomes(asked())[0].cells, ARMS)["control"]
    assert total(each["control"] for each in found) == every


def test_of_nobody_nothing_is_known():
    assert cohorts(store(), asked(), ARMS, until=at(5)) == ()
    assert current(store(), asked(), ARMS, now=at(5)) == {"control": 0.5, "photo": 0.5}
