"""A site with a bit of everything that a cache could get wrong.

The application says something else about caching on every path, or nothing. Whatever is
anybody's own, a name, an address, a session, has the word `canary` in it: no object that
is shared may ever hold it. Its rules are in `edge_rules`, what is right in `edge_oracle`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from sarto import resolver, visitor

CANARY = b"canary"
PEOPLE = {  # by their session cookie
    "s-anna-canary": "Anna Canary",
    "s-bob-canary": "Bob <canary@example.com>",
    "s-cyd-canary": "Cyd Canary",
}
SLOTS = {  # of each page, in their order; other pages are not there
    "/": ("hero", "place", "greeting", "asked"),
    "/menu/tea": ("hero", "place", "hours"),
    "/menu/coffee": ("hero", "place", "hours"),
    "/menu/gone": ("hero", "place", "hours"),
    "/evening": ("hours", "window"),
    "/offers": ("window", "letter", "named"),
    "/level": ("level", "view"),
    "/back": ("returning",),
    "/news": ("hero",),
    "/basket": ("hero",),
    "/mine": ("hero",),
    "/spoken": ("hero",),
    "/club": ("hero", "member"),
    "/account": ("greeting",),
    "/table": ("hero", "guest", "badge"),
    "/fan": ("fan",),
    "/teaser": ("teaser", "hero"),
    "/shade": ("shade", "hero"),
    "/fa/tea": ("hero",),
    "/pl/tea": ("hero",),
    "/front": ("hero",),
    "/front/small": ("hero",),  # what /front is swapped for
    "/plain": (),
    "/where": (),
}
SAYS: dict[str, Mapping[str, str]] = {  # about caching; the others say nothing
    "/menu/tea": {"cache-control": "public, max-age=600", "etag": '"tea"'},
    "/menu/coffee": {"cache-control": "s-maxage=600, max-age=60", "etag": 'W/"c"'},
    "/menu/gone": {"cache-control": "public, max-age=60"},
    "/evening": {"cache-control": "public, s-maxage=7200", "etag": '"evening"'},
    "/offers": {
        "cache-control": "public, s-maxage=300, stale-while-revalidate=60",
        "etag": '"offers"',
        "last-modified": "Sun, 01 Feb 2026 00:00:00 GMT",
    },
    "/level": {"cache-control": "public, max-age=120", "etag": '"level"'},
    "/back": {"cache-control": "private, max-age=60", "etag": '"back"'},
    "/news": {"cache-control": "no-store", "etag": '"news"'},
    "/basket": {"cache-control": "public, max-age=60", "etag": '"basket"'},
    "/mine": {"cache-control": "private, max-age=60", "etag": '"mine"'},
    "/spoken": {"cache-control": "public, max-age=60", "vary": "Accept-Language"},
    "/club": {"cache-control": "public, max-age=300", "etag": '"club"'},
    "/account": {"cache-control": "private, no-store"},
    "/table": {
        "cache-control": "public, max-age=240",
        "etag": '"table"',
        "last-modified": "Sun, 01 Feb 2026 00:00:00 GMT",
    },
    "/fan": {"cache-control": "public, max-age=120", "etag": '"fan"'},
    "/teaser": {"cache-control": "public, max-age=120", "etag": '"teaser"'},
    "/shade": {"cache-control": "s-maxage=300", "etag": 'W/"shade"'},
    "/fa/tea": {"cache-control": "s-maxage=600", "etag": '"fa"'},
    "/pl/tea": {"cache-control": "s-maxage=600", "etag": '"fa"'},
    "/front": {"cache-control": "public, max-age=300", "etag": '"front"'},
    "/front/small": {"cache-control": "public, max-age=60", "etag": '"front"'},
    "/plain": {"cache-control": "public, max-age=300", "etag": '"plain"'},
    "/where": {"cache-control": "public, max-age=300"},
}
KNOWN_ON = ("/", "/account", "/table")  # where the site says who is signed in
ANNOUNCED = ("/table", "/menu/coffee", "/level")  # pages whose length is said
HTML = (b"content-type", b"text/html; charset=utf-8")


def page(path: str, parts: str = "", more: str = "") -> str:
    """Write a page around its slots."""
    return f'<!doctype html><html lang="en"><title>{path}</title>{parts}<p>{more}</p>'


def own(path: str) -> str:
    return "".join(f'<p data-sarto="{name}">own {name}</p>' for name in SLOTS[path])


def cookies(headers: Mapping[bytes, bytes]) -> dict[str, str]:
    pairs = (
        each.partition("=") for each in headers.get(b"cookie", b"").decode().split("; ")
    )
    return {name: value for name, _, value in pairs}


@resolver(tier="personal", headers=["Cookie"])
async def member(asked: Any) -> str | None:
    """Tell the name of who is signed in, wherever it is asked for."""
    return PEOPLE.get(cookies(dict(asked.scope["headers"])).get("session", ""))


async def bistro(scope: Any, receive: Any, send: Any) -> None:
    """Answer as the site does without Sarto."""
    headers = dict(scope["headers"])
    path = scope["path"]
    if scope["method"] == "POST":
        await posted(path, await receive(), send)
        return
    jar = cookies(headers)
    if (name := PEOPLE.get(jar.get("session", ""))) and path in KNOWN_ON:
        visitor(scope).identify(jar["session"], name=name)
    more = ""
    if path == "/where":
        more = str(visitor(scope).facts.country)
    if path == "/spoken":
        more = headers.get(b"accept-language", b"").decode()
    says = SAYS.get(path, {})
    if path == "/plain" and headers.get(b"if-none-match") == says["etag"].encode():
        await answered(send, 304, says)
        return
    status = 200 if path in SLOTS and path != "/menu/gone" else 404
    body = page(path, own(path) if path in SLOTS else "", more).encode()
    if path == "/basket":
        says = {**says, "set-cookie": "basket=canary; Path=/"}
    if path in ANNOUNCED:
        says = {**says, "content-length": str(len(body))}
    await answered(send, status, says, body)


async def posted(path: str, message: Any, send: Any) -> None:
    """Let somebody sign in or out, or choose a language."""
    form = {k: v[0] for k, v in parse_qs(message["body"].decode()).items()}
    pair = {
        "/login": f"session={form.get('session')}",
        "/logout": "session=; Max-Age=0",
        "/speak": f"lang={form.get('language')}",
    }[path]
    await answered(send, 303, {"location": "/", "set-cookie": f"{pair}; Path=/"})


async def answered(
    send: Any, status: int, says: Mapping[str, str], body: bytes = b""
) -> None:
    pairs = [HTML, *((k.encode(), v.encode()) for k, v in says.items())]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
