"""What the server runs: the shop, with Sarto before it."""

import os

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application

from sarto_adapters.frameworks.django import install

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "windowsill.settings")

# Static files come from the apps' folders here; a real site collects them.
application = install(ASGIStaticFilesHandler(get_asgi_application()))
