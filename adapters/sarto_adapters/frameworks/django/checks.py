"""`manage.py check` says what `sarto check` says of the config."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's word

from sarto.errors import Finding
from sarto_adapters.frameworks.django.options import config_of


def checked(
    app_configs: Sequence[AppConfig] | None, **_told: object
) -> list[CheckMessage]:
    """Check the config and its fragments, when the whole site is checked."""
    if app_configs is not None:  # `manage.py check shop`
        return []
    from sarto.workbench.check import checked as found  # noqa: PLC0415 - it takes time

    _, findings = found(config_of())
    return [message(finding) for finding in findings]


def message(finding: Finding) -> CheckMessage:
    """Say a finding as Django says such things."""
    kind = Error if finding.severity == "error" else Warning
    where = ":".join(map(str, finding.place))
    return kind(finding.message, hint=finding.help or None, obj=where, id=finding.code)
