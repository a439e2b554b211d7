"""What the visitor agreed to: consent, as a fact like any other."""

from sarto import headers
from sarto.context.finders import Known, finds
from sarto.context.visit import Visit


@finds("undecided")
def undecided(visit: Visit, _name: str) -> Known:
    """Tell whether our own form is to be shown; a preview's visitor has chosen."""
    agreement = visit.sources.agreement
    form = agreement.form if agreement else None
    if form is None or "consent" in visit.pins:
        return False, "no form of ours"
    name = visit.sources.jar.names(visit.scope).consent
    value = headers.cookie(visit.headers, name)
    return form.is_open(value or "", visit.arrived), "form"


@finds("consent")
def consent(visit: Visit, _name: str) -> Known:
    return visit.consent.granted, visit.consent.told
