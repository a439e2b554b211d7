"""Pages as a template engine would make them, of about a given size."""

from itertools import count
from typing import Final

NUMBERS = count(1)
SLOTS = ("hero", "offer", "help")
HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Lantern &amp; Lime</title>
<meta name="csrf-token" content="{token}">
<style>body {{ font: 1rem/1.5 system-ui }} a > b {{ color: inherit }}</style>
<link rel="stylesheet" href="/static/site.css"></head>
<body><!-- a page like many --><header><a href="/">Home</a> <a href="/menu">Menu</a>
<p>{greeting}</p></header><main>
"""
DISH = """<article class="dish" id="dish-{n}"><h3><a href="/menu/dish-{n}">Dish {n}</a></h3>
<p class="note">Slowly roasted, with <em>lemon</em> and herbs; serves two.</p>
<ul><li>Sesame<li>Milk</ul><img src="/static/{n}.svg" alt="" width="80" height="80">
</article>
"""
SLOT: Final = '<section class="slot" data-sarto="{name}"><h2>Welcome</h2></section>\n'


def page(size: int, *, slots: bool = True) -> str:
    """Make a page of about `size` characters; `{token}`, `{greeting}` stay open."""
    blocks = [SLOT.format(name=name) for name in SLOTS] if slots else []
    body = ""
    step = size // 4
    number = 0
    while len(HEAD) + len(body) < size:
        if blocks and len(body) > (len(SLOTS) - len(blocks)) * step:
            body += blocks.pop(0)
        body += DISH.format(n=number)
        number += 1
    return HEAD.replace("{{", "{").replace("}}", "}") + body + "</main></body></html>"


def fresh(text: str) -> bytes:
    """Fill the page's open places anew: a token in its head, a greeting in its text."""
    number = next(NUMBERS)
    filled = text.replace("{token}", f"{number:032x}")
    return filled.replace("{greeting}", f"Good day, guest {number}.").encode()
