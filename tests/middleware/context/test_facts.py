from datetime import time

from sarto.context.facts import Facts
from sarto.vocabulary.facts import FACTS
from support.visits import visit


def test_every_fact_of_one_word_is_a_property() -> None:
    words = {fact.name for fact in FACTS if "." not in fact.name}
    properties = {name for name in vars(Facts) if not name.startswith("_")}
    assert properties == words


def test_a_property_is_the_fact_and_recorded() -> None:
    for name in (fact.name for fact in FACTS if "." not in fact.name):
        asked = visit()
        assert getattr(Facts(asked), name) == asked[name]
        assert name in asked.reads


def test_a_dotted_fact_is_read_in_brackets() -> None:
    asked = visit(scope={"query_string": b"utm_source=letter"})
    assert Facts(asked)["campaign.source"] == "letter"


def test_a_pinned_fact_is_the_pinned_one() -> None:
    assert Facts(visit(pins={"time": time(20)})).time == time(20)


def test_an_unknown_fact_is_none() -> None:
    assert Facts(visit()).country is None
