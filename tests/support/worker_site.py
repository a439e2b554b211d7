"""A site as a Worker of a test's own is told of it: its pages, keys and answers."""

from sarto.vocabulary.edges import Edge, Key
from sarto_adapters.edge.cloudflare import Cloudflare
from support.edge_origin import Answer

TOKEN = "".join(map(str, range(10)))
KEYS = ("X-Sarto-Language", "X-Sarto-Device", "X-Sarto-Own")


def whole(*paths):
    return rf"^(?!/_sarto/)(?:{'|'.join(f'(?:{path})' for path in paths)})(?:\?.*)?$"


PAGES = whole("/", "(?>/menu/).*", "/own", "/noted", "/touch")


def edge_of(**more):
    said = {
        "token": TOKEN,
        "version": "v1",
        "keys": (
            Key(header=KEYS[0], pages=PAGES),
            Key(header=KEYS[1], pages=PAGES),
            Key(header=KEYS[2], pages=PAGES),
        ),
        "inputs": ("accept-language", "user-agent", "referer", "x-country"),
        "countries": ("x-country",),
        "pages": PAGES,
        "owned": whole("/own"),
        "noted": whole("/noted", "/seen"),
        "private": whole("/private", "/menu/mine"),
        "ignored": ("_ga.*", "_gid"),
    }
    return Edge(**{**said, **more})


def parts(edge):
    return Cloudflare().files(edge)


def changed(origin, **fields):
    """Answer a page by classes, these fields changed; what is raw stays."""
    said = {name.replace("_", "-"): value for name, value in fields.items()}

    def answer(request):
        if "x-sarto-version" not in request:
            return origin.raw(request)
        made = origin.keyed(request)
        kept = [pair for pair in made.fields if pair[0] not in said]
        return Answer(made.body, [*kept, *((n, v) for n, v in said.items() if v)])

    return answer
