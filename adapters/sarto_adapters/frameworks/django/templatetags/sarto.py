"""`{% load sarto %}`, for those who want every tag of a template to be loaded in it."""

from sarto_adapters.templates.django import register

__all__ = ["register"]
