"""The bar under a page in development: who you are now, and a form to be another."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from sarto.asgi import Scope
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.world import countries
from sarto.workbench.dev.answers import page_of, typed
from sarto.workbench.dev.shown import changed, parts

FIELDS = ("device", "language", "country", "time", "campaign.name")
ARM = "arm."
ROOM = files("sarto.workbench.dev")
STYLE = (ROOM / "bar.css").read_text("utf-8")
STYLE_NAME = f"dev-{blake2b(STYLE.encode(), digest_size=6).hexdigest()}.css"
PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    (ROOM / "bar.html").read_text("utf-8")
)


def asked_for(form: Mapping[str, str]) -> str:
    """Write what the form says as `--as` takes it."""
    if persona := form.get("persona"):
        return f"@{persona}"
    arms = (name for name in form if name.startswith(ARM))
    said = [(fact, form.get(fact, "").strip()) for fact in (*FIELDS, *arms)]
    words = [f"{fact}={shlex.quote(value)}" for fact, value in said if value]
    return " ".join([*words, form.get("as", "").strip()]).strip()


@dataclass(slots=True, kw_only=True)
class Bar:
    """The bar of one answer; `visitor` is whom the application met."""

    site: Site
    scope: Scope
    text: str
    pins: Mapping[str, object]
    mistake: str
    waits: bool | None = None  # for a change; None: no page does
    visitor: Visitor | None = None
    came: str = ""  # the coding of the page, though plain bytes were asked for

    def html(self) -> str:
        """Render the bar."""
        toml, as_ = self.site.config.toml, ["--as", self.text] if self.text else []
        page = page_of(self.scope)
        rows = [*parts(self.site, self.visitor)] if self.visitor else []
        return PAGE.render(
            action=f"{toml.prefix}/dev",
            style=f"{toml.prefix}/{STYLE_NAME}",
            page=page,
            values=self.values(),
            devices=DEVICES,
            languages=toml.languages,
            countries=sorted(countries()),
            arms=self.arms,
            personas=list(toml.personas),
            text=self.text,
            more=self.more(),
            mistake=self.mistake,
            parts=rows,
            changed=changed(rows),
            came=self.came,
            waits=self.waits,
            why=shlex.join(["sarto", "explain", typed(self.scope), *as_]),
        )

    @property
    def arms(self) -> dict[str, tuple[str, ...]]:
        """List the arms of each experiment, by their facts."""
        known = self.site.config.toml.experiments
        return {f"{ARM}{name}": tuple(each.weights) for name, each in known.items()}

    def values(self) -> dict[str, str]:
        """What the form's fields say now."""
        said = {fact: self.pins.get(fact) for fact in (*FIELDS, *self.arms)}
        return {
            fact: ""
            if value is None
            else str(value)[:5]
            if fact == "time"
            else str(value)
            for fact, value in said.items()
        }

    def more(self) -> str:
        """What is pinned besides the fields."""
        try:
            words = shlex.split(self.text) if not self.text.startswith("@") else []
        except ValueError:
            return self.text  # quotes that nothing ends: shown as they were typed
        fields = {*FIELDS, *self.arms}
        rest = [word for word in words if word.partition("=")[0] not in fields]
        return " ".join(map(shlex.quote, rest))
