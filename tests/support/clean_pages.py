"""Twenty documents as careful people write them, a config for them, and its fragments."""

CONFIG = """\
languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
[slots.page]
show = [{ to = "phones", attrs = { class = "compact" } }]
[slots.hero]
default = "hero.html"
show = [{ to = "phones", fragment = "hero/short.html" }]
[slots.line]
show = [{ to = "phones", fragment = "line.html" }]
[slots.item]
default = "item.html"
[slots.row]
default = "row.html"
[slots.form]
selector = "form.search > p"
default = "form.html"
[slots.note]
default = "note.html"
[layouts.home]
default = "home.html"
"""
FRAGMENTS = {
    "hero.html": '<h2 id="now">Now</h2>\n<p>{{ page.path }} <img src="a.avif" alt="A lamp"></p>\n',
    "hero.fa.html": '<h2 id="now">اکنون</h2>\n<p>سلام</p>\n',
    "hero/short.html": "{# short #}<p>Call <a href='tel:1'>us</a>{{ original }}</p>",
    "line.html": "a <strong>new</strong> line <br> of <a href='/x'>text</a>",
    "item.html": "<li>one<li><a href='/two'>two</a>",
    "row.html": "<td>1</td><td><label>n <input name=n></label></td>",
    "form.html": '<label for="q">Find</label> <input id="q" name="q"> <button>Go</button>',
    "note.html": "<aside><h2>Note</h2><p>Open <time>18:00</time></aside>",
}  # fmt: skip
LAYOUTS = {"home.html": '<div>{{ slot("note") }}</div>{{ rest }}'}

HEAD = '<!doctype html>\n<html lang="en" data-sarto="page">\n<head><meta charset="utf-8"><title>t</title></head>\n'
HERO = '<section data-sarto="hero"><h2>Lamp</h2></section>'
LINE = "<!--# sarto line -->old<!--# /sarto line -->"
ITEMS = '<ul data-sarto="item"><li>0</ul>'
ROW = '<table><tr data-sarto="row"><td>0<td>1</table>'
FORM = '<form class="search"><p><label>q <input name="q"></label></p></form>'
NOTE = '<div data-sarto="note" data-sarto-swap="element">n</div>'

BODIES = (
    f"<body><h1>t</h1>{HERO}{LINE}</body></html>\n",
    f"<body>\n<header><h1>t</h1><p>{LINE}</p></header>\n<main>{HERO}</main>\n</body>",
    f"<body><h1>t</h1><main data-sarto-layout='home'>{HERO}{NOTE}</main></body></html>",
    f"<h1>t</h1>{HERO}<p>{LINE}<ul><li>{LINE}</ul>{ITEMS}",
    f"<body><h1>t</h1>{ROW}<p>after<p>{LINE}</body>",
    f"<body><h1>t</h1>{FORM}{HERO}</body></html>",
    f"<body><h1>t</h1><table><thead><tr><th>{LINE}<tbody><tr><td>{HERO}</table></body>",
    f"<body><h1>t</h1><dl><dt>{LINE}<dd>{HERO}</dl><h2>u</h2></body>",
    f"<body><h1>t</h1><!-- <p data-sarto='no'> --><script>'<p data-sarto=no>'</script>{HERO}",
    f"<body><h1>t</h1><template><p data-sarto='no'></template><svg><title>t</title></svg>{NOTE}",
    f"<body><h1>t</h1><nav><ul><li>{LINE}</ul></nav>{ITEMS}{ROW}{FORM}{NOTE}",
    f"<body class=x><h1>t</h1><details><summary>{LINE}</summary>{HERO}</details></body>",
    f"<body><h1>t</h1><blockquote><p>{LINE}<footer>{LINE}</footer></blockquote>{HERO}",
    f"<body><h1>t</h1><section><h2>u</h2><h3>v</h3>{NOTE}</section></body></html>",
    f"<body><h1>t</h1><select aria-label=a><option>1<option>2</select>{ITEMS}</body>",
    f"<body><h1>t</h1><p>a <b>b <i>{LINE}</i></b> c<div>{HERO}</div></body>",
    f"<body><h1>t</h1><main data-sarto-layout=home><p>{LINE}{NOTE}<ul><li>x</ul></main>",
    f"<body><h1>t</h1><textarea aria-label=a><p data-sarto=no></textarea>{HERO}</body>",
    f"<body><h1>t</h1><figure><img src=x alt=x><figcaption>{LINE}</figcaption></figure>{HERO}",
    f"<body><h1>t</h1><pre>\n{LINE}</pre>{ITEMS}{HERO}<!-- end --></body></html><!-- - -->",
)  # fmt: skip
PAGES = {f"page-{number}.html": HEAD + body for number, body in enumerate(BODIES)}
