"""Sarto cuts each page to its visitor, on the server, without JavaScript."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sarto.config.config import Config
    from sarto.context.resolved import Asked
    from sarto.decide.decision import Decision
    from sarto.errors import ConfigError, Finding, FragmentError, SartoError
    from sarto.middleware import Sarto
    from sarto.site.meeting import visitor
    from sarto.site.resolvers import resolver
    from sarto.site.visitor import Visitor
    from sarto.vocabulary.ports import (
        Device,
        DeviceSource,
        FragmentSource,
        Location,
        LocationSource,
        Resolver,
    )

__all__ = [
    "Asked",
    "Config",
    "ConfigError",
    "Decision",
    "Device",
    "DeviceSource",
    "Finding",
    "FragmentError",
    "FragmentSource",
    "Location",
    "LocationSource",
    "Resolver",
    "Sarto",
    "SartoError",
    "Visitor",
    "resolver",
    "visitor",
]

WHERE = {
    "config.config": ("Config",),
    "context.resolved": ("Asked",),
    "decide.decision": ("Decision",),
    "errors": ("ConfigError", "Finding", "FragmentError", "SartoError"),
    "middleware": ("Sarto",),
    "site.meeting": ("visitor",),
    "site.resolvers": ("resolver",),
    "site.visitor": ("Visitor",),
    "vocabulary.ports": (
        "Device",
        "DeviceSource",
        "FragmentSource",
        "Location",
        "LocationSource",
        "Resolver",
    ),
}

if not TYPE_CHECKING:  # or else any name would seem to be here

    def __getattr__(name: str) -> object:
        """Import what is asked for: the command line need not wait for it all."""
        for module, names in WHERE.items():
            if name in names:
                found: object = getattr(import_module(f"sarto.{module}"), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
