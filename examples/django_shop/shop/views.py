"""The pages of the shop. Plain Django: one view tells Sarto that somebody ordered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sarto_adapters.frameworks.django import SartoRequest
from shop import basket as baskets
from shop.models import Order, Product

TITLES = dict(Product.SHELVES)


def home(request: SartoRequest) -> HttpResponse:
    return render(request, "shop/home.html", {"shelves": shelves()})


def shelves() -> list[tuple[str, str, list[Product]]]:
    """Group the products by the shelf they stand on."""
    found: dict[str, tuple[str, list[Product]]] = {
        name: (title, []) for name, title in Product.SHELVES
    }
    for product in Product.objects.all():
        found[product.shelf][1].append(product)
    return [(name, title, products) for name, (title, products) in found.items()]


def shelf(request: SartoRequest, shelf: str) -> HttpResponse:
    if shelf not in TITLES:
        raise Http404
    products = Product.objects.filter(shelf=shelf)
    about = {"title": TITLES[shelf], "shelf": shelf, "products": products}
    return render(request, "shop/shelf.html", about)


def product(request: SartoRequest, shelf: str, name: str) -> HttpResponse:
    found = get_object_or_404(Product, name=name, shelf=shelf)
    about = {"product": found, "shelf": shelf, "shelf_title": TITLES[shelf]}
    return render(request, "shop/product.html", about)


def basket(request: SartoRequest) -> HttpResponse:
    lines = baskets.lines(request.session)
    about = {"lines": lines, "total": sum(line.price for line in lines)}
    return render(request, "shop/basket.html", about)


@require_POST
def put(request: SartoRequest, name: str) -> HttpResponse:
    found = get_object_or_404(Product, name=name)
    said = request.POST.get("number")
    number = baskets.number(request.session, name) + 1
    if said is not None:
        number = int(said) if said.isdecimal() and len(said) < len("100") else 0
    baskets.change(request.session, name, number)
    if said is None:
        messages.success(request, f"{found.title} is in your basket.")
    return redirect("basket")


@require_POST
def order(request: SartoRequest) -> HttpResponse:
    lines = baskets.lines(request.session)
    if not lines:
        return redirect("basket")
    total = sum(line.price for line in lines)
    numbers = {line.product.name: line.number for line in lines}
    Order.objects.create(total=total, lines=numbers)
    request.sarto.signal("ordered", value=float(total))  # points, and a stage
    del request.session[baskets.KEY]
    return redirect("thanks")


def thanks(request: SartoRequest) -> HttpResponse:
    return render(request, "shop/thanks.html")
