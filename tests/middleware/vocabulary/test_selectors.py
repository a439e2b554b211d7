import pytest

from sarto.vocabulary.selectors import (
    LONGEST,
    Attribute,
    Compound,
    SelectorError,
    Step,
    selectors,
)


def one(text):
    ((step,),) = selectors(text)
    return step.compound


COMPOUNDS = {
    "main": Compound(element="main"),
    "MAIN": Compound(element="main"),
    "x-card": Compound(element="x-card"),
    "#hero": Compound(ids=("hero",)),
    "#Hero.b#c": Compound(ids=("Hero", "c"), classes=("b",)),
    "section.hero[data-x]": Compound(
        element="section", classes=("hero",), attributes=(Attribute(name="data-x"),)
    ),
    ".--x": Compound(classes=("--x",)),
    ".-_": Compound(classes=("-_",)),
    ".سلام": Compound(classes=("سلام",)),
    r".md\:flex": Compound(classes=("md:flex",)),
    r"#\31 23": Compound(ids=("123",)),
    r"#\000031z": Compound(ids=("1z",)),
    r".\0\110000\D800 x": Compound(classes=("\ufffd\ufffd\ufffdx",)),
}


@pytest.mark.parametrize(("text", "compound"), COMPOUNDS.items(), ids=COMPOUNDS)
def test_an_element_is_told_by_what_it_must_have(text, compound):
    assert one(text) == compound


ATTRIBUTES = {
    "[a]": Attribute(name="a"),
    "[ DATA-X ]": Attribute(name="data-x"),
    "[a=b]": Attribute(name="a", sign="=", value="b"),
    "[a=B i]": Attribute(name="a", sign="=", value="B", flag="i"),
    "[a='b'S]": Attribute(name="a", sign="=", value="b", flag="s"),
    '[ a ~= "x y" ]': Attribute(name="a", sign="~=", value="x y"),
    "[a|=b]": Attribute(name="a", sign="|=", value="b"),
    "[a^='']": Attribute(name="a", sign="^=", value=""),
    "[a$=']']": Attribute(name="a", sign="$=", value="]"),
    r"""[a*="\"\27 "]""": Attribute(name="a", sign="*=", value="\"'"),
}


@pytest.mark.parametrize(("text", "attribute"), ATTRIBUTES.items(), ids=ATTRIBUTES)
def test_attributes_are_compared_as_css_says(text, attribute):
    assert one(text) == Compound(attributes=(attribute,))


def test_steps_are_joined_and_lists_parted():
    a, b, c = (Compound(element=name) for name in "abc")
    chain = (Step(a), Step(b, is_child=True), Step(c))
    assert selectors(" a > b\n c ") == (chain,)
    assert selectors("a>b c,b , a") == (chain, (Step(b),), (Step(a),))


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("p:hover", '":hover"'),
        ("p:not(.a)", '":not("'),
        ("::before", '"::before"'),
        ("a + b", '"+"'),
        ("a ~ b", '"~"'),
        ("a || b", '"|"'),
        ("svg|a", '"|"'),
        ("*", '"*"'),
        ("a,,b", '","'),
        ("a > > b", '">"'),
        ("#1a", '"#1a"'),
        (".-1", '".-1"'),
        ("-", '"-"'),
        ("1", '"1"'),
        ("[a", '"[a"'),
        ("[a=]", '"[a=]"'),
        ("[a=b c]", '"[a=b c]"'),
        ("[a='b]", '"[a=\'b]"'),
        ("[a!=b]", '"[a!=b]"'),
        ("a{}", '"{"'),
    ],
)
def test_what_is_not_understood_is_named(text, odd):
    with pytest.raises(SelectorError) as stopped:
        selectors(text)
    assert stopped.value.message == f"{odd} is not understood in a selector"
    assert "data-sarto" in stopped.value.help


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a selector cannot be empty"),
        (" \n", "a selector cannot be empty"),
        ("a,", '"a," ends too soon'),
        ("a >", '"a >" ends too soon'),
        ("a" * (LONGEST + 1), "a selector has at most 1000 characters"),
    ],
    ids=lambda text: text[:9],
)
def test_what_is_no_whole_selector_is_told(text, told):
    with pytest.raises(SelectorError) as stopped:
        selectors(text)
    assert str(stopped.value) == told
