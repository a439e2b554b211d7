"""What the visitor agreed to: consent, as a fact like any other."""

from sarto.context.visit import Known, Visit, finds


@finds("consent")
def consent(visit: Visit, _name: str) -> Known:
    return visit.consent.granted, visit.consent.told
