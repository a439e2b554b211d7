"""What our pages show: the pieces of each gathered, and put into its template."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined

from sarto.choices.preferences import INTERESTS
from sarto.pages import known, standing, style
from sarto.pages.caller import Caller
from sarto.pages.reply import Reply
from sarto.pages.visitors import Guest
from sarto.pages.why import reasons
from sarto.speech import asking, liking
from sarto.speech.speech import N_

Pieces: TypeAlias = Mapping[str, Any]

SAID: Final[Mapping[int, tuple[str, str]]] = {
    400: (
        N_("We could not read that"),
        N_("Something in the form is not among the choices, so nothing was changed."),
    ),
    403: (
        N_("That did not come from this site"),
        N_(
            "Your browser did not tell us that this form was sent from a page of this "
            "site, so nothing was changed. Please open the page again, and try once "
            "more."
        ),
    ),
    404: (
        N_("There is no such page"),
        N_("The address may be mistyped, or out of date."),
    ),
    405: (
        N_("That cannot be done here"),
        N_("This address shows something, or takes something, but not both."),
    ),
    413: (
        N_("That is too long"),
        N_("The form was larger than what it asks for, so nothing was changed."),
    ),
    415: (
        N_("We could not read that"),
        N_("That was no form as browsers send it, so nothing was changed."),
    ),
}


@cache
def templates() -> Environment:
    """Make ready our templates, once."""
    return Environment(
        loader=PackageLoader("sarto.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(caller: Caller, template: str, pieces: Pieces, status: int = 200) -> Reply:
    """Render one of our pages, in the visitor's language."""
    say = caller.say
    always: Pieces = {
        "say": say,
        "url": caller.url,
        "home": caller.home,
        "host": caller.host,
        "style": caller.url(style.pages().name),
    }
    text = templates().get_template(template).render({**always, **pieces})
    language = (b"content-language", say.language.encode())
    return Reply(status=status, body=text.encode(), fields=[language])


def privacy(caller: Caller, explained: Guest) -> Reply:
    """Show it all; `explained` is the same visitor on the page that is explained."""
    told = known.remembers(caller)
    facts = known.told_facts(caller)
    pieces: Pieces = {
        "known": list(known.known(caller)),
        "remembered": list(known.remembered(caller, told)) if told else [],
        "spelt_out": known.spelt_out(told) if told else "",
        "may_remember": caller.offer.may_remember(caller.guest.consent),
        "needs_consent": caller.offer.remembering is not None,
        "has_memory": caller.guest.memory is not None,
        "page": caller.page,
        "reasons": reasons(explained, caller.say, facts),
    }
    return page(caller, "privacy.html", {**pieces, **choices(caller, "privacy")})


def consent(caller: Caller, *, is_old: bool = False) -> Reply:
    """Show the form of consent alone; `is_old`: its text changed under the visitor."""
    status = HTTPStatus.CONFLICT if is_old else HTTPStatus.OK
    pieces = consenting(caller, caller.after or caller.url("privacy"))
    return page(caller, "consent.html", {**pieces, "is_old": is_old}, status)


def preferences(caller: Caller) -> Reply:
    """Show the form of preferences alone."""
    pieces = preferring(caller, caller.after or caller.url("privacy"))
    return page(caller, "preferences.html", pieces)


def refused(caller: Caller, status: int, *fields: tuple[bytes, bytes]) -> Reply:
    """Say why nothing was done."""
    title, text = map(caller.say, SAID[status])
    found = page(caller, "refused.html", {"title": title, "text": text}, status)
    return found.also(*fields)


def choices(caller: Caller, name: str) -> Pieces:
    """Gather the pieces of both forms, as they stand on a page with others."""
    return {
        **consenting(caller, caller.here(name, "consent")),
        **preferring(caller, caller.here(name, "preferences")),
        "next_data": caller.here(name, "data"),
        "is_old": False,
    }


def consenting(caller: Caller, after: str) -> Pieces:
    form, say = caller.offer.form, caller.say
    pieces: Pieces = {
        "form": form,
        "tools": say.all_of(caller.offer.tools) if caller.offer.tools else "",
        "regime": caller.offer.regime,
        "granted": asking.listed(say, sorted(caller.guest.consent)),
        "next_consent": after,
    }
    if form is None:
        return pieces
    now = standing.standing(caller, form)
    return {
        **pieces,
        "standing": now,
        "chosen": asking.listed(say, now.granted),
        "purposes": asking.purposes(say, form, now.granted),
        "intro": say(asking.INTRO),
        "term": asking.term(say, form),
        "allow_all": say(asking.ALL),
        "refuse_all": say(asking.NONE),
    }


def preferring(caller: Caller, after: str) -> Pieces:
    return {
        "questions": list(liking.questions(caller.say, caller.offer.declared)),
        "told": caller.told,
        "interests": interests(caller),
        "is_kept": caller.is_kept,
        "next_preferences": after,
    }


def interests(caller: Caller) -> str:
    """Write the interests that were told, as they are typed."""
    comma = "، " if caller.say.direction == "rtl" else ", "
    return comma.join(sorted(caller.told.get(INTERESTS, ())))
