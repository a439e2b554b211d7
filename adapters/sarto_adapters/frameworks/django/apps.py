"""Sarto among the applications of a Django site."""

from django.apps import AppConfig
from django.core.checks import register

from sarto_adapters.frameworks.django.checks import checked
from sarto_adapters.frameworks.django.hanging import hang


class SartoConfig(AppConfig):
    """Gives requests their visitor, templates the tag, and `manage.py check` ours."""

    name = "sarto_adapters.frameworks.django"
    label = "sarto"
    verbose_name = "Sarto"

    def ready(self) -> None:
        register(checked)
        hang()
