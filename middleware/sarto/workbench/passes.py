"""Passes that authors hand out: links to previews, tokens to be explained to.

They are signed with the secret of the environment, which must be the site's own.
"""

import shlex
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from urllib.parse import urlsplit

from sarto.clock import utc_now
from sarto.config.config import Config
from sarto.config.pins import pins
from sarto.decide.why import pinning
from sarto.pages.back import back, spelt
from sarto.pages.offer import TAKING
from sarto.site.options import SECRET, secrets
from sarto.site.passes import LONGEST, Asking, Passes, Preview
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.periods import period
from sarto.vocabulary.reading import ConditionError, did_you_mean

LEAST: Final = timedelta(seconds=1)

Keys = TypeVar("Keys")


class PassError(ValueError):
    """Raised for a pass that cannot be made; says what to do."""


def link(config: Config, page: str, as_: str, expires: str, url: str) -> str:
    """Make a link to a preview; raises `PassError`."""
    top = address(config, url)
    path = led_to(config, page)
    facts = facts_of(config, as_)
    if not facts:
        raise PassError('--as: say who is to be seen, as in --as "device=mobile"')
    leave = Preview(
        ends=ends(expires, utc_now()), path=path, facts=facts, name=named(as_)
    )
    signing = passes(config)
    try:
        text = signing.written(leave)
    except ValueError as error:
        raise PassError(f"--as: {error}: pin fewer facts") from None
    return f"{top}/preview/{text}"


def links(  # noqa: PLR0913 - what a link is made of
    config: Config, page: str, as_: str, expires: str, url: str, *, experiment: str
) -> Iterator[tuple[str, str]]:
    """Make a link for each arm of an experiment; raises `PassError`."""
    known = config.toml.experiments
    if experiment not in known:
        hint = did_you_mean(experiment, tuple(known)) or "declare it: [experiments]"
        text = f"--experiment: there is no experiment called {experiment!r}"
        raise PassError(f"{text}: {hint}")
    for arm in known[experiment].weights:
        pinned = f"{as_} {shlex.quote(f'arm.{experiment}={arm}')}".strip()
        yield arm, link(config, page, pinned, expires, url)


def token(config: Config, expires: str) -> str:
    """Make a token for `X-Sarto-Explain`; raises `PassError`."""
    return passes(config).written(Asking(ends=ends(expires, utc_now())))


def address(config: Config, url: str) -> str:
    """Tell where our own pages are, on the site at that address."""
    try:
        where = urlsplit(url)
    except ValueError:
        where = urlsplit("")
    if where.scheme not in ("http", "https") or not where.netloc:
        raise PassError(f"--url: {url!r} is no site. Write it like https://site")
    if "?" in url or "#" in url:
        text = f"--url: {url!r} has more than where the site is"
        raise PassError(f"{text}. Leave out what begins with ? or #")
    return f"{url.rstrip('/')}{config.toml.prefix.rstrip('/')}"


def led_to(config: Config, page: str) -> str:
    """Spell the page that a link leads to; one that it would refuse is none."""
    prefix = config.toml.prefix.rstrip("/")
    try:
        found = back(spelt(page), [f"{prefix}/{name}" for name in TAKING])
    except UnicodeEncodeError:  # a stray byte
        found = None
    if found is None:
        raise PassError(f"{page!r} is no page of the site. Write it like /menu")
    return found


def passes(config: Config) -> Passes:
    return signed_with(Passes.checked, config)


def signed_with(checked: Callable[[Sequence[str], str], Keys], config: Config) -> Keys:
    """Derive keys from the secret of the environment; raises `PassError`."""
    if not any(secrets(())):
        raise PassError(f"{SECRET} is not set. Set {SECRET} to the site's own secret")
    try:
        return checked(secrets(()), config.toml.site)
    except ValueError as error:
        text = f"{error}. Set {SECRET} to the site's own secret"
        raise PassError(text) from None


def facts_of(config: Config, as_: str) -> str:
    """Write out what `--as` says: personas change, a link stays as it is."""
    return pinning(pinned(config, as_))


def pinned(config: Config, as_: str) -> dict[str, object]:
    """Read what `--as` says; raises `PassError`."""
    try:
        return dict(pins(config.dictionary, as_, config.personas))
    except ConditionError as mistake:
        raise PassError(f"--as: {mistake.told}") from None


def warning(config: Config, as_: str) -> str:
    """Warn of facts by which a site's code may let somebody in; nothing: of none."""
    own = [f for f in pinned(config, as_) if Declared().tier_of(f) is Tier.PERSONAL]
    if not own:
        return ""
    return (
        f"Whoever has the link has {', '.join(own)} for the site's own code, too: "
        "it must let nobody in by what visitor.facts says of them"
    )


def named(as_: str) -> str:
    """Give the name of a persona that is all `--as` says."""
    words = shlex.split(as_)
    is_persona = len(words) == 1 and words[0].startswith("@")
    return words[0].removeprefix("@") if is_persona else ""


def ends(expires: str, now: datetime) -> int:
    """Tell when a pass ends, in seconds since 1970."""
    return int((now + length(expires)).timestamp())


def length(expires: str) -> timedelta:
    """Read how long a pass is good for; raises `PassError`."""
    try:
        found = period(expires)
    except ConditionError as mistake:
        text = f"--expires: {mistake.message}. {mistake.help}".rstrip()
        raise PassError(text) from None
    if found > LONGEST:
        raise PassError(f"--expires: {expires!r} is longer than {LONGEST.days} days")
    return max(found, LEAST)
