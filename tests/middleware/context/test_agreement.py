from datetime import datetime
from typing import Any

import pytest

from sarto.choices.agreement import Agreement, Term
from sarto.context.facts import Facts
from sarto.context.finders import FINDERS, GATED, finds, finds_permitted
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.vocabulary.consent import Record
from sarto.vocabulary.facts import FACTS, Fact
from sarto.vocabulary.law import Law
from sarto.vocabulary.ports import Location
from support.visits import Places, sources, visit

GATED_FACTS = [fact for fact in FACTS if fact.purpose]
FREE_FACTS = [fact for fact in FACTS if not fact.purpose and fact.name != "consent"]
YES = Record(said={"p": True})


class Tool:
    """A source of consent that counts how often it is asked."""

    def __init__(self, answer: object = YES) -> None:
        self.asked = 0
        self.answer = answer
        self.ids: Any = None
        self.meanings: dict[str, tuple[str, ...]] = {}
        self.takes = frozenset[str]()

    def reads(self, cookie: str) -> bool:
        return cookie == "tool"

    def record(self, cookies: Any, now: datetime) -> Any:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def with_tool(tool: Tool, **given: Any) -> Sources:
    ids = {"personalization": ("p",)}
    term = Term(name="tool", source=tool, ids=ids)
    return sources(agreement=Agreement(terms=(term,)), **given)


def test_consent_is_the_purposes_granted() -> None:
    assert visit(granted=("analytics",))["consent"] == frozenset({"analytics"})


def test_who_granted_nothing_has_an_empty_consent() -> None:
    assert visit()["consent"] == frozenset()


def test_consent_is_read_of_the_request_and_says_what_it_is_from() -> None:
    found = visit(of=with_tool(Tool())).known("consent")
    assert found == (frozenset({"personalization"}), "tool: granted")


@pytest.mark.parametrize("fact", FREE_FACTS, ids=lambda fact: fact.name)
def test_what_needs_no_consent_does_not_read_it(fact: Fact) -> None:
    tool = Tool()
    _ = visit(of=with_tool(tool))[fact.name.replace("*", "some")]
    assert tool.asked == 0


@pytest.mark.parametrize("fact", GATED_FACTS, ids=lambda fact: fact.name)
def test_what_needs_it_reads_it_once(fact: Fact) -> None:
    tool = Tool()
    asked = visit(of=with_tool(tool))
    names = [fact.name.replace("*", "some"), "city", "consent"]
    for name in names:
        _ = asked[name]
    assert tool.asked == 1
    assert "consent" in asked.reads


@pytest.mark.parametrize("answer", [None, Record(said={"p": False}), RuntimeError("x")])
def test_without_a_grant_no_finder_of_a_gated_fact_is_called(
    answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    for name in GATED:
        monkeypatch.setitem(GATED, name, lambda _v, name, _p: called.append(name))
    asked = visit(of=with_tool(Tool(answer)))
    for fact in GATED_FACTS:
        _ = asked[fact.name.replace("*", "some")]
    assert called == []


def test_a_source_that_fails_grants_nothing_and_its_words_are_nobody_s() -> None:
    here = with_tool(Tool(ValueError("tool=secret")))
    asked = visit(of=here)
    assert asked.known("consent") == (frozenset(), "consent")
    assert not asked.is_sound
    assert here.failures.counts == {"consent": 1}


def test_a_pinned_consent_opens_what_it_grants() -> None:
    tool = Tool()
    here = with_tool(tool, locations=Places(Location(country="PL", city="Warsaw")))
    pinned = visit(of=here, pins={"consent": frozenset({"personalization"})})
    assert pinned["city"] == "Warsaw"
    assert visit(of=here, pins={"consent": frozenset[str]()})["city"] is None
    assert tool.asked == 0


def test_somebody_who_reads_apart_has_the_same_consent() -> None:
    other = visit(of=with_tool(Tool())).apart()
    assert other["consent"] == {"personalization"}
    assert visit(granted=("analytics",)).apart()["consent"] == {"analytics"}


def test_the_site_s_own_law_opens_and_closes_facts() -> None:
    place = Places(Location(country="PL", city="Warsaw"))
    law = Law.of({"city": "none", "country": "personalization"})
    nobody = visit(of=sources(locations=place, law=law))
    assert (nobody["city"], nobody["country"]) == (None, None)
    assert "consent" in nobody.reads
    agreed = visit(of=sources(locations=place, law=law), granted=("personalization",))
    assert (agreed["city"], agreed["country"]) == ("Warsaw", "PL")
    open_ = visit(of=sources(locations=place, law=Law.of({"city": "none"})))
    assert open_["city"] == "Warsaw"


def test_a_finder_of_a_gated_fact_is_handed_its_permit() -> None:
    assert GATED.keys() <= {fact.name for fact in GATED_FACTS}
    assert FINDERS.keys().isdisjoint(fact.name for fact in GATED_FACTS)


def test_a_gated_fact_cannot_be_given_a_finder_without() -> None:
    with pytest.raises(TypeError, match="`city` is declared by `finds_permitted`"):
        finds("country", "city")
    with pytest.raises(TypeError, match="`country` is declared by `finds`"):
        finds_permitted("city", "country")


def test_a_place_that_was_looked_up_holds_no_city() -> None:
    place = Places(Location(country="PL", region="PL-14", city="Warsaw"))
    asked = visit(of=sources(locations=place))
    assert asked["region"] == "PL-14"
    assert "Warsaw" not in repr(asked.memo)
    assert Facts(asked).city is None


def test_consent_is_of_the_moment_of_the_request() -> None:
    seen: list[datetime] = []

    class Timed(Tool):
        def record(self, cookies: Any, now: datetime) -> Any:
            seen.append(now)
            return super().record(cookies, now)

    asked = visit(of=with_tool(Timed()))
    assert asked["consent"] == {"personalization"}
    assert seen == [asked.arrived]


def test_a_request_of_nobody_s_is_read_too() -> None:
    assert Visit({}, with_tool(Tool()))["consent"] == {"personalization"}
