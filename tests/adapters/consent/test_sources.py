"""What every source of consent owes the port, whichever tool it reads."""

import json
import re
from base64 import b64decode
from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.vocabulary.consent import AS_SHIPPED, MANY, Record, Settings, State
from support.consent import NOW, TOOLS, VECTORS, name_of, names_of, read_of, source

ANY = st.text(st.characters(codec="utf-8"), max_size=200)
USUAL = "{}[]:,.=!|~%'\"\\ \0\r\n-_01234567abcdeCtrueflsnygrants$&+"
NEAR = st.text(st.sampled_from(USUAL), max_size=80)
BY_TOOL = {tool: [v for v in VECTORS if v.tool == tool] for tool in TOOLS}
SET_UPS = [
    AS_SHIPPED,
    Settings(version="2"),
    Settings(version="2026-01-01", max_age=timedelta(days=30), is_implied=True),
]
WORD = re.compile(r"[A-Za-z_$]{2,}")
every_tool = pytest.mark.parametrize("tool", TOOLS)


def every_state(found, map_):
    return {id_: found.state(id_) for id_ in map_}


@every_tool
def test_nobody_s_cookies_are_no_record(tool):
    assert source(tool).record({}, NOW) is None


@every_tool
def test_an_empty_cookie_is_no_record(tool):
    tool_ = source(tool)
    mine = read_of(tool)
    assert mine
    found = tool_.record(dict.fromkeys(mine, ""), NOW)
    assert found is None or found.is_unsound


@every_tool
def test_what_it_says_of_itself_holds_together(tool):
    tool_ = source(tool)
    needed = {id_ for ids in tool_.meanings.values() for id_ in ids}
    assert set(tool_.meanings) <= {"personalization", "analytics"}
    assert tool_.ids is None or needed <= tool_.ids
    assert tool_.takes <= {"cookie", "version", "max_age", "implied"}


@every_tool
def test_it_reads_no_cookie_of_another_tool_s(tool):
    """No cookie is shared: a TC string inside of a GPP string is in that one's own."""
    others = [name for other in TOOLS if other != tool for name in names_of(other)]
    others += ["", "session", "__Host-sarto", "csrftoken"]
    assert [*filter(source(tool).reads, others)] == []


@every_tool
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_nothing_raises_and_what_is_no_record_grants_nothing(tool, data):
    tool_ = source(tool, data.draw(st.sampled_from(SET_UPS)))
    seen = [v.header for v in BY_TOOL[tool]] or [""]
    value = st.one_of(ANY, NEAR, st.sampled_from(seen))
    cookies = {name: data.draw(value) for name in read_of(tool)}
    found = tool_.record(cookies, NOW)
    assert found is None or isinstance(found, Record)
    if found and found.fault:
        assert all(
            found.state(id_) in (State.DENIED, State.UNDECIDED) for id_ in found.said
        )


KEYS = sorted(
    {key for v in VECTORS for _, value in v.cookies for key in WORD.findall(value)}
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(
        [
            "",
            "1",
            "allow",
            "ACCEPT",
            "accepted",
            "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=12,
)


@every_tool
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_json_of_any_shape_raises_nothing(tool, data):
    tool_ = source(tool, data.draw(st.sampled_from(SET_UPS)))
    tables = st.dictionaries(st.sampled_from(KEYS), JSON, max_size=8).map(json.dumps)
    for name in read_of(tool):
        found = tool_.record({name: data.draw(tables)}, NOW)
        assert found is None or isinstance(found, Record)


@every_tool
def test_a_value_encoded_a_third_time_grants_nothing_more(tool):
    for vector in BY_TOOL[tool]:
        values = vector.kept(vector.cookies).items()
        once = {name: quote(value, safe="") for name, value in values}
        often = {
            name: quote(quote(value, safe=""), safe="") for name, value in once.items()
        }
        found, seen = vector.source.record(often, vector.now), vector.record
        for id_ in found.said if found else ():
            is_yes = found.state(id_) is State.GRANTED
            assert not is_yes or seen.state(id_) is State.GRANTED


@every_tool
def test_a_record_is_as_long_as_its_cookie_at_most(tool):
    """So many ids, and each so long, that a record of them is none."""
    for vector in BY_TOOL[tool]:
        for name, value in vector.cookies:
            grown = vector.kept(((name, value * 60),))
            found = vector.source.record(grown, NOW)
            assert found is None or len(found.said) <= MANY or found.is_unsound


# What tools call the id of a person, or of a visit, and that id.
PERSON = re.compile(
    r"(?<!\w)(?:consent[iI]d|id|rand|stamp|user|user_id|\$\$token)\W+([\w+/=-]{3,})"
)
JSON64 = re.compile("eyJ[A-Za-z0-9+/]+={0,2}")  # a table, in base64


def people(vector):
    """List such ids in its cookies, percent-encoded or in base64."""
    texts = [unquote(unquote(value)) for _, value in vector.cookies]
    texts += [b64decode(text).decode() for text in texts if JSON64.fullmatch(text)]
    return [id_ for text in texts for id_ in PERSON.findall(text)]


WITH_PEOPLE = [vector for vector in VECTORS if people(vector)]


def test_a_person_is_looked_for_in_all_that_tools_write():
    tools = {vector.tool for vector in WITH_PEOPLE}
    assert tools == {
        *("axeptio", "civic", "cookiebot", "cookieconsent", "cookieyes"),
        *("didomi", "iubenda", "onetrust", "tarteaucitron"),
        "klaro",  # in a record that is not its own
    }


@pytest.mark.parametrize("vector", WITH_PEOPLE, ids=name_of)
def test_no_id_of_a_person_s_is_kept(vector):
    kept = repr(vector.record)
    assert [id_ for id_ in people(vector) if id_ in kept] == []


@every_tool
def test_the_order_of_cookies_does_not_matter(tool):
    for vector in BY_TOOL[tool]:
        turned = dict(reversed(vector.kept(vector.cookies).items()))
        assert vector.source.record(turned, vector.now) == vector.record
