"""Bugs planted into what a real cache is told. Each must be there to be replaced."""

import re
from collections.abc import Callable

from support.edge_faults import TARGETED, but
from support.edge_world import Watched
from support.model_http import Answered, Asked, Origin, directives

PAGE_KEY = re.compile(r'(proxy_cache_key "[^"]*)\\n\$sarto_said_version[^"]*"')
HEARD = re.compile(r'"~\^0\(\?: [^"]*" heard;')


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def by_vary_alone(text: str) -> str:
    """Let nginx tell variants by `Vary`, which it holds against the client's words."""
    text, count = PAGE_KEY.subn(r'\1"', text)
    assert count, "no key of pages"
    heeding = "proxy_ignore_headers Cache-Control Expires"
    return replaced(text, (f"{heeding} Vary;", f"{heeding};"))


def absent_as_empty(text: str) -> str:
    """Let nginx take any answer to a look-up for one."""
    text, count = HEARD.subn('"~^0" heard;', text)
    assert count, "nothing is heard"
    return text


def keeps_tags(text: str) -> str:
    """Let Varnish hand out the tag of a page that it filled in."""
    return replaced(
        text,
        ("unset beresp.http.ETag;", ""),
        ('set resp.http.Cache-Control = "private, no-store";', ""),
    )


def strips_once(text: str) -> str:
    """Let a part of a page begin with all that the client sent."""
    once = "if (req.esi_level == 0) {\n        call sarto_unkey;\n    }"
    return replaced(text, ("call vcl_req_host;\n    call sarto_unkey;", once))


def ends_alike(fault: Callable[[Watched], Origin]) -> Callable[[Watched], Origin]:
    """Let nginx hear of a fault that says how long something may be kept."""

    def made(site: Watched) -> Origin:
        spoilt = fault(site)

        async def answered(asked: Asked) -> Answered:
            answer = await spoilt(asked)
            if "x-accel-expires" not in answer.headers:
                return answer
            said = directives(answer.headers.get(TARGETED, ""))
            return but(answer, {"x-accel-expires": said.get("max-age", "0")})

        return answered

    return made
