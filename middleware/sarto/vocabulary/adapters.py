"""Which adapter answers to a name: our own by this table, others by entry points."""

from importlib import import_module
from importlib.metadata import entry_points

BUILT_IN = {
    ("calendars", "holidays"): "sarto_adapters.calendars.holidays:Holidays",
    ("device", "user-agents"): "sarto_adapters.device.user_agents:UserAgents",
    ("location", "maxmind"): "sarto_adapters.location.maxmind:MaxMind",
    ("sites", "static"): "sarto_adapters.sites.static:StaticSite",
    ("sites", "proxy"): "sarto_adapters.sites.proxy:ProxySite",
}


class UnknownAdapterError(LookupError):
    """Raised when nobody answers to that name; the message lists who does."""


def adapter(port: str, name: str) -> type:
    """Import the adapter of that port and name; raises `UnknownAdapterError`."""
    if target := BUILT_IN.get((port, name)):
        module, _, attribute = target.partition(":")
        found: type = getattr(import_module(module), attribute)
        return found
    published = entry_points(group=f"sarto.{port}")
    if name in published.names:
        loaded: type = published[name].load()
        return loaded
    known = sorted({n for p, n in BUILT_IN if p == port} | published.names)
    raise UnknownAdapterError(f"No {port} adapter is called {name!r}; known: {known}")
