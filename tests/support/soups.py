"""Small documents that nobody should write: tags, decoys and slots in any order."""

import random

NAMES = (  # noqa: SIM905 - words are read as words
    "div p span a b ul li ol dl dd table tr td th tbody caption h1 h2 section main form"
    " button select option input hr br img object marquee svg path g title math mi x-y"
    " template script style textarea xmp iframe noembed noscript plaintext nobr font"
    " label ruby rt dialog body html head frameset colgroup col foreignobject pre desc"
    " details summary applet article footer"
).split()
COMMON = "div p span a b ul li section h2 em img br".split()  # noqa: SIM905 - as above
PLAIN = 12  # tags without a surprise, for each list of surprises
ATTRIBUTES = [""] * PLAIN + [
    *(' class="c"', " id='x'", " a=b", ' t="a>b"', " t='<b>'", ' alt=""', " x", " =x"),
    *(" data-sarto=s", ' data-sarto="t"', " DATA-SARTO='u'", " data-sarto", "/", " /"),
    *(' t="data-sarto"', ' data-sarto="a&amp;b" data-sarto=z', ' q="a=" r="b"', ' "'),
    *(" t=\"=\" u='y'", " color=red", " lang=fa", ' a = "b"', "'"),
    " data-sarto-swap=element data-sarto=e",
    *(' u="', " u='", ' u="><b data-sarto=no>"', " u='a><b data-sarto=no>'", ' u= "'),
]
TEXTS = ["text"] * PLAIN + [
    *(
        " ",
        "\n",
        "a < b",
        "a > b",
        '"',
        "'",
        '= "',
        "='",
        "&lt;",
        "<",
        "</",
        "<!",
        "<!-",
    ),
    *("<!-->", "-->", "<!-- c -->", "<!-- <b data-sarto=no> -->", "<!--# sarto m -->"),
    *(
        "<!--# /sarto m -->",
        "<![CDATA[",
        "]]>",
        '<?x "a>',
        "<!x>",
        "</ x>",
        "</>",
        "<>",
    ),
    *("-sarto", "data-sarto=x", "\0", "é", "<form>", "</form>", "<iframe></iframe>"),
    '<script>var a="<b data-sarto=no>";</script>',
    "<script><!--<script></script>--></script>",
    "<script><!--<script></script><b data-sarto=no>--></script>",
    *("<style>a>b{}</style>", "<title>x</title>", "<!doctype html>", "</body>"),
    "<textarea><p data-sarto=no></textarea>",
    *('<svg><path d="M0"/></svg>', "<svg><title>t</title></svg>"),
    *("<select><option>1<option>2</select>", "<button>x <b>y</b></button>"),
    "<template><p data-sarto=no></p></template>",
]
BEGINNINGS = (
    "",
    "<!doctype html>",
    '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>',
    "<!-- c --><!doctype html><html><body>",
    "<html lang=pl>",
    ' <!doctype html>\n<html lang="a" lang=b>\n',
)
ENDED = 0.93  # how many elements have an end tag


class Soup:
    """Makes such documents, of one random source."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck

    def document(self) -> bytes:
        parts = (
            (self.inside(3), self.slot(3), self.inside(2)),
            (self.loose(), self.slot(2), self.loose(), self.slot(1)),
            (self.inside(2), self.loose(), self.slot(2), self.inside(1), self.slot(2)),
        )
        body = "".join(self.luck.choice(parts))
        end = self.luck.choice(["", "</body></html>"])
        return (self.luck.choice(BEGINNINGS) + body + end).encode()

    def tag(self, name: str, slot: str = "") -> str:
        pick = self.luck.choice
        return f"<{name}{pick(ATTRIBUTES)}{slot}{pick(ATTRIBUTES) if slot else ''}>"

    def element(self, name: str, depth: int, slot: str = "") -> str:
        end = f"</{name}>" if self.luck.random() < ENDED else ""
        return self.tag(name, slot) + self.inside(depth) + end

    def slot(self, depth: int) -> str:
        name = f" data-sarto={self.luck.choice('abc')}"
        return self.element(self.luck.choice(COMMON), depth, name)

    def inside(self, depth: int) -> str:
        return "".join(self.one(depth) for _ in range(self.luck.randint(0, 3)))

    def one(self, depth: int) -> str:
        kind = self.luck.randrange(20)
        if kind < 7 or not depth:
            return self.luck.choice(TEXTS)
        if kind < 16:
            names = COMMON if self.luck.randrange(5) else NAMES
            return self.element(self.luck.choice(names), depth - 1)
        return self.slot(depth - 1)

    def loose(self) -> str:
        """Put tags in a row that belong to nothing."""
        return "".join(
            self.luck.choice(
                (
                    self.tag(self.luck.choice(NAMES)),
                    f"</{self.luck.choice(NAMES)}>",
                    self.luck.choice(TEXTS),
                )
            )
            for _ in range(self.luck.randint(1, 8))
        )
