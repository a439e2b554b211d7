"""Which adapter answers to a name: our own by this table, others by entry points."""

from importlib import import_module
from importlib.metadata import entry_points

BUILT_IN = {
    ("calendars", "holidays"): "sarto_adapters.calendars.holidays:Holidays",
    ("consent", "axeptio"): "sarto_adapters.consent.axeptio:Axeptio",
    ("consent", "borlabs"): "sarto_adapters.consent.borlabs:Borlabs",
    ("consent", "bridge"): "sarto_adapters.consent.bridge:Bridge",
    ("consent", "civic"): "sarto_adapters.consent.civic:Civic",
    ("consent", "commanders-act"): (
        "sarto_adapters.consent.commanders_act:CommandersAct"
    ),
    ("consent", "complianz"): "sarto_adapters.consent.complianz:Complianz",
    ("consent", "cookie-information"): (
        "sarto_adapters.consent.cookie_information:CookieInformation"
    ),
    ("consent", "cookie-script"): "sarto_adapters.consent.cookie_script:CookieScript",
    ("consent", "cookiebot"): "sarto_adapters.consent.cookiebot:Cookiebot",
    ("consent", "cookieconsent"): (
        "sarto_adapters.consent.cookieconsent:CookieConsent"
    ),
    ("consent", "cookiefirst"): "sarto_adapters.consent.cookiefirst:CookieFirst",
    ("consent", "cookieyes"): "sarto_adapters.consent.cookieyes:CookieYes",
    ("consent", "didomi"): "sarto_adapters.consent.didomi:Didomi",
    ("consent", "django-cookie-consent"): (
        "sarto_adapters.consent.django_cookie_consent:DjangoCookieConsent"
    ),
    ("consent", "drupal"): "sarto_adapters.consent.drupal:Drupal",
    ("consent", "govuk"): "sarto_adapters.consent.govuk:GovUk",
    ("consent", "gpp"): "sarto_adapters.consent.gpp:Gpp",
    ("consent", "iubenda"): "sarto_adapters.consent.iubenda:Iubenda",
    ("consent", "klaro"): "sarto_adapters.consent.klaro:Klaro",
    ("consent", "onetrust"): "sarto_adapters.consent.onetrust:OneTrust",
    ("consent", "osano"): "sarto_adapters.consent.osano:Osano",
    ("consent", "shopify"): "sarto_adapters.consent.shopify:Shopify",
    ("consent", "tarteaucitron"): (
        "sarto_adapters.consent.tarteaucitron:Tarteaucitron"
    ),
    ("consent", "tcf"): "sarto_adapters.consent.tcf:Tcf",
    ("consent", "trustarc"): "sarto_adapters.consent.trustarc:TrustArc",
    ("consent", "wp-consent-api"): (
        "sarto_adapters.consent.wp_consent_api:WpConsentApi"
    ),
    ("device", "user-agents"): "sarto_adapters.device.user_agents:UserAgents",
    ("edge", "cloudflare"): "sarto_adapters.edge.cloudflare:Cloudflare",
    ("edge", "fastly"): "sarto_adapters.edge.fastly:Fastly",
    ("edge", "nginx"): "sarto_adapters.edge.nginx:Nginx",
    ("edge", "varnish"): "sarto_adapters.edge.varnish:Varnish",
    ("events", "postgresql"): "sarto_adapters.stores.events_postgres:EventStore",
    ("events", "sqlite"): "sarto_adapters.stores.events_sqlite:EventStore",
    ("location", "maxmind"): "sarto_adapters.location.maxmind:MaxMind",
    ("sites", "static"): "sarto_adapters.sites.static:StaticSite",
    ("sites", "proxy"): "sarto_adapters.sites.proxy:ProxySite",
    ("stores", "redis"): "sarto_adapters.stores.redis:ProfileStore",
    ("stores", "sqlite"): "sarto_adapters.stores.sqlite:ProfileStore",
    ("telemetry", "log"): "sarto_adapters.telemetry.log:Telemetry",
    ("telemetry", "opentelemetry"): "sarto_adapters.telemetry.opentelemetry:Telemetry",
    ("telemetry", "prometheus"): "sarto_adapters.telemetry.prometheus:Telemetry",
}


def names(port: str) -> frozenset[str]:
    """List who answers for a port: our own, and those published."""
    own = {name for of, name in BUILT_IN if of == port}
    return frozenset(own | set(entry_points(group=f"sarto.{port}").names))


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
    known = sorted(names(port))
    raise UnknownAdapterError(f"No {port} adapter is called {name!r}; known: {known}")
