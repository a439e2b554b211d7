"""Sites as the caches in front of them are told of them: pages, keys, and who is known."""

from typing import Any

from sarto.vocabulary.edges import Edge, Key, Known

TOKEN = "0123456789abcdef" * 2
KEYS = ("X-Sarto-Language", "X-Sarto-Device", "X-Sarto-Own")
PATHS = ("/", "(?>/menu/).*", "/own", "/noted", "/touch")
LANGUAGE = Known(
    header="accept-language",
    tokens=(("", "en"), ("fa", "fa"), ("fa", "never"), ("en;q=0.9", "en")),
)
DEVICE = Known(
    header="sec-ch-ua-mobile",
    tokens=(("?0", "other"), ("?1", "mobile"), ("?1", "never"), ('"50%"', "mobile")),
    without=("sec-ch-ua-form-factors",),
)
NOBODY = Known(header="cookie", tokens=(("", "none"),))


def whole(*paths: str) -> str:
    """Match whole targets by the patterns of their paths."""
    return rf"^(?!/_sarto/)(?:{'|'.join(f'(?:{path})' for path in paths)})(?:\?.*)?$"


HOME, MENU, PAGES = whole("/"), whole("/", "(?>/menu/).*"), whole(*PATHS)


def edge_of(*more_paths: str, **more: Any) -> Edge:
    """Describe the site that `EdgeOrigin` is."""
    pages = whole(*PATHS, *more_paths)
    said: dict[str, Any] = {
        "token": TOKEN,
        "version": "v1",
        "keys": tuple(Key(header=name, pages=pages) for name in KEYS),
        "inputs": ("accept-language", "user-agent", "referer", "x-geo"),
        "pages": pages,
        "owned": whole("/own"),
        "noted": whole("/noted", "/seen"),
        "private": whole("/private", "/menu/mine"),
        "ignored": ("_ga.*", "_gid"),
    }
    return Edge(**(said | more))


def knowing(**more: Any) -> Edge:
    """Describe the same where the edge tells classes by itself."""
    known = zip(KEYS, (LANGUAGE, DEVICE, NOBODY), strict=True)
    keys = tuple(Key(header=name, pages=PAGES, known=each) for name, each in known)
    return edge_of(keys=keys, **more)


EDGES = {
    "bare": Edge(token=TOKEN, version="v1"),
    "private": Edge(token=TOKEN, version="v1", private=HOME),
    "keyed": Edge(
        token=TOKEN,
        version="v1",
        pages=MENU,
        keys=(Key(header="X-Sarto-Stage", pages=MENU),),
    ),
    "filled": Edge(token=TOKEN, version="v1", filled=HOME, prefix="/a.b/sarto"),
    "known": Edge(
        token=TOKEN,
        version="v1",
        pages=MENU,
        keys=(
            Key(header="X-Sarto-Language", pages=HOME, known=LANGUAGE),
            Key(header="X-Sarto-Device", pages=MENU, known=DEVICE),
        ),
    ),
    "all": Edge(
        token=TOKEN,
        version="v1",
        keys=(
            Key(header="X-Sarto-Language", pages=HOME, known=LANGUAGE),
            Key(header="X-Sarto-Own", pages=MENU),
            Key(header="X-Sarto-Value-Facts-0a1b2c3d4e5f", pages=MENU),
        ),
        inputs=("accept-language", "referer", "x-country"),
        countries=("x-country",),
        is_by_address=True,
        pages=MENU,
        owned=HOME,
        noted=MENU,
        private=r'^(?:/"quoted"|/%20\.|\\)(?:\?.*)?$',
        filled=HOME,
        ignored=("_ga.*", "a|b", r"[a-z]+_\d"),
    ),
    "working": edge_of(),
    "knowing": knowing(),
}
