"""Sarto cuts each page to its visitor, on the server, without JavaScript."""

from sarto.config.config import Config
from sarto.decide.decision import Decision
from sarto.errors import ConfigError, Finding, FragmentError, SartoError
from sarto.middleware import Sarto
from sarto.site.visitor import Visitor, visitor
from sarto.vocabulary.ports import (
    Device,
    DeviceSource,
    FragmentSource,
    Location,
    LocationSource,
)

__all__ = [
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
    "Sarto",
    "SartoError",
    "Visitor",
    "visitor",
]
