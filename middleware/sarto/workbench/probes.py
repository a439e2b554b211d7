"""The probes of `sarto edge doctor`: each asks an edge for what it may get wrong."""

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Final, TypeAlias

from sarto.workbench.boundary import boundary
from sarto.workbench.examination import Examination, Verdict, is_ours
from sarto.workbench.probing import Fields, Got

Probe: TypeAlias = Callable[[Examination], Verdict]

FINE: Final = 200
REFUSED: Final = (403, 404, 405)
UNCHANGED: Final = 304
BROKEN: Final = 500
ENCODING: Final = frozenset({"accept-encoding"})
PUBLIC: Final = frozenset({"public", "s-maxage"})


def reached(exam: Examination) -> Verdict:
    """Say which pages there are: a probe of others tells little."""
    got = {page: exam.first(page, exam.plain).status for page in exam.pages}
    odd = [f"{page} answers {code}" for page, code in got.items() if code != FINE]
    hint = ["name pages with --path"] if odd else []
    return Verdict("pages", "warn" if odd else "info", (*odd, *hint) or exam.pages)


def spoofed(exam: Examination) -> Verdict:
    """Say what only the edge may say: it must change nothing, now or for others."""
    return Verdict.of("spoofed keys", spoofing(exam))


def spoofing(exam: Examination) -> Iterator[str]:
    for page in exam.pages:
        plain, again = exam.first(page, exam.plain), exam.ask(page, exam.plain)
        other = exam.ask(exam.unasked(page), exam.plain)
        is_steady = plain.body == again.body
        is_same = is_steady and plain.body == other.body
        for lies in exam.lies:
            lied = exam.ask(page, exam.plain, lies)
            if what := difference(again, lied, is_steady=is_steady):
                yield f"{page}: X-Sarto-* from a client changes {what}"
            unasked = exam.unasked(page)
            exam.ask(unasked, exam.plain, lies)
            after = exam.ask(unasked, exam.plain)
            if what := difference(other, after, is_steady=is_same):
                yield f"{page}: X-Sarto-* from a client changes {what} for the next one"


def difference(one: Got, other: Got, *, is_steady: bool) -> str:
    """Name what is different in two answers; empty where nothing is."""
    if one.status != other.status:
        return f"the status ({one.status}, {other.status})"
    if is_steady and one.body != other.body:
        return "the page"
    for name in ("vary", "cache-control"):
        if one.members(name) != other.members(name):
            return name.title()
    return ""


def varied(exam: Examination) -> Verdict:
    """Compare `Vary`: a cache goes by what it saw first."""
    return Verdict.of("mixed Vary", mixing(exam))


def mixing(exam: Examination) -> Iterator[str]:
    for page in exam.pages:
        found: dict[frozenset[str], str] = {}
        for who in (*exam.visitors, exam.raw):
            got = exam.first(page, who)
            if got.status < BROKEN:
                found.setdefault(got.members("vary") - ENCODING, who.name)
        if len(found) > 1:
            told = (
                f"{', '.join(sorted(v)) or 'none'} for {w}" for v, w in found.items()
            )
            yield f"{page} has more than one Vary: {'; '.join(told)}"


def leaked(exam: Examination) -> Verdict:
    """Look for what is between the site and its edge, in all that came so far."""
    wrong = (
        f"{what}: {name} leaves the edge"
        for what, got in exam.seen
        for name in sorted(filter(is_ours, got.names))
    )
    return Verdict.of("leaks", wrong)


def conditional(exam: Examination) -> Verdict:
    """Ask with the tags of others: their page is not this visitor's."""
    wrong, pairs = list[str](), 0
    for page in exam.pages:
        for one, other in permutations(exam.visitors, 2):
            theirs, own = exam.first(page, one), exam.first(page, other)
            if theirs.body == own.body or not theirs["etag"]:
                continue
            pairs += 1
            fields: Fields = (("If-None-Match", theirs["etag"]),)
            if exam.ask(page, other, fields).status == UNCHANGED:
                text = f"{page}: who has the page for {one.name} is told by the edge"
                wrong.append(f"{text}, as {other.name}, that nothing changed")
    if not pairs:
        text = "no two visitors were given different pages with an ETag"
        return Verdict("other's ETag", "warn", (text,))
    return Verdict.of("other's ETag", wrong, f"{pairs} pairs of visitors")


def closed(exam: Examination) -> Verdict:
    """Ask for what is for the edge alone."""
    return Verdict.of("closed doors", opening(exam))


def opening(exam: Examination) -> Iterator[str]:
    prefix = exam.prefix
    targets = [f"{prefix}/key{more}" for more in ("", "?a", "/", ";a")]
    targets += [f"{prefix}/fragment/{more}" for more in ("", "hero?p=%2F&s=0")]
    targets += [f"{prefix}/%6bey", f"{prefix}/%66ragment/hero?p=%2F&s=0"]
    edge: Fields = (("X-Sarto-Edge", "0" * 40),)
    for target in targets:
        for method, fields in (("GET", ()), ("GET", edge), ("POST", edge)):
            got = exam.asking.ask(target, (*exam.plain.fields, *fields), method)
            is_told = any(name.startswith("x-sarto-") for name in got.names)
            if is_told or got.status not in REFUSED:
                yield f"{method} {target} answers {got.status}, and is not 404"


def baked(exam: Examination) -> Verdict:
    """Look for cookies in what a cache had."""
    wrong = (
        f"{what}: a kept answer sets {got['set-cookie'].partition('=')[0]}"
        for what, got in exam.seen
        if got.is_kept and "set-cookie" in got
    )
    return Verdict.of("kept cookies", wrong)


def personal(exam: Examination) -> Verdict:
    """Look at what is said to browsers: what was cut to somebody is theirs alone."""
    return Verdict.of("private pages", publishing(exam))


def publishing(exam: Examination) -> Iterator[str]:
    for page in exam.pages:
        is_own, is_filled = of_one(exam, page)
        for who in (*exam.visitors, exam.raw):
            got = exam.first(page, who)
            if got.status >= BROKEN or not is_cut(exam, page):
                continue
            said = got["cache-control"] or "no Cache-Control"
            if "private" not in got.directives or PUBLIC & got.directives.keys():
                yield f"{page} says {said}, and is not private"
            elif is_filled and "no-store" not in got.directives:
                yield f"{page} has parts for one visitor, and says {said}"
            elif is_own and got.is_kept:
                yield f"{page} is one visitor's own, and comes from a cache"


def is_cut(exam: Examination, page: str) -> bool:
    """Whether any rule can touch a page; without a config, whoever names it knows."""
    return exam.site is None or exam.site.plan(page.partition("?")[0]).can_change


def of_one(exam: Examination, page: str) -> tuple[bool, bool]:
    """Tell whether nobody shares a page, and whether the edge fills it in."""
    site = exam.site
    shared = site.plan(page.partition("?")[0]).shared if site else None
    return (shared.is_private, bool(shared.fills)) if shared else (False, False)


def kept(exam: Examination) -> Verdict:
    """See whether a second visitor of the same class is given what the first was."""
    told = list[str]()
    for page in exam.pages:
        unasked = exam.unasked(page)
        got = [exam.ask(unasked, exam.plain) for _ in range(2)][-1]
        told.append(f"{page} {'is kept' if got.is_kept else 'does not say it is kept'}")
    return Verdict("kept", "info", tuple(told))


PROBES: Final[tuple[Probe, ...]] = (
    reached,
    spoofed,
    varied,
    conditional,
    closed,
    personal,
    boundary,
    kept,
    leaked,
    baked,
)
