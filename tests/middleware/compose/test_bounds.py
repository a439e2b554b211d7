"""Whatever a template does ends in bounded time and memory; what templates are for works."""

import time
import tracemalloc

import pytest

from sarto.compose.budget import MOST_BITS, STEPS
from sarto.compose.fragments import Fragment
from sarto.compose.growth import LARGEST
from sarto.errors import FragmentError
from support.templates import fragment, fragments, who

SECONDS, BYTES = 10.0, 100_000_000  # most need a hundredth of a second
TURNS = "{% set ns = namespace(x=FIRST) %}{% for i in range(60) %}{% set ns.x = NEXT %}{% endfor %}"
NESTED = TURNS.replace("FIRST", "[1]").replace("NEXT", "[ns.x, ns.x]")
OFTEN = "{% for i in range(9999) %}{% if WHAT %}{% endif %}{% endfor %}"
LONG = "('x' * 500000)"


def growing(first: str, then: str) -> str:
    return TURNS.replace("FIRST", first).replace("NEXT", then) + "{{ ns.x }}"


def often(what: str) -> str:
    return OFTEN.replace("WHAT", what)


RUNAWAY = {
    "text times a number": "{{ 'x' * 10**9 }}",
    "a number times text": "{{ 10**9 * 'x' }}",
    "lists times numbers": "{{ [[['x'] * 999] * 999] * 999 }}",
    "texts in a list that is multiplied": "{{ (['x' * 999999] * 999999)|join }}",
    "a power": "{{ 9**(9**9) }}",
    "a power of powers": "{{ ((9**999)**999)**999 }}",
    "numbers that are added": growing("1", "ns.x * 2**99 + ns.x"),
    "numbers that are subtracted": growing("9**999", "ns.x - ns.x * -(2**99)"),
    "a number of a base": "{{ ('f' * 99999)|int(0, 16) % 7 }}",
    "a range": "{{ range(10**9)|list }}",
    "loops in loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a loop in itself": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "a macro in itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a template in itself": "{% include 'a.html' %}",
    "% with a width": "{{ '%0999999999d' % 1 }}",
    "% with a width from outside": "{{ '%*d' % (999999999, 1) }}",
    "% with digits": "{{ '%.999999999f' % 1 }}",
    "% of much, at many places": "{{ ('%(a)s' * 9999) % {'a': 'x' * 9999} }}",
    "the filter format": "{{ '%0999999999d'|format(1) }}",
    "the filter format, grown": growing("'x'", "'%s%s'|format(ns.x, ns.x)"),
    "the method format": "{{ '{:999999999}'.format('x') }}",
    "the method format with a width from outside": "{{ '{:{}}'.format('x', 999999999) }}",
    "the method format, grown": growing("'x'", "'{0}{0}'.format(ns.x)"),
    "the method format_map": "{{ '{a:999999999}'.format_map({'a': 1}) }}",
    "center": "{{ 'x'|center(10**9) }}",
    "a width by name": "{{ 'x'|center(width=10**9) }}",
    "a filter of a block": "{% filter center(10**9) %}x{% endfilter %}",
    "the method center": "{{ 'x'.center(10**9) }}",
    "ljust": "{{ 'x'.ljust(10**9) }}",
    "rjust": "{{ 'x'.rjust(10**9) }}",
    "zfill": "{{ 'x'.zfill(10**9) }}",
    "tabs": "{{ '\t'.expandtabs(10**9) }}",
    "indent": "{{ ('\n' * 99999)|indent(99999) }}",
    "indent by a text": "{{ ('\n' * 9999)|indent('x' * 9999, blank=true) }}",
    "indent of one line": "{{ 'x'|indent(10**9, true) }}",
    "batch": "{{ [1]|batch(10**9, 0)|list }}",
    "slice": "{{ [1]|slice(10**9)|list }}",
    "a word that is wrapped": "{{ ('x' * 99999)|wordwrap(1) }}",
    "lines that end in much": "{{ ('x ' * 9999)|wordwrap(1, wrapstring='y' * 99999) }}",
    "join": "{{ range(9999)|join('x' * 9999) }}",
    "join of a generator": "{{ range(9999)|map('string')|join('x' * 9999) }}",
    "the method join": "{{ ('x' * 9999).join(['a'] * 9999) }}",
    "the method join, a generator": "{{ ('x' * 9999).join(range(9999)|map('string')) }}",
    "join, grown": growing("'x'", "[ns.x, ns.x]|join"),
    "replace": "{{ ('x' * 9999)|replace('x', 'y' * 9999) }}",
    "replace of nothing": "{{ ('x' * 9999).replace('', 'y' * 9999) }}",
    "replace, by names in another order": "{{ ('x' * 9999)|replace(new='y' * 9999, old='x') }}",
    "~, grown": growing("'x'", "ns.x ~ ns.x"),
    "+, grown": growing("'x'", "ns.x + ns.x"),
    "lists that are added": growing("[1]", "ns.x + ns.x"),
    "lists that are summed": "{{ ([[1] * 99] * 999)|sum(start=[]) }}",
    "a block of a variable, grown": TURNS.replace("FIRST", "'x'").replace(
        "{% set ns.x = NEXT %}", "{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}"
    ),
    "a macro's text, grown": "{% macro m(x) %}{{ x }}{{ x }}{% endmacro %}" + growing("'x'", "m(ns.x)"),
    "tojson, grown": growing("'&'", "ns.x|tojson ~ ns.x"),
    "lists in lists, written": NESTED + "{{ ns.x }}",
    "lists in lists, in a name": NESTED + "{{ ns }}",
    "lists in lists, in a view": NESTED + "{{ {1: ns.x}.values() }}",
    "lists in lists, as keys and items": NESTED + "{{ {1: ns.x}.items() }}",
    "lists in lists, of a table": NESTED + "{{ {1: ns.x}|string }}",
    "lists in lists, as text": NESTED + "{{ ns.x|string|length }}",
    "lists in lists, compared": NESTED + "{% set x = ns.x %}" + NESTED + "{{ x == ns.x }}",
    "lists in lists, tested": NESTED + "{% set x = ns.x %}" + NESTED + "{{ x is eq(ns.x) }}",
    "lists in lists, searched": NESTED + "{{ 2 in ns.x }}{{ [ns.x] == [ns.x] }}{{ ns.x|tojson }}",
    "much that is kept": "{% set ns = namespace(x=[]) %}{% for i in range(999) %}{% set ns.x = ns.x + ['x' * 999999] %}{% endfor %}",
    "much that is searched": often(f"{LONG}.count('y')"),
    "much that is found nowhere": often(f"'y' in {LONG}"),
    "much that is compared": often(f"{LONG} == {LONG}"),
    "much that is cut": often(f"{LONG}[::-1]"),
    "much that is raised": often(f"{LONG}|upper"),
    "much that is counted": often(f"{LONG}|wordcount"),
    "much that is sorted": often("range(99999)|sort(reverse=true)"),
    "much in a list": often("-1 in range(99999)|list"),
    "much that comes round": often(f"loop.cycle({LONG}, 'y')|upper"),
    "many that are wide": "{{ range(99999)|map('center', 99999)|list|length }}",
    "many that are wide and chosen": "{{ range(99999)|map('center', 999999)|select('in', 'x')|list }}",
    "many lists of lists": "{{ range(99999)|map('batch', 2)|list }}",
    "much text that is run often": "{% for i in range(99999) %}{% set y %}" + "x" * 99999 + "{% endset %}{% endfor %}",
    "much that is called often": "{% macro m() %}" + "x" * 99999 + "{% endmacro %}" + often("m()"),
    "much that is done often": "{% for i in range(99999) %}" + "{% set a = [0] %}" * 99 + "{% endfor %}",
    "a block that is run often": "{% block b %}" + "x" * 9999 + "{% endblock %}" + often("self.b()"),
    "words that are raised": "{{ ('x-' * 499999)|title }}",
    "brackets that may be links": "{{ ('(' * 999999)|urlize }}",
    "links": "{{ ('www.a.com ' * 99999)|urlize }}",
    "tags that never end": "{{ ('<!--' * 249999)|striptags }}",
    "attributes": "{{ {'a': 'x' * 999999}|xmlattr }}",
    "codes of characters": "{{ 'x'.encode() * 10**9 }}",
    "bytes of a number": "{{ (1).to_bytes(10**9, 'big') }}",
    "characters for characters": "{{ ('x' * 9999).translate({120: 'y' * 9999}) }}",
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("text", RUNAWAY.values(), ids=RUNAWAY)
def test_what_runs_away_is_refused_in_bounded_time_and_memory(text: str) -> None:
    found = fragments(a="{% if visitor.level %}" + text + "{% endif %}")
    since = time.process_time()
    found.use("a.html")
    assert not found.problems
    runaway = found.of("a.html", lambda: "en")
    with pytest.raises(FragmentError):
        runaway.render({"visitor": who()})
    assert time.process_time() - since < SECONDS
    assert peak(runaway) < BYTES


def peak(runaway: Fragment) -> int:
    """Tell the bytes it had at most; to be traced takes many times the time."""
    tracemalloc.start()
    try:
        with pytest.raises(FragmentError):
            runaway.render({"visitor": who()})
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", RUNAWAY.values(), ids=RUNAWAY)
def test_what_runs_away_for_everybody_is_a_mistake_in_bounded_time(text: str) -> None:
    found = fragments(a=text)
    since = time.process_time()
    found.use("a.html")
    assert [problem.code for problem in found.problems] == ["SARTO011"]
    assert time.process_time() - since < SECONDS


SMALL = {
    "a debugging filter": ("{{ 1|pprint }}", "No filter named 'pprint'."),
    "dummy text": ("{{ lipsum(n=10**6) }}", "there is no variable called `lipsum`"),
}


@pytest.mark.parametrize(("text", "message"), SMALL.values(), ids=SMALL)
def test_what_only_makes_much_is_no_part_of_the_language(
    text: str, message: str
) -> None:
    found = fragments(a=text)
    found.use("a.html")
    assert [problem.message for problem in found.problems] == [message]


DISHES = "{% set dishes = [{'name': 'soup', 'kind': 'hot', 'price': 9}, {'name': 'tea', 'kind': 'hot', 'price': 3}, {'name': 'ice', 'kind': 'cold', 'price': 5}] %}"
WORKS = [
    ("{{ dishes|map(attribute='name')|join('</li><li>' * 9)|length }}", "172"),
    ("{{ dishes|map(attribute='name')|join(', ') }}", "soup, tea, ice"),
    ("{{ ', '.join(dishes|map(attribute='name')) }}", "soup, tea, ice"),
    ("{{ ['a', 'b']|join }}{{ 'abc'|join('-') }}{{ [1, 2]|join(d=' · ') }}", "aba-b-c1 · 2"),
    ("{{ dishes|sum(attribute='price') }} {{ [1, 2]|sum(start=3) }}", "17 6"),
    ("{% for kind, some in dishes|groupby('kind') %}{{ kind }}{{ some|length }}{% endfor %}", "cold1hot2"),
    ("{{ (dishes|sort(attribute='price')|first).name }}", "tea"),
    ("{{ dishes|selectattr('kind', 'eq', 'hot')|list|length }}", "2"),
    ("{{ dishes|rejectattr('price', 'gt', 4)|map(attribute='name')|first }}", "tea"),
    ("{% for row in dishes|batch(2, 'none') %}{{ row|length }}{% endfor %}", "22"),
    ("{% for row in dishes|slice(3) %}{{ row|length }}{% endfor %}", "111"),
    ("{{ '%d of %s' % (2, 'three') }} {{ '%05.1f'|format(3.14159) }}", "2 of three 003.1"),
    ("{{ '{:>5}|{a}'.format('x', a=1) }} {{ '{a}'.format_map({'a': 2}) }}", "    x|1 2"),
    ("{{ 'tea'|center(9) }}|{{ 'tea'.rjust(5) }}|{{ '7'.zfill(3) }}", "   tea   |  tea|007"),
    ("{{ 'a b'|replace(' ', '_') }}{{ 'abc'.replace('b', '') }}", "a_bac"),
    ("{{ 'a\nb'|indent }}|{{ 'a b c'|wordwrap(3) }}", "a\n    b|a b\nc"),
    ("{{ ('word ' * 9999)|truncate(9) }} {{ ('word ' * 999)|wordcount }}", "word... 999"),
    ("{{ 2 + 3 * 4 - 1 }} {{ 7 // 2 }} {{ 7 / 2 }} {{ 7 % 4 }} {{ 2 ** 9 }}", "13 3 3.5 3 512"),
    ("{{ 'a' ~ 1 ~ none|default('b') }}{{ [1] + [2] }}{{ 'a' + 'b' }}", "a1None[1, 2]ab"),
    ("{{ 'abc'[1:] }}{{ [1, 2, 3][:2] }}{{ 'abc'[0] }}", "bc[1, 2]a"),
    ("{{ 1 < 2 < 3 }} {{ 'a' in 'abc' }} {{ 4 not in [1] }} {{ [1] == [1] }}", "True True True True"),
    ("{{ 3 is odd }} {{ 4 is divisibleby(2) }} {{ dishes is defined }}", "True True True"),
    ("{{ {'a': 1}|items|list }} {{ {'b': 1, 'a': 2}|dictsort }} {{ {1: 2}.keys() }}", "[(&#39;a&#39;, 1)] [(&#39;a&#39;, 2), (&#39;b&#39;, 1)] dict_keys([1])"),
    ("{% set ns = namespace(n=0) %}{% for d in dishes %}{% set ns.n = ns.n + d.price %}{% endfor %}{{ ns.n }}", "17"),
    ("{% for a in dishes %}{{ loop.index }}{{ '.' if loop.last }}{{ loop.cycle('x', 'y') }}{% endfor %}", "1x2y3.x"),
    ("{% for a in [[1, [2]]] recursive %}{% if a is number %}{{ a }}{% else %}{{ loop(a) }}{% endif %}{% endfor %}", "12"),
    ("{% macro m(a, b=2) %}{{ a }}{{ b }}{{ caller() }}{% endmacro %}{% call m(1) %}!{% endcall %}", "12!"),
    ("{% macro m(all) %}{% for a in all %}{{ a }}{% endfor %}{% endmacro %}{{ m([1, 2]|map('string')) }}", "12"),
    ("{% filter upper %}a{{ 'b' }}{% endfilter %}{% set y %}c{% endset %}{{ y }}", "ABc"),
    ("{% block b %}x{% endblock %}{{ self.b() }}", "xx"),
    ("{% extends 'base.html' %}{% block b %}[{{ super() }}]{% endblock %}", "0[1]2" + "." * 9000),
    ("{% from 'macros.html' import big %}{{ big()|length }}{% include 'tea.html' %}", "9000tea"),
    ("{{ (1.5|round) }} {{ '42'|int + 1 }} {{ 'x'|int(7) }} {{ 1048576|filesizeformat }}", "2.0 43 7 1.0 MB"),
    ("{{ {'class': 'a'}|xmlattr }} {{ [1]|tojson }} {{ 'a b'|urlencode }} {{ ' a '|trim }}", ' class="a" [1] a%20b a'),
    ("{{ ['b', 'a', 'b']|unique|sort|join }} {{ [3, 1]|min }} {{ 'ab'|reverse }} {{ [1]|last }}", "ab 1 ba 1"),
]  # fmt: skip
OTHERS = {
    "base": "0{% block b %}1{% endblock %}2" + "." * 9000,
    "macros": "{% macro big() %}" + "." * 9000 + "{% endmacro %}",
    "tea": "tea",
}


@pytest.mark.parametrize(("text", "shown"), WORKS)
def test_what_templates_are_for_works(text: str, shown: str) -> None:
    text = text if "extends" in text else DISHES + text
    assert "".join(fragment(text, **OTHERS).render({})) == shown


def test_a_long_list_of_a_page_is_no_runaway() -> None:
    row = "<tr>{% for b in range(9) %}<td>{{ 'a cell' ~ b }}</td>{% endfor %}</tr>"
    text = "{% for a in range(999) %}" + row + "{% endfor %}"
    assert fragment(text).render({})[0].count("a cell") == 999 * 9


def test_numbers_and_texts_may_be_large() -> None:
    most = 2 ** (MOST_BITS - 1)
    assert fragment(f"{{{{ {most} - 1 }}}}").render({}) == (str(most - 1),)
    text = "{% for x in range(" + str(STEPS // 2) + ") %}{% endfor %}"
    assert fragment(text).render({}) == ("",)
    text = "{{ 'x' * " + str(LARGEST // 2) + " }}"
    assert fragment(text).render({}) == ("x" * (LARGEST // 2),)
