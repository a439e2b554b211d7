"""Sarto cuts each page to its visitor, on the server, without JavaScript."""

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
