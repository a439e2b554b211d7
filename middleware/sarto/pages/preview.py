"""Previews: a site as somebody else sees it, by a link, for people of no account.

The link sets a cookie of this visit's and leads to its page. As long as that cookie is
good, every page is decided with the facts that were signed, nobody keeps an answer,
nothing is noted of anybody, and a banner says so. Any other cookie or link is nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from sarto import headers
from sarto.asgi import Scope, Send
from sarto.cache.policy import kept_private
from sarto.choices.cookies import CookieNames
from sarto.context.language import negotiated
from sarto.decide.why import written
from sarto.headers import Headers
from sarto.pages import screens, style
from sarto.pages.back import spelt, spelt_path
from sarto.pages.caller import Caller
from sarto.pages.choosing import after
from sarto.pages.door import Taken
from sarto.pages.posted import Posted
from sarto.pages.reply import Reply, seen_at
from sarto.site.passes import HEADER, Passes, Preview
from sarto.site.placing import Placing
from sarto.site.previewing import pinned, previewed
from sarto.site.site import Site
from sarto.speech.speech import LANGUAGES, Speech, speech
from sarto.vocabulary.facts import Tier

EXIT: Final = "preview/exit"
LINKS: Final = "preview/"  # what the names of links begin with; a pass follows
NOINDEX: Final = (b"x-robots-tag", b"noindex")
SHOWN: Final = 3  # facts named on the banner's first line
SET: Final = b"set-cookie"


@dataclass(frozen=True, slots=True)
class Previews:
    """The previews of one version of a site."""

    site: Site
    passes: Passes | None  # None: nothing can be signed here

    def names(self, scope: Scope) -> CookieNames:
        return self.site.sources.jar.names(scope)

    def read(self, text: str | None) -> tuple[Preview, dict[str, object]] | None:
        """Read a pass; one that says nothing of anybody any more is none."""
        now = self.site.sources.clock()
        preview = self.passes.preview(text, now) if self.passes else None
        pins = pinned(self.site.config.dictionary, preview) if preview else {}
        return (preview, pins) if preview and pins else None

    def may_ask(self, scope: Scope) -> bool:
        """Whether a request has leave to be explained."""
        said = [value for name, value in scope.get("headers") or () if name == HEADER]
        if self.passes is None or len(said) != 1:
            return False
        now = self.site.sources.clock()
        return self.passes.may_ask(bytes(said[0]).decode("latin-1"), now)

    def is_on(self, caller: Caller) -> bool:
        """Whether who asks sees the site as somebody else now."""
        said = headers.cookie(caller.fields, caller.names.preview)
        return self.read(said) is not None

    def sparing(self, take: Taken) -> Taken:
        """Let a form do nothing of one's own as long as one is somebody else."""

        async def taken(caller: Caller, form: Posted) -> Reply:
            if self.is_on(caller):
                return seen_at(after(caller, form))
            return await take(caller, form)

        return taken

    async def enter(self, text: str, caller: Caller) -> Reply:
        """Follow a link: set the cookie, and go to its page."""
        found = self.read(text)
        path = caller.back(found[0].path) if found else None
        if path is None:
            return screens.refused(caller, HTTPStatus.NOT_FOUND).also(NOINDEX)
        cookie = caller.names.written(caller.names.preview, text)
        return seen_at(path, (SET, cookie)).also(NOINDEX)

    async def leave(self, caller: Caller, form: Posted) -> Reply:
        """End a preview, and go back to the page, as oneself."""
        path = caller.back(form.one("next")) or caller.home
        gone = caller.names.gone(caller.names.preview)
        return seen_at(path, (SET, gone)).also(NOINDEX)

    async def leaving(self, caller: Caller) -> Reply:
        """Show the button that ends a preview, for pages without a banner."""
        pieces = {"next": caller.home, "action": caller.url(EXIT)}
        return screens.page(caller, "preview.html", pieces).also(NOINDEX)

    def shown(self, came: Scope, scope: Scope, send: Send) -> tuple[Scope, Send]:
        """Show a request as somebody else, where its cookie says so."""
        fields = headers.listed(came.get("headers"))
        found = self.read(headers.cookie(fields, self.names(came).preview))
        if found is None:
            return scope, send
        preview, pins = found
        banner = Banner(site=self.site, scope=came, preview=preview, pins=pins)
        placing = Placing(
            send=send,
            method=str(scope.get("method")),
            made=banner.html,
            dress=banner.dressed,
            failures=self.site.failures,
        )
        return previewed(scope, self.site, pins), placing.sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What pages of a preview end with: who is seen, until when, and a way out."""

    site: Site
    scope: Scope
    preview: Preview
    pins: Mapping[str, object]

    @property
    def say(self) -> Speech:
        """The language of whoever looks, not of whom they look at."""
        fields = headers.listed(self.scope.get("headers"))
        said = (headers.joined(fields, b"accept-language") or b"").decode("latin-1")
        own = negotiated(said, LANGUAGES)
        return speech(own or self.site.config.toml.languages[0])

    def html(self) -> str:
        say, toml = self.say, self.site.config.toml
        root = str(self.scope.get("root_path") or "").rstrip("/")
        ours = spelt(root + toml.prefix.rstrip("/"))
        query = bytes(self.scope.get("query_string") or b"").decode("latin-1")
        page = spelt_path(str(self.scope.get("path") or "/"))
        facts = [word.partition("=") for word in self.words()]
        return (
            screens.templates()
            .get_template("parts/preview.html")
            .render(
                say=say,
                style=f"{ours}/{style.preview().name}",
                action=f"{ours}/{EXIT}",
                next=f"{page}?{spelt(query)}" if query else page,
                name=self.preview.name,
                facts=[(fact, value) for fact, _, value in facts],
                first=say.all_of([*self.words()][:SHOWN]),
                ends=self.preview.moment.astimezone(self.site.sources.site_zone),
            )
        )

    def words(self) -> list[str]:
        """Write the pinned facts, one by one."""
        return [f"{fact}={written(value)}" for fact, value in self.pins.items()]

    def dressed(self, fields: Headers) -> Headers:
        """Say that an answer is nobody else's; none of our own cookies goes out."""
        names = self.site.sources.jar.names(self.scope)
        own = tuple(
            f"{name}=".encode()
            for name in (names.profile, names.consent, names.preferences)
        )
        kept = [pair for pair in fields if not (pair[0] == SET and is_any(pair, own))]
        return [*kept_private(kept, Tier.PERSONAL), NOINDEX]


def is_any(pair: tuple[bytes, bytes], names: tuple[bytes, ...]) -> bool:
    return pair[1].startswith(names)
