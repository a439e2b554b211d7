"""Django's two caches, which stand inside of Sarto: neither keeps what is one's own.

`cache_page` and its middlewares keep answers, `{% cache %}` keeps parts of templates,
and both give them to everybody. Where a view or a template asked who the visitor is,
what they made is not kept. Slots that are marked by an attribute ask later: pages with
those are kept as ever.
"""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, Final, TypeAlias

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.cache import UpdateCacheMiddleware
from django.template import NodeList
from django.template.context import Context
from django.templatetags.cache import CacheNode
from django.utils.safestring import SafeString

from sarto import Visitor, visitor
from sarto.errors import Failures
from sarto_adapters.templates.django import PLACED, met

Render: TypeAlias = Callable[[CacheNode, Context], str]
Process: TypeAlias = Callable[
    [UpdateCacheMiddleware, HttpRequest, HttpResponseBase], HttpResponseBase
]

UNKEPT: Final = (
    "{} keeps nothing here: what it would keep is made for one visitor, and all would "
    "be given it. Mark the slot by an attribute (data-sarto), which is cut afterwards, "
    "or take the cache off"
)

failures: Final = Failures()


class OwnError(Exception):
    """What was rendered is one visitor's own."""

    def __init__(self, html: str) -> None:
        self.html = html
        super().__init__("What one visitor is shown is not kept for others")


def watch() -> None:
    """Watch over both; once.

    The classes themselves are changed: decorators made of them stand in views already,
    and Wagtail's cache tags are kinds of Django's.
    """
    if not hasattr(CacheNode.render, "__wrapped__"):
        middlewares: Any = UpdateCacheMiddleware
        middlewares.process_response = unstored(middlewares.process_response)
        nodes: Any = CacheNode
        nodes.render = unkept(nodes.render)


def unstored(process: Process) -> Process:
    """Let pages whose code asked who the visitor is pass by the cache."""

    @wraps(process)
    def processed(
        middleware: UpdateCacheMiddleware,
        request: HttpRequest,
        response: HttpResponseBase,
    ) -> HttpResponseBase:
        if is_asked(visitor(request)):
            failures.tell("cache_page", UNKEPT.format("The cache of pages"))
            return response
        return process(middleware, request, response)

    return processed


def is_asked(found: Visitor) -> bool:
    """Whether the site's code asked anything of a visitor, as far as the answer goes.

    What is known of somebody is made when it is asked for: an answer that starts, and
    is asked by Sarto itself, comes later than Django's cache.
    """
    visit = vars(found).get("_visit")
    is_read = "often" in visit.reads or "told" in vars(visit) if visit else False
    is_placed = found.may_change and found in PLACED
    return is_read or is_placed or found.is_asked or "facts" in vars(found)


def unkept(render: Render) -> Render:
    """Let parts whose templates asked who the visitor is pass by the cache."""

    @wraps(render)
    def rendered(node: CacheNode, context: Context) -> str:
        watched = copy(node)  # the node itself is in many threads
        watched.nodelist = Watched(node.nodelist)
        try:
            return render(watched, context)
        except OwnError as own:
            failures.tell("cache", UNKEPT.format("{% cache %}"))
            return own.html

    return rendered


class Watched(NodeList):
    """Nodes whose making is watched: one visitor's own is raised, not given."""

    def render(self, context: Context) -> SafeString:
        found = met(context)
        visit, placed = found.visit, PLACED.get(found)
        before, visit.reads = visit.reads, set()
        try:
            html = super().render(context)
            if visit.reads or PLACED.get(found) != placed:
                raise OwnError(html)
        finally:
            visit.reads |= before
        return html
