"""Random pages with one slot, and random fragments, right and wrong, to put into it.

All of a page's elements have `data-p` and its texts a t; all of a fragment's tags have
`data-f` and its texts are ~. So whoever reads the tree knows whose a part is.
"""

import random
import re

BEGINNINGS = (
    "",
    "<!doctype html>",
    "<!doctype html><title>t</title>",
    '<!doctype html><html lang="en"><head><title>t</title></head><body class="x">',
)
AROUND = (  # what a slot stands in; twice as often what people write
    *("<div>{}</div>", "<p>{}</p>", "<ul>{}</ul>", "<section><h2>t</h2>{}</section>")
    * 2,
    *("<main>{}</main>", "<span>{}</span>", "<b>{}</b>", "<a href=x>{}</a>"),
    *("<table>{}</table>", "<table><tr>{}</tr></table>", "<table><tr><td>{}</table>"),
    *("<table><tbody>{}</tbody></table>", "<form>{}</form>", "<button>{}</button>"),
    *(
        "<li>{}</li>",
        "<dl>{}</dl>",
        "<select>{}</select>",
        "<h1>{}</h1>",
        "<em>{}</em>",
    ),
    *(
        "<label>{}</label>",
        "<details>{}</details>",
        "<ruby>{}</ruby>",
        "<nobr>{}</nobr>",
    ),
)
SLOTS = (
    "div",
    "section",
    "p",
    "span",
    "li",
    "td",
    "tr",
    "tbody",
    "ul",
    "a",
    "h2",
    "b",
    "dt",
)
OWN = {"tr": "<td data-f>~</td>", "tbody": "<tr data-f><td data-f>~</td></tr>"}
NAMES = (  # noqa: SIM905 - words are read as words
    "div p span a b i em ul li ol dl dt dd table tr td th tbody caption h1 h2 form button"
    " select option input hr br section label nobr ruby rt object svg path g math mi img"
    " script style details summary pre blockquote body html link"
).split()
LOOSE = (
    "</div data-f>",
    "</p data-f>",
    "</span data-f>",
    "</ul data-f>",
    "</section data-f>",
    "</table data-f>",
    "</form data-f>",
    "</b data-f>",
)
BROKEN = (
    "<!-- ~",
    "<a data-f href='x",
    "<script data-f>~",
    "<style data-f>~",
    "<b data-f ",
    "<title data-f>~",
    "</a",
    "<?x ",
)
VOID = frozenset({"input", "hr", "br", "img", "link", "path"})
RAW = frozenset({"script", "style", "title"})
PAGE = frozenset({"html", "body"})  # their attributes are the page's from then on
OPENING = re.compile(r"(<[a-z][a-z0-9]*+)(?! data-f)")


class Writer:
    """Writes pages and fragments; all of a slot's own says so: `data-f`, and ~ for text."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.count = 0

    def word(self) -> str:
        self.count += 1
        return self.luck.choice((f" t{self.count} ", f"t{self.count}", "\n"))

    def page(self) -> str:
        page = self.slot()
        for _ in range(self.luck.randint(0, 3)):
            around = self.luck.choice(AROUND)
            page = around.format(self.beside() + page + self.beside())
        end = self.luck.choice(("", "</body></html>"))
        page = self.luck.choice(BEGINNINGS) + self.beside() + page + self.beside() + end
        return OPENING.sub(r"\1 data-p", page)

    def beside(self) -> str:
        other = (
            "<i>t</i>",
            "<p>t</p>",
            "<form>t</form>",
            "<ul><li>t</ul>",
            "<a>t</a>",
            "",
        )
        return self.luck.choice((self.word(), self.luck.choice(other)))

    def slot(self) -> str:
        name = self.luck.choice(SLOTS)
        own = OWN.get(name, "~")
        kind = self.luck.randrange(6)
        if kind == 0:
            return f"<!--# sarto s -->{own}<!--# /sarto s -->"
        if kind == 1:
            return f"<{name} data-f data-sarto=s data-sarto-swap=element>{own}</{name}>"
        return f"<{name} data-sarto=s>{own}</{name}>"

    def fragment(self) -> str:
        parts = [self.part(2) for _ in range(self.luck.randint(1, 3))]
        if self.luck.random() < 0.25:
            wrong = self.luck.choice((*LOOSE, *BROKEN))
            parts.insert(self.luck.randint(0, len(parts)), wrong)
        return "~" * (self.luck.random() < 0.5) + "".join(parts)

    def part(self, depth: int) -> str:
        if not depth or self.luck.random() < 0.3:
            return "~"
        name = self.luck.choice(NAMES)
        if name in VOID:
            return f"<{name} data-f>"
        if name in RAW:
            return f"<{name} data-f>~</{name} data-f>"
        if name in PAGE:
            return f"<{name} data-g>~"
        inside = "".join(self.part(depth - 1) for _ in range(self.luck.randint(0, 2)))
        end = f"</{name} data-f>" if self.luck.random() < 0.85 else ""
        return f"<{name} data-f>{inside}{end}"
