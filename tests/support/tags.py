"""Sites whose templates have tags, and the bistro of `edge_site` written with them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment

from sarto import Sarto, visitor
from sarto_adapters.templates.jinja import install
from support import edge_site
from support.edge_site import PEOPLE, SAYS, SLOTS, cookies
from support.play import Application, Played, html, play

SLOT = re.compile(r'<p data-sarto="[^"]*"(?: lang="[^"]*" dir="[^"]*")?>')
PAGE = """
{%- for name in slots %}<p>
{%- sarto name -%} own {{ name }} {%- endsarto %}</p>
{%- endfor -%}
"""


def environment(
    templates: dict[str, str], kind: type[Environment] = Environment, **said: Any
) -> Environment:
    """Make an environment that has the tag."""
    given = {"autoescape": True, "loader": DictLoader(templates), **said}
    return install(kind(**given))


def rendering(env: Environment, name: str = "page.html", **context: Any) -> Application:
    """Make an application that renders a template, as a framework's view does."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        template = env.get_template(name)
        if env.is_async:
            body = await template.render_async(request=scope, **context)
        else:
            body = template.render(request=scope, **context)
        await html(body)(scope, receive, send)

    return app


class Tagged:
    """A site of one template behind Sarto, with its files in a folder."""

    def __init__(
        self, folder: Path, config: str, templates: dict[str, str], **said: Any
    ) -> None:
        self.folder = folder
        self.config = folder / "sarto.toml"
        self.config.write_text(config, "utf-8")
        self.environment = environment(templates, **said)
        self.bare = rendering(self.environment)
        self.app = Sarto(self.bare, config=self.config)

    def play(self, path: str = "/", **more: Any) -> Played:
        return play(self.app, path, **more)

    def text(self, path: str = "/", **more: Any) -> str:
        """Give what somebody gets."""
        answer = self.play(path, **more)
        assert answer.error is None, answer.error
        return answer.text

    @property
    def told(self) -> dict[str, int]:
        """What failed, or was told to the author."""
        assert self.app.current is not None
        return dict(self.app.current.site.failures.counts)


def written(folder: Path, **files: str) -> Path:
    """Write files below a folder: `fragments__hero` is `fragments/hero.html`."""
    for name, text in files.items():
        file = folder / (name.replace("__", "/") + ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def unmarked(text: str) -> str:
    """Take the markers out of a page of the bistro; a tag has no element."""
    return SLOT.sub("<p>", text)


def tagging() -> Callable[..., Any]:
    """Make the bistro with tags: the very same pages, but for the markers."""
    template = environment({"page.html": PAGE}).get_template("page.html")

    async def bistro(scope: Any, receive: Any, send: Any) -> None:
        path, says = scope["path"], SAYS.get(scope["path"], {})
        if scope["method"] == "POST" or path not in SLOTS or path == "/plain":
            await edge_site.bistro(scope, receive, send)
            return
        headers = dict(scope["headers"])
        jar = cookies(headers)
        session = jar.get("session", "")
        if (name := PEOPLE.get(session)) and path in edge_site.KNOWN_ON:
            visitor(scope).identify(session, name=name)
        more = ""
        if path == "/where":
            more = str(visitor(scope).facts.country)
        if path == "/spoken":
            more = headers.get(b"accept-language", b"").decode()
        parts = template.render(request=scope, slots=SLOTS[path])
        body = edge_site.page(path, parts, more).encode()
        if path == "/basket":
            says = {**says, "set-cookie": "basket=canary; Path=/"}
        if path in edge_site.ANNOUNCED:
            says = {**says, "content-length": str(len(body))}
        await edge_site.answered(send, 404 if path == "/menu/gone" else 200, says, body)

    return bistro
