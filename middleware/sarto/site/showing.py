"""What becomes of a part of a page that shows a fragment, or a layout."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sarto.asgi import Scope
from sarto.compose.fragments import Fragment, Fragments
from sarto.compose.swap import Html, Swap
from sarto.context.language import direction
from sarto.decide.decision import Decision
from sarto.errors import Failures, FragmentError
from sarto.site.visitor import Visitor


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What a fragment knows of the page it stands on."""

    path: str
    root: str  # what all paths begin with, where the site is mounted below another


@dataclass(frozen=True, slots=True)
class Showing:
    """Renders the fragments of one page for one visitor."""

    visitor: Visitor
    scope: Scope
    failures: Failures

    def swap(self, decision: Decision, name: str, known: Fragments) -> Swap:
        """Show a fragment that was decided, one of those that are known."""
        fragment = known.of(name, lambda: self.visitor.facts.language)
        render = fragment.always or partial(self.once, decision, fragment)
        is_capped = decision.rule is not None and decision.rule.cap is not None
        return Swap(
            attrs=decision.attrs,
            render=partial(self.noted, decision, render) if is_capped else render,
            name=fragment.name,
            is_constant=fragment.constant is not None and not is_capped,
            language=fragment.language,
            direction=direction(fragment.language) if fragment.language else None,
        )

    def noted(
        self, decision: Decision, render: Callable[[], Html | None]
    ) -> Html | None:
        """Render what is shown so many times only, and note that it is."""
        self.visitor.answered.shown.add(decision.place.key)
        return render()

    def once(self, decision: Decision, fragment: Fragment) -> Html | None:
        """Render what is shown, once a request: a page and a tag show the same."""
        rendered, key = self.visitor.rendered, decision.place.key
        if key not in rendered:
            rendered[key] = self.html(fragment)
        return rendered[key]

    def html(self, fragment: Fragment) -> Html | None:
        """Render a fragment; `None` where it fails, and the slot keeps its own."""
        root = str(self.scope.get("root_path") or "").rstrip("/")
        path = str(self.visitor.visit.unrecorded("path"))  # what reads it says so
        page = PageSeen(path, root)
        try:
            return fragment.render({"visitor": self.visitor, "page": page})
        except FragmentError as error:
            self.failures.note(f"fragment {error.fragment}", error)
            return None
