"""What one could write of each fact: editors show it, the file's reader accepts it."""

from sarto.vocabulary.facts import Fact
from sarto.vocabulary.kinds import Choice, Flag, Glob
from sarto.vocabulary.numbers import Count

FACTS: dict[str, tuple[object, ...]] = {
    "device": ("mobile", ["mobile", "tablet"]),
    "browser": ("Firefox", ["Chrome", "Edge"]),
    "os": ("Android", ["iOS", "Mac OS X"]),
    "language": ("fa", ["fa", "ar"]),
    "country": ("PL", ["PL", "DE"]),
    "region": ("US-WA",),
    "continent": ("EU", ["EU", "AF"]),
    "zone": ("Europe/Warsaw", "Europe/*"),
    "city": ("Kraków", ["Kraków", "Gdańsk"]),
    "time": ("18:00-23:00", ["06:00-09:00", "22:00-02:00"]),
    "days": ("mon-fri", ["sat", "sun"]),
    "date": ("2026-12-01..2026-12-26", "2026-12-24"),
    "holiday": (True, ["Christmas Day"]),
    "channel": ("email", ["search", "social"]),
    "campaign.source": ("newsletter*",),
    "campaign.medium": ("email",),
    "campaign.name": ("spring-*",),
    "campaign.term": ("*pizza*",),
    "campaign.content": ("banner-?",),
    "host": ("shop.example", "*.example"),
    "path": ("/menu/*", ["/", "/menu/{topic}"]),
    "query.*": ("gold*",),
    "traits.*": ("gold", ">=3"),
    "visits": (">=2", "2..5"),
    "days_since_last": ("<7",),
    "stage": ("exploring",),
    "signals.*": (">=3", True),
    "signals.*.value": (">=100",),
    "interest": ("pizza", ["pizza", "wine"]),
    "preference.*": ("simple",),
    "arm.*": ("photo",),
    "consent": ("personalization",),
    "facts.*": ("rain", ">=3"),
}
VALUES: dict[str, object] = {  # of what is written as a glob
    "campaign.source": "newsletter-may",
    "campaign.name": "spring-menu",
    "campaign.term": "best pizza",
    "campaign.content": "banner-a",
    "host": "shop.example",
    "path": "/menu/pizza",
    "query.*": "golden",
}
NAMES = {  # what the members of a family are called in the examples
    "query": "coupon",
    "traits": "tier",
    "levels": "booking",
    "signals": "booked",
    "preference": "view",
    "arm": "hero-photo",
    "facts": "weather",
}


def examples(fact: Fact) -> list[object]:
    """Give conditions on a fact: its own, or what its kind suggests."""
    if fact.name in FACTS:
        return list(FACTS[fact.name])
    match fact.kind:
        case Choice(words=(word, *_)):
            return [word]
        case Flag():
            return [True]
        case Count():
            return [">=2"]
        case Glob():
            return ["*"]
        case _:
            return ["something"]
