from support.visits import visit


def test_consent_is_the_purposes_granted() -> None:
    assert visit(granted=("analytics",))["consent"] == frozenset({"analytics"})


def test_who_granted_nothing_has_an_empty_consent() -> None:
    assert visit()["consent"] == frozenset()
