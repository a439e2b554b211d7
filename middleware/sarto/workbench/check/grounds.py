"""Conditions on what nobody can consent to, so that it is known of nobody (SARTO041).

What stands on a memory in a file without any [consent] is told with its table
(SARTO028); here it is the conditions, each fact once, where it is named first.
"""

import re

from sarto.config.conditions import conditions
from sarto.config.forgetful import LEARNT
from sarto.config.model import SartoToml
from sarto.errors import Finding
from sarto.site.consenting import law
from sarto.site.site import Site
from sarto.vocabulary.reading import written

CODE = "SARTO041"
CONTRADICTION = "SARTO032"
CITED = re.compile(r"`([\w.-]+) = ")  # a condition in a message
NOBODY = "nobody consents to {} here, so `{}` has one value for all: {}"
CHOSEN = "nobody consents to {} here, so `{}` is known only of who chose it"
UNKNOWN = "nobody consents to {} here, so `{}` is never known"
SAY = 'say where consent is read: [consent] source = "…"'
MAP = 'say what stands for it: map = {{ {} = "…" }}, under [consent]'
CHOICES = frozenset({"level", "interest"})  # a visitor may tell them, too
TABLES = {  # of facts that a table of the file declares
    "signals": "signals",
    "stage": "journey",
    "interest": "interests",
    "level": "level",
    "levels": "level",
    "arm": "experiments",
}


def grounds(site: Site) -> tuple[Finding, ...]:
    """Warn of them."""
    toml, report = site.config.toml, site.config.report()
    purposes = granted(site)
    if purposes is None:
        return ()
    rows, told = law(toml), set[str]()
    for fact, _, path in conditions(toml, site.config.dictionary):
        row = rows.row(fact)
        if row is None or row.purpose is None or row.purpose in purposes:
            continue
        if fact in told or is_told(fact, toml):
            continue
        told.add(fact)
        text = said(fact, row.purpose, row.unknown)
        hint = MAP.format(row.purpose) if toml.consent else SAY
        report.wrong(CODE, path, text, hint, severity="warning")
    return report.all()


def is_caused(finding: Finding, site: Site) -> bool:
    """Whether nobody can match because nobody can consent, which is told already."""
    if finding.code != CONTRADICTION:
        return False
    purposes, rows = granted(site) or frozenset(), law(site.config.toml)
    cited = CITED.findall(finding.message)
    found = [rows.row(fact) for fact in cited]
    is_gated = any(row and row.purpose and row.purpose not in purposes for row in found)
    return is_gated or ("cap" in cited and site.config.toml.consent is None)


def said(fact: str, purpose: str, unknown: object) -> str:
    """Say what is known of everybody."""
    if fact in CHOICES:
        return CHOSEN.format(purpose, fact)
    if isinstance(unknown, str | int):
        return NOBODY.format(purpose, fact, written(unknown))
    return UNKNOWN.format(purpose, fact)


def granted(site: Site) -> frozenset[str] | None:
    """List what can be consented to; `None`: that is another finding's (SARTO026)."""
    agreement = site.sources.agreement
    if agreement is None:
        return frozenset()
    terms = [
        {purpose for purpose, ids in t.ids.items() if ids} for t in agreement.terms
    ]
    if not all(terms):
        return None
    return frozenset(terms[0]).intersection(*terms)


def is_told(fact: str, toml: SartoToml) -> bool:
    """Whether a table that declares the fact has been warned of."""
    table = TABLES.get(fact.partition(".")[0])
    is_there = table in LEARNT and table in toml.model_fields_set
    return toml.consent is None and is_there
