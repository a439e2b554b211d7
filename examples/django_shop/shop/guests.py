"""Who is signed in: what the shop tells Sarto of them, and when they leave."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpResponse

from sarto_adapters.frameworks.django import SartoRequest

Answer = Callable[[SartoRequest], HttpResponse]


def known(get_response: Answer) -> Answer:
    """Tell of who is signed in, on every page: Sarto keeps no accounts."""

    def answer(request: SartoRequest) -> HttpResponse:
        if request.user.is_authenticated:
            tell(request, request.user)
        return get_response(request)

    return answer


@receiver(user_logged_in)
def came(request: SartoRequest, user: User, **_: object) -> None:
    tell(request, user)


@receiver(user_logged_out)
def left(request: SartoRequest, **_: object) -> None:
    request.sarto.forget_identity()


def tell(request: SartoRequest, user: User) -> None:
    request.sarto.identify(str(user.pk), name=user.first_name or user.username)
