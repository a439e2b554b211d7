"""The basket: names and numbers in the session, products when somebody looks."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from shop.models import Product

KEY = "basket"
MOST = 20  # of one thing


@dataclass(frozen=True, slots=True)
class Line:
    product: Product
    number: int

    @property
    def price(self) -> Decimal:
        return self.product.price * self.number


def number(session: SessionBase, name: str) -> int:
    """Count a product in the basket."""
    return session.get(KEY, {}).get(name, 0)


def change(session: SessionBase, name: str, number: int) -> None:
    """Have that many of a product in the basket."""
    kept = dict(session.get(KEY, {}))
    kept[name] = max(0, min(number, MOST))
    session[KEY] = {name: number for name, number in kept.items() if number}


def lines(session: SessionBase) -> list[Line]:
    """List what is in the basket."""
    kept = session.get(KEY, {})
    found = Product.objects.filter(name__in=kept)
    return [Line(product, kept[product.name]) for product in found]


def in_templates(request: HttpRequest) -> dict[str, int]:
    """Tell every page how many things are in the basket."""
    return {"basket_count": sum(request.session.get(KEY, {}).values())}
