from sarto.memory import merging
from sarto.memory.changes import Asked, Looked, Showed, Signalled, changed
from sarto.memory.counting import Span, count
from sarto.memory.interests import MOST, Curiosity
from sarto.memory.level import Scale
from sarto.memory.profile import DAY, NOBODY, Points, Profile, Seen, Topic

SCALE = Scale()
NOW = 1_800_000_000


def merged(known, new):
    return merging.merged(known, new, half_life=30 * DAY)


def walked(start, *changes):
    return changed(NOBODY, [Asked(start, SCALE), *changes])


def signal(name, at, value=None):
    return Signalled(name, at, SCALE, value)


def test_who_was_never_here_takes_what_the_browser_saw():
    browser = walked(NOW, signal("a", NOW))
    assert merged(NOBODY, browser) == browser


def test_what_both_count_is_added_up():
    user = walked(
        NOW - 9 * DAY, signal("a", NOW - 9 * DAY, 1), signal("b", NOW - 8 * DAY)
    )
    browser = walked(NOW, signal("c", NOW), signal("a", NOW + 1, 2))
    both = merged(user, browser)
    assert (both.visits, both.first, both.last) == (2, NOW - 9 * DAY, NOW)
    assert both.before == NOW - 9 * DAY
    assert both.signals[0] == Seen("a", 2, NOW + 1, 2)
    assert count(both, "a", NOW + 1, Span(since="b")) == 1
    assert count(both, "a", NOW + 1, Span(within=DAY)) == 1
    assert count(both, "c", NOW + 1, Span(within=DAY)) == 1


def test_a_value_of_long_ago_stays_where_no_later_one_came():
    user = walked(NOW, signal("a", NOW, 7))
    assert merged(user, walked(NOW + 9, signal("a", NOW + 9))).signals[0].value == 7
    later = walked(NOW + 9, signal("a", NOW + 9, 7))
    assert merged(later, walked(NOW, signal("a", NOW, 1))).signals[0].value == 7


def test_points_are_not_added_up():
    user = Profile(visits=3, points=(Points("", 30, NOW, 1), Points("x", 1, NOW)))
    browser = Profile(visits=1, points=(Points("", 5, NOW, 2), Points("y", 4, NOW)))
    both = (Points("", 30, NOW, 2), Points("x", 1, NOW), Points("y", 4, NOW))
    assert merged(user, browser).points == both
    assert {*merged(browser, user).points} == {*both}


def test_topics_are_added_up_and_stay_few():
    user = walked(NOW, Looked(("fish", "rice"), NOW, Curiosity()))
    browser = walked(NOW, Looked(("fish",), NOW, Curiosity()))
    assert merged(user, browser).topics[0] == Topic("fish", 2, 2.0, NOW)
    many = tuple(Topic(f"t{n}", 1, 1.0, NOW) for n in range(MOST))
    assert len(merged(user, Profile(visits=1, topics=many)).topics) == MOST


def test_what_was_shown_to_both_was_shown_so_often():
    user = walked(NOW, Showed("r", 7), Showed("r", 7))
    browser = walked(NOW, Showed("r", 7), Showed("s", 8))
    first, second = merged(user, browser).shown
    assert (first.ever, first.on_day, first.visit, first.in_visit) == (3, 3, 2, 1)
    assert (second.rule, second.ever) == ("s", 1)
    other_day = walked(NOW, Showed("r", 8))
    assert merged(user, other_day).shown[0].on_day == 1


def test_what_has_faded_is_not_made_fresh():
    long_ago = NOW - 60 * DAY
    old = Profile(visits=1, points=(Points("", 40, long_ago),))
    new = Profile(visits=1, points=(Points("", 15, NOW),))
    assert merged(old, new).points == merged(new, old).points == new.points
    older = Profile(visits=1, topics=(Topic("fish", 4, 4.0, long_ago),))
    newer = Profile(visits=1, topics=(Topic("fish", 1, 1.0, NOW),))
    assert merged(older, newer).topics == (Topic("fish", 5, 2.0, NOW),)
    assert merged(newer, older).topics == (Topic("fish", 5, 2.0, NOW),)


def test_what_was_shown_today_was_shown_today():
    today = walked(NOW, Showed("r", 8), Showed("r", 8))
    earlier = walked(NOW, Showed("r", 7))
    for both in (merged(today, earlier), merged(earlier, today)):
        assert (both.shown[0].ever, both.shown[0].day, both.shown[0].on_day) == (
            3,
            8,
            2,
        )
