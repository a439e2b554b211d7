"""One request's answer: what the application is asked, and what becomes of its page."""

from dataclasses import dataclass

from sarto.asgi import Scope
from sarto.cache.etag import variant
from sarto.cache.vary import merged
from sarto.compose.codings import known
from sarto.compose.edit import Edit
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.outline import Seen
from sarto.compose.rewrite import Terms
from sarto.compose.watching import Need, Watched
from sarto.headers import Headers, first, listed
from sarto.memory.noticed import WRONG
from sarto.site import form
from sarto.site.asking import ask
from sarto.site.choosing import Choosing
from sarto.site.decided import Decided
from sarto.site.dress import LENGTHS, Kind, coding, dressed, secluded
from sarto.site.exposed import need_of
from sarto.site.extended import named
from sarto.site.inputs import ARM
from sarto.site.lending import Lending
from sarto.site.visitor import KEY
from sarto.vocabulary.facts import Tier


@dataclass(slots=True)
class Answer(Choosing):
    """The answer to one request for a page that can change."""

    serve: str | None = None  # the route that the page is swapped for
    is_asked: bool = False  # the site's code asked what is decided, and may show it
    is_used: bool = False  # it asked that, or read any fact, and may show those

    def find(self, body: bytes, wanted: Wanted) -> Seen:
        """Find the slots of its body, which came whole."""
        return self.site.outlines.find(self.scope["path"], body, wanted)

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
        must not be kept for others: then the headers at least are changed. Nor may what
        the site's code made of decisions or facts, be it a page or not.
        """
        self.visitor.answered.status, self.is_asked = status, self.visitor.is_asked
        self.is_used = self.is_asked or self.visitor.has_read
        if self.is_asked and self.visitor.is_measured:
            self.visitor.note_asked()
        try:
            return self.recalled(status, headers)
        except Exception as error:
            if self.lending is None and not self.may_differ:
                self.visitor.unread()
                raise
            self.site.failures.note("decide", error)
            self.visitor.answered.is_dressed = True
            if self.lending is not None:
                return self.lending.refusal(listed(headers))
            return Edit(headers=secluded(listed(headers), Tier.PERSONAL, ()))

    def recalled(self, status: int, headers: Headers) -> Edit | None:
        """Make the edit; or recall it, for most answers have the same few headers."""
        plan, is_asked = self.visitor.plan, self.is_asked
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
            answered.is_dressed = True
            return lending.edit(kind, status, listed(headers))
        may_change = kind.may_change and form.has_page(status)
        if not (may_change or plan.swaps or plan.is_read or is_asked):
            return self.other(kind, status, headers)
        decided = self.decided()
        answered.parts, answered.ways = decided.parts, decided.ways
        of = (self.serve, self.is_authorized, is_asked, self.visitor.dressing())
        key = (status, self.scope["method"], of, self.is_used, self.is_watched, kind)
        edit = decided.edits.get(key)
        if edit is None:
            edit = self.edit(decided, status, listed(headers))
            if edit and decided.signature and kind.is_shared:
                decided.remember(key, edit)
        answered.is_dressed = edit is not None
        if edit is None or edit.coding is None:
            return edit
        return form.in_form(edit, self.scope, listed(headers), self.site.failures)

    def other(self, kind: Kind, status: int, headers: Headers) -> Edit | None:
        """Give what is not to be changed its form; `None`: it passes as it came."""
        if kind.is_page:
            self.warn(listed(headers))
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
        elif self.plan.swaps or self.plan.is_read or self.is_asked:
            changed = secluded(headers, tier, vary)
        else:
            return None
        if self.plan.hints and (hints := self.visitor.hints()):
            changed = merged(changed, b"accept-ch", hints)
        tag = first(headers, b"etag")
        if tag is not None:
            shown = self.visitor.answered.shown
            before = frozenset(shown)
            of = [self.serve or "", *named(self.visitor, self.site)]
            made_of = (*(each.encode() for each in of), *decided.inserted())
            tag = variant(tag, self.site.version, made_of)
            shown.intersection_update(before)  # less what was rendered for it alone
            changed = [*changed, (b"etag", tag)]
        return Edit(
            headers=changed,
            terms=terms,
            failing=secluded(headers, tier, vary) if self.may_differ else None,
            is_known=form.has(self.scope, status, tag) and not self.is_tried,
            coding=form.coding_of(
                self.scope, status, headers, is_read=terms is not None
            ),
        )

    @property
    def may_differ(self) -> bool:
        """Whether what the application sent may be this visitor's, changed or not."""
        return self.is_used or bool(self.plan.swaps)

    @property
    def is_watched(self) -> bool:
        """Whether it is asked what of the page goes out.

        Errors are not counted, nor are redirects, which nobody sees: neither those of
        a page's own route, nor of one that it is swapped for.
        """
        if not self.visitor.is_measured:
            return False
        status = self.visitor.answered.status
        is_page = form.has_page(status) and status < form.ELSEWHERE
        return is_page and self.scope["method"] == "GET"

    @property
    def is_tried(self) -> bool:
        """Whether it is counted who sees it: then all get it whole.

        Else who kept it as a stranger would be told that the arm which changes nothing
        is what they have, and nobody would count them; those of other arms would be.
        """
        reads = self.plan.reads.facts
        return self.is_watched and any(fact.startswith(ARM) for fact in reads)

    def terms(self, decided: Decided, headers: Headers) -> Terms | None:
        """Set the terms of rewriting; `None`: no slot changes, and none is watched."""
        watched = self.watched(decided) if self.is_watched else dict[str, Need]()
        if not (decided.swaps or decided.layouts or watched):
            return None
        is_sought = bool(watched) or self.is_sought(decided)
        return Terms(
            swaps=decided.swaps,
            content_type=first(headers, b"content-type") or b"",
            hold_cap=self.site.config.toml.cache.hold_cap,
            signature=decided.signature,
            wanted=self.plan.wanted if is_sought else NOTHING,
            layouts=decided.layouts,
            watched=watched,
        )

    def watched(self, decided: Decided) -> Watched:
        """Say what is watched, and what of it could be changed: in any arm alike."""
        needs = {place.key: need_of(place, outcome) for place, outcome in decided.ways}
        return {**dict.fromkeys(self.plan.watched, Need()), **needs}

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
        return bool([1 for pair in fields if pair[0] == b"authorization"])

    def warn(self, headers: Headers) -> None:
        """Say once in a while that a page came encoded, and so could not be changed."""
        name = coding(headers)
        if name and not known(name):
            text = f"A page came as {name} though plain bytes were asked for: it passes"
            self.site.failures.tell("encoding", text)
