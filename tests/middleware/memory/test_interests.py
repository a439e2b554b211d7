from sarto.memory.interests import FIELDS, MOST, Curiosity
from sarto.memory.profile import DAY, Topic
from sarto.vocabulary.globs import any_of, capturing

NOW = 1_800_000_000
MENU = Curiosity(
    paths=(capturing("/menu/{topic}"), capturing("/{area}/of/{topic}*")),
    parameters=frozenset({"q"}),
    never=any_of(("health/*", "secret")),
)


def looked(*days_ago: float, curiosity: Curiosity = MENU) -> frozenset[str]:
    topics: tuple[Topic, ...] = ()
    for days in days_ago:
        topics = curiosity.looked(topics, ["fish"], int(NOW - days * DAY))
    return curiosity.held(topics, NOW)


def test_a_topic_is_what_stands_in_the_braces():
    assert MENU.topics("/menu/Fish", b"") == ("fish",)
    assert MENU.topics("/menu/fish/and", b"") == ()
    assert MENU.topics("/news/of/rice/today", b"") == ("news/rice",)


def test_a_topic_is_what_is_searched_for():
    assert MENU.topics("/", b"q=Sour++Cherry&p=2&q=") == ("sour cherry",)
    assert MENU.topics("/", "q=ماهی".encode()) == ()  # no query is sent so
    assert MENU.topics("/", b"q=%D9%85%D8%A7%D9%87%DB%8C") == ("ماهی",)


def test_what_names_no_topic_is_none():
    assert MENU.topics("/", b"q=" + b"x" * 41) == ()
    assert MENU.topics("/", b"q=a,b&q=%00") == ()
    assert MENU.topics("/", b"&".join([b"q=x"] * (FIELDS + 1))) == ()


def test_what_must_never_be_remembered_is_not():
    assert MENU.topics("/health/of/heart", b"q=Secret") == ()
    kept = (Topic("secret", 9, 9.0, NOW),)  # kept before that was said
    assert MENU.held(kept, NOW) == frozenset()


def test_too_little_evidence_is_no_interest():
    assert looked(0, 0) == frozenset()
    assert looked(0, 0, 0) == {"fish"}
    assert looked(0, curiosity=Curiosity(least=1)) == {"fish"}


def test_an_interest_fades():
    assert looked(29, 29, 29) == {"fish"}
    assert looked(31, 31, 31) == frozenset()
    assert looked(31, 31, 31, 0) == {"fish"}


def test_topics_are_few_and_the_faintest_makes_room():
    topics: tuple[Topic, ...] = ()
    for number in range(MOST):
        topics = MENU.looked(topics, [f"t{number}"], NOW - number * DAY)
    topics = MENU.looked(topics, ["new"], NOW)
    names = {topic.name for topic in topics}
    assert len(names) == MOST
    assert "new" in names
    assert f"t{MOST - 1}" not in names
