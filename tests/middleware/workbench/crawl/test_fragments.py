"""Fragments held against pages: what breaks, at its place, and what is right."""

import pytest

HEAD = '<!doctype html><html lang="en"><title>t</title><body>'
CONFIG = '[slots.s]\ndefault = "s.html"\n'
DIV = '<div data-sarto="s">x</div>'
MARKS = "<!--# sarto s -->x<!--# /sarto s -->"

# A page, a fragment, what is said of it: its code, line:column, words of the message.
WRONG = [
    ("<p data-sarto=s>x</p>", "<div>a</div>", "SARTO054 1:1", "<div> in this fragment ends the <p> of its own slot"),
    (f"<p>a {MARKS} b</p>", "<ul><li>a</ul>", "SARTO054 1:1", "<ul> in this fragment ends the <p> that its slot is in"),
    ("<p><span data-sarto=s>x</span></p>", "a\n <h2>b</h2>", "SARTO054 2:2", "<h2> in this fragment ends the <p>"),
    (f"{DIV}<p>t</p>", "a</div><b>b</b>", "SARTO054 1:2", "</div> in this fragment ends the <div> of its own slot"),
    (f"<section>{DIV}</section>t", "a</section>", "SARTO054 1:2", "</section> in this fragment ends"),
    (f"{DIV}<p>t</p>", "a <b>b", "SARTO054 1:3", "nothing ends the <b>"),
    (f"<ul><li>{DIV}<li>t</ul>", "<em>\n<i>b</em>", "SARTO054 2:1", "nothing ends the <i>"),
    (f"<div>{MARKS} t</div>", "<section>a", "SARTO054 1:1", "nothing ends the <section>"),
    (f"{DIV}<p>t</p>", "a\n<!-- b", "SARTO054 2:1", "nothing ends this comment"),
    (f"{DIV}<p>t</p>", "a<a href='x", "SARTO054 1:2", "nothing ends this tag"),
    (f"{DIV}<p>t</p>", "<style>a{}", "SARTO054 1:1", "nothing ends the <style>"),
    (f"{DIV}<p>t</p>", "<title>a", "SARTO054 1:1", "nothing ends the <title>"),
    ("<table data-sarto=s><tr><td>x</table>", "<p>a</p>", "SARTO054 1:1", "<p> in this fragment cannot be right in a table"),
    ("<table><tr data-sarto=s><td>x</table>", "\na", "SARTO054 1:1", "this text in this fragment cannot be right in a table"),
    ("<a href=x><span data-sarto=s>x</span></a>", '<a href="y">b</a>', "SARTO054 1:1", "<a> in this fragment ends the <a>"),
    ("<button><span data-sarto=s>x</span></button>", "<button>b</button>", "SARTO054 1:1", "<button> in this fragment ends the <button>"),
    (f"<form>{DIV}<input aria-label=a></form>", "a</form>", "SARTO054 1:2", "</form> in this fragment ends the <form>"),
    (f"<form>{DIV}</form>", "<form><p>b</p>", "SARTO054 1:1", "<form> in this fragment is dropped"),
    (f"{DIV}<form>t</form>", "<form>a", "SARTO054 1:1", "<form>"),
    (DIV, '<body class="x">a', "SARTO054 1:1", "<body> in this fragment gives its attributes"),
    (DIV, "<tr><td>a</td></tr>", "SARTO054 1:1", "<tr> in this fragment is dropped"),
    (DIV, "a<li>b</li>", "SARTO054 1:2", "<li> in this fragment is not right inside <ul> or <ol>"),
    ("<span data-sarto=s>x</span>", "a\n<div>b</div>", "SARTO054 2:1", "a block inside of the page's <span>"),
    ("<h2><a href=x data-sarto=s>x</a></h2>", "<p>b</p>", "SARTO054 1:1", "a block inside of the page's <h2>"),
    ("<button data-sarto=s>x</button>", '<a href="x">b</a>', "SARTO054 1:1", "<a> in this fragment is inside of the page's <button>"),
    ("<label data-sarto=s>x</label>", "<label>b</label>", "SARTO054 1:1", "inside of the page's <label>"),
    ("<section data-sarto=s data-sarto-swap=element>x</section>t", "<b>a", "SARTO054 1:1", "nothing ends the <b>"),
    (DIV, '<i id="a">a</i>\n<i id="a">b</i>', "SARTO055 2:1", "has the id 'a' twice"),
    (f'<h1 id="a">t</h1>{DIV}', 'x<i id="a">a</i>', "SARTO055 1:2", "the id 'a' in this fragment is that of a <h1> around"),
    (f"<h1>t</h1><h2>t</h2>{DIV}", "<h4>a</h4>", "SARTO056 1:1", "<h4> in this fragment comes after an <h2>"),
    (f"<h1>t</h1>{DIV}", "<h2>a</h2>\n<h5>b</h5>", "SARTO056 2:1", "<h5> in this fragment comes after an <h2>"),
    ("<h1>t</h1><h2>a</h2><div data-sarto=s><h3>x</h3></div><h4>t</h4>", "<h2>a</h2>", "SARTO056 1:1", "after <h2> in this fragment the page goes on with <h4>"),
    (f"<h1>t</h1>{DIV}", "a<h1>b</h1>", "SARTO056 1:2", "<h1> in this fragment is the second one"),
    (DIV, '<img src="a">', "SARTO057 1:1", "<img> in this fragment has no alt"),
    (DIV, "<input name=a>", "SARTO057 1:1", "<input> in this fragment has no label"),
    (DIV, '<label for="b">b</label><select id="a"></select>', "SARTO057 1:25", "<select> in this fragment has no label"),
    (DIV, '<a href="x"><img src=a alt=""></a>', "SARTO057 1:1", "<a> in this fragment has no name"),
    (DIV, "a <button> </button>", "SARTO057 1:3", "<button> in this fragment has no name"),
    (DIV, "<input type=image>", "SARTO057 1:1", "<input> in this fragment has no label"),
    (DIV, "<figcaption>a</figcaption>", "SARTO054 1:1", "is not right inside <figure>"),
    (f"<section>{DIV}</section>t", "a</section>", "SARTO054 1:2", "</section> in this fragment ends"),
    (f"<table>{MARKS}<tr><td>t</table>", "<td>a</td>b", "SARTO054 1:11", "this text in this fragment cannot be right in a table"),
    (DIV, "{% if visitor.facts.device %}{% endif %}\n<p>a</p>\n  <li>b</li>", "SARTO054 3:3", "<li>"),
    (DIV, "<p>{{ page.path }}</p>\n<p>\n<img src='{{ page.path }}'>", "SARTO057 3:1", "<img>"),
]  # fmt: skip
RIGHT = [
    ("<p data-sarto=s>x</p>", "a <b>b</b> <a href=x>c</a>"),
    ("<p data-sarto=s>x</p>", "a <img src=x alt=''>"),
    (DIV, "<p>a<p>b"),
    (DIV, "<ul><li>a<li>b</ul>"),
    (DIV, "<table><tr><td>a</table>"),
    (DIV, "<form><label>a <input name=b></label></form>"),
    (f"<h1>t</h1>{DIV}<h2>t</h2>", "<h2>a</h2><h3>b</h3>"),
    (f"<h1>t</h1>{DIV}<h2>t</h2>", "{{ original }}<p>b</p>"),
    ("<h1>t</h1><div data-sarto=s><img src=x></div>", "<div>{{ original }}</div>"),
    ("<div data-sarto=s><h1>x</h1></div>", "<h1>a</h1>"),
    ("<div data-sarto=s><i id=a>x</i></div>", "<b id=a>a</b>"),
    (f"<p>a {MARKS} b</p>", "<em>c</em>"),
    (f"<ul>{MARKS}<li>t</ul>", "<li>a<li>b"),
    ("<ul data-sarto=s><li>x</ul>", "<li>a</li>"),
    ("<dl data-sarto=s><dt>x</dl>", "<dt>a</dt><dd>b</dd>"),
    ("<table><tr data-sarto=s><td>x</table>", "<td>a<td>b"),
    ("<table><tbody data-sarto=s><tr><td>x</table>", "<tr><td>a</td></tr>"),
    ("<table><tr><td data-sarto=s>x</table>", "<p>a</p>"),
    ("<select aria-label=a data-sarto=s><option>x</select>", "<option>a<option>b"),
    ("<section data-sarto=s data-sarto-swap=element>x</section>", "<p>a</p>"),
    ("<a href=x data-sarto=s>x</a>", "<p>a</p>"),
    ("<button data-sarto=s>x</button>", "<svg><title>a</title><path d=M0 /></svg>"),
    (DIV, "<!-- a --><script>if (1 < 2) '</b>'</script>"),
    (DIV, "<template><li><img></template>"),
    (DIV, '<button aria-label="a"></button><a id=x></a>'),
    (DIV, '<label for="a">b</label><input id="a"><input type=hidden name=c>'),
    (f"<label for=a>b</label>{DIV}", '<input id="a"><input type=submit>'),
    (DIV, "<span hidden><img src=x></span>"),
    (DIV, ""),
    (DIV, "<a href=x><svg><title>a</title></svg></a><input type=image alt=a><button><img src=x alt=b></button>"),
    (DIV, "<a href=x aria-hidden=true></a><p hidden><input>"),
    ("<h1>t</h1><div data-sarto=s><h3>x</h3></div><h3>t</h3>", "<h2>a</h2>"),
    ("<dl><div data-sarto=s><dt>x</div></dl>", "<dt>b</dt><dd>c"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "fragment", "where", "text"), WRONG)
def test_what_is_wrong_is_told_at_its_place(check, page, fragment, where, text) -> None:
    found = check(CONFIG, {"index.html": HEAD + page}, {"s.html": fragment})
    told = [(f"{f.code} {f.line}:{f.column}", f.file, f.message) for f in found]
    assert len(told) == 1, told
    assert told[0][:2] == (where, "fragments/s.html")
    assert text in told[0][2]


def test_of_a_layout_the_place_is_called_a_layout(check) -> None:
    page = HEAD + '<main data-sarto-layout="s">x</main>'
    config = '[layouts.s]\ndefault = "s.html"\n'
    (found,) = check(config, {"index.html": page}, layouts={"s.html": "<img src=x>"})
    assert "(in the layout 's' of " in found.message


@pytest.mark.parametrize(("page", "fragment"), RIGHT)
def test_what_is_right_is_not_told_of(check, page, fragment) -> None:
    found = check(CONFIG, {"index.html": HEAD + page}, {"s.html": fragment})
    assert [str(each) for each in found] == []
