"""One request's answer: what the application is asked, and what becomes of its page."""

from dataclasses import dataclass, replace

from sarto.asgi import Scope
from sarto.cache.etag import variant
from sarto.cache.vary import merged
from sarto.compose.codings import known
from sarto.compose.edit import Edit
from sarto.compose.html.wanted import NOTHING
from sarto.compose.rewrite import Terms
from sarto.compose.swap import Swap
from sarto.headers import Headers, first, listed
from sarto.memory.noticed import WRONG
from sarto.site import form
from sarto.site.asking import ask
from sarto.site.decided import Decided
from sarto.site.dress import LENGTHS, Kind, coding, dressed, secluded
from sarto.site.lending import Lending
from sarto.site.plan import Plan
from sarto.site.showing import Showing
from sarto.site.site import Site
from sarto.site.visitor import KEY, PINS, Visitor
from sarto.vocabulary.facts import Tier


@dataclass(slots=True)
class Answer:
    """The answer to one request for a page that can change."""

    site: Site
    visitor: Visitor
    scope: Scope
    serve: str | None = None  # the route that the page is swapped for

    @property
    def plan(self) -> Plan:
        return self.visitor.plan

    @property
    def showing(self) -> Showing:
        """What renders the fragments of its page."""
        return Showing(self.visitor, self.scope, self.site.failures)

    @property
    def lending(self) -> Lending | None:
        """What becomes of it where an edge asks by keys; `None`: none does."""
        shared = self.visitor.sent.shared
        return None if shared is None else Lending(self, shared)

    def asked(self) -> Scope:
        """Make the scope the application sees."""
        return ask({**self.scope, KEY: self.visitor}, self.serve)

    def edits(self, status: int, headers: Headers) -> Edit | None:
        """Decide the page, now that its answer starts; `None`: it passes as it came.

        Where a page is swapped for another, whatever fails or comes instead of a page
        must not be kept for others: then the headers at least are changed.
        """
        self.visitor.answered.status = status
        try:
            return self.recalled(status, headers)
        except Exception as error:
            if self.lending is None and not self.plan.swaps:
                raise
            self.site.failures.note("decide", error)
            if self.lending is not None:
                return self.lending.refusal(listed(headers))
            return Edit(headers=secluded(listed(headers), Tier.PERSONAL, ()))

    def recalled(self, status: int, headers: Headers) -> Edit | None:
        """Make the edit; or recall it, for most answers have the same few headers."""
        plan = self.visitor.plan
        steady = tuple([pair for pair in headers if pair[0] not in LENGTHS])
        try:
            kind = plan.kinds.get(steady)
        except TypeError:  # pairs that are lists, values that are no bytes
            return self.recalled(status, listed(headers))
        if kind is None:
            kind = plan.kind(steady, listed(headers))
        answered = self.visitor.answered
        answered.is_page = answered.is_visit = kind.is_page
        if (lending := self.lending) is not None:
            return lending.edit(kind, status, listed(headers))
        if not (kind.is_page or plan.swaps or plan.is_read):
            return self.other(kind, status, headers)
        decided = self.decided()
        key = (status, self.scope["method"], self.serve, self.is_authorized, steady)
        edit = decided.edits.get(key)
        if edit is None:
            edit = self.edit(decided, status, listed(headers))
            if edit and decided.signature and kind.is_shared:
                decided.remember(key, edit)
        if edit is None or edit.coding is None:
            return edit
        return form.in_form(edit, self.scope, listed(headers), self.site.failures)

    def other(self, kind: Kind, status: int, headers: Headers) -> Edit | None:
        """Give what is no page its form; `None`: it passes as it came."""
        if not kind.has_form:
            return None
        return form.other(self.scope, status, listed(headers), self.site.failures)

    def edit(self, decided: Decided, status: int, headers: Headers) -> Edit | None:
        """Say how this answer is changed; `None`: it may not be."""
        tier, terms, changed = self.tier(status), None, None
        vary = () if self.visitor.sent.is_keyed else self.plan.vary
        if form.has_page(status):
            changed = dressed(headers, tier, vary)
        if changed is not None:
            terms = self.terms(decided, changed)
        elif self.plan.swaps or self.plan.is_read:
            changed = secluded(headers, tier, vary)
        else:
            self.warn(headers)
            return None
        if self.plan.hints and (hints := self.visitor.hints()):
            changed = merged(changed, b"accept-ch", hints)
        tag = first(headers, b"etag")
        if tag is not None:
            made_of = ((self.serve or "").encode(), *decided.inserted())
            tag = variant(tag, self.site.version, made_of)
            self.visitor.answered.shown.clear()  # what was rendered for it alone
            changed = [*changed, (b"etag", tag)]
        return Edit(
            headers=changed,
            terms=terms,
            is_known=form.has(self.scope, status, tag),
            coding=form.coding_of(
                self.scope, status, headers, is_read=terms is not None
            ),
        )

    def terms(self, decided: Decided, headers: Headers) -> Terms | None:
        """Set the terms of rewriting; `None`: no slot changes."""
        if not (decided.swaps or decided.layouts):
            return None
        return Terms(
            swaps=decided.swaps,
            content_type=first(headers, b"content-type") or b"",
            hold_cap=self.site.config.toml.cache.hold_cap,
            signature=decided.signature,
            wanted=self.plan.wanted if self.is_sought(decided) else NOTHING,
            layouts=decided.layouts,
        )

    def is_sought(self, decided: Decided) -> bool:
        """Whether a region changes, or a slot that has a selector."""
        is_any = not self.plan.wanted.slots.isdisjoint(decided.swaps)
        return is_any or bool(decided.layouts)

    def tier(self, status: int) -> Tier:
        """Whose the answer is; answers to POST and errors are never stored."""
        is_passing = self.scope["method"] == "POST" or status >= WRONG
        is_own = is_passing or self.is_authorized
        return Tier.PERSONAL if is_own else self.visitor.tier

    @property
    def is_authorized(self) -> bool:
        fields = self.scope.get("headers") or ()
        return any(pair[0] == b"authorization" for pair in fields)

    def warn(self, headers: Headers) -> None:
        """Say once in a while that a page came encoded, and so could not be changed."""
        name = coding(headers)
        if name and not known(name):
            text = f"A page came as {name} though plain bytes were asked for: it passes"
            self.site.failures.tell("encoding", text)

    def decided(self) -> Decided:
        """Decide every slot of the page, or recall it for the very same facts."""
        visitor, scope = self.visitor, self.scope
        cache = visitor.plan.cache
        if cache is None or visitor.is_told or PINS in scope or visitor.sent.is_keyed:
            return self.decided_anew()
        key, now = cache.inputs.key(scope), visitor.arrived
        found = cache.get(key, now)
        if found is None:
            found = self.plan.kept_once(self.decided_anew())
            until = visitor.until()  # it may ask a calendar, which may fail
            if found.signature is not None and visitor.is_sound:
                cache.put(key, now, until, found)
        return found

    def decided_anew(self) -> Decided:
        swaps = {name: self.swap(name) for name in self.plan.slots}
        layouts = {name: self.arranged(name) for name in self.plan.regions}
        return Decided.of(
            {name: swap for name, swap in swaps.items() if swap},
            {name: layout for name, layout in layouts.items() if layout},
        )

    def swap(self, slot: str) -> Swap | None:
        """Tell what becomes of a slot; `None`: it keeps what the page had."""
        decision = self.visitor.decide(slot)
        if decision.is_own:
            return None
        if decision.fragment is None:
            return Swap(attrs=decision.attrs)
        return self.showing.swap(decision, decision.fragment, self.site.fragments)

    def arranged(self, region: str) -> Swap | None:
        """Tell what becomes of a region; `None`: it stays as it is.

        Its element keeps `lang` and `dir`: most of what is in it is the page's own.
        """
        decision = self.visitor.arrange(region)
        if decision.fragment is None:
            return None
        swap = self.showing.swap(decision, decision.fragment, self.site.layouts)
        return replace(swap, language=None, direction=None)
