"""A small site as its edge is told of it, and what its clients say."""

from sarto.vocabulary.edges import Edge, Key

LANGUAGE, DEVICE, OWN = "X-Sarto-Language", "X-Sarto-Device", "X-Sarto-Own"
FA, EN = ("Accept-Language", "fa"), ("Accept-Language", "en")
PHONE = ("User-Agent", "Mobile")
SHOWN = "Accept-Language, Cookie, User-Agent"
SPOOFS = [
    [(LANGUAGE, "evil")],
    [(LANGUAGE, "evil"), (LANGUAGE, "fa")],
    [(LANGUAGE, "")],
    [("x-sarto-language", "evil"), ("X-SARTO-LANGUAGE", "evil")],
    [("X_Sarto_Language", "evil"), ("X-Sarto_Language", "evil")],
    [("X-Sarto-Version", "v0"), ("X-Sarto-Pass", "0"), ("X-Sarto-Own", "none")],
    [("X-Sarto-Edge", "0123456789abcdef" * 2), (LANGUAGE, "evil")],
    [("X-Sarto-Fill", "ssi"), ("X-Sarto-New", "evil")],
]


def pages(*paths: str) -> str:
    return rf"^(?:{'|'.join(paths)})(?:\?.*)?$"


def edge(**more: object) -> Edge:
    """Describe the site below."""
    said: dict[str, object] = {
        "token": "0123456789abcdef" * 2,
        "version": "v1",
        "keys": (
            Key(
                header=LANGUAGE,
                pages=pages("/", "/menu/.*", "/owned", "/noted", "/filled"),
            ),
            Key(header=DEVICE, pages=pages("/", "/touch")),
            Key(header=OWN, pages=pages("/owned")),
        ),
        "inputs": ("accept-language", "cookie", "referer", "user-agent"),
        "pages": pages(
            "/", "/menu/.*", "/touch", "/owned", "/noted", "/private", "/filled"
        ),
        "owned": pages("/owned"),
        "noted": pages("/noted"),
        "private": pages("/private"),
        "filled": pages("/filled"),
        "ignored": ("_ga", "_ga_.*"),
    }
    return Edge(**(said | more))
