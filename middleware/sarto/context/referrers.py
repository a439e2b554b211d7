"""Which channel a referring host, an app or a `utm_source` stands for.

In come a host as `address.hostname` gives it, an Android app's package or any word; out
comes a channel, or `None` where the list does not know: nobody is guessed at. The list
is `referrers.txt`; only a host that calls itself a web mail is believed without it.
"""

from sarto.context.hosts import COUNTRY, listed, registered

BELOW = "."  # .example.com: and every host below it
ANYWHERE = ".*"  # example.*: under .com or any country's suffix
APP = "@"
NAME = "="
PREFIXES = ("www.", "m.")
MAIL = frozenset({"mail", "owa", "roundcube", "webmail", "zimbra"})
LONGEST_WORD = 64


KNOWN = {
    each: channel
    for channel, (name, *others) in listed("referrers.txt")
    for each in (NAME + name, *others)
}  # what the list names, as it writes it → the channel


def kind_of_host(host: str) -> str | None:
    """Name the channel of a host; the most particular of its names counts."""
    plain = host
    for prefix in PREFIXES:
        plain = plain.removeprefix(prefix)
    for name in (host, plain):
        if kind := KNOWN.get(name) or KNOWN.get(anywhere(name)):
            return kind
    return below(host) or ("email" if host.partition(".")[0] in MAIL else None)


def below(host: str) -> str | None:
    """Name the channel of the nearest family that takes in all hosts below it."""
    rest = host
    while rest:
        if kind := KNOWN.get(BELOW + rest):
            return kind
        rest = rest.partition(".")[2]
    return None


def anywhere(host: str) -> str:
    """Write `*` for the suffix, be it com or a country's; else the host is itself."""
    site = registered(host)
    name, _, suffix = site.partition(".")
    if suffix != "com" and len(suffix.rpartition(".")[2]) != COUNTRY:
        return host
    return host.removesuffix(site) + name + ANYWHERE


def kind_of_app(package: str) -> str:
    """Name the channel of an Android app; one that is not known is an app."""
    return KNOWN.get(APP + package, "app")


def kind_of_source(word: str) -> str | None:
    """Name the channel of a `utm_source`: a name of the list's, or a host."""
    source = word.strip().lower()[:LONGEST_WORD]
    return KNOWN.get(NAME + source) or ("." in source and kind_of_host(source)) or None
