"""What one site takes for consent: its sources made ready, its map checked.

A source that is named and cannot be used grants nothing, so that with others beside it
nothing is granted at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias, cast

from sarto.choices.agreement import Agreement, Term
from sarto.choices.cookies import CookieJar
from sarto.choices.form import FormRecord
from sarto.config.locate import locate
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.settings import ConsentTable, ConsentTool
from sarto.config.values import FORM
from sarto.vocabulary.adapters import adapter, names
from sarto.vocabulary.consent import Settings
from sarto.vocabulary.facts import PURPOSES
from sarto.vocabulary.law import NONE, Law, in_table
from sarto.vocabulary.periods import period
from sarto.vocabulary.ports import ConsentSource
from sarto.vocabulary.reading import ConditionError, did_you_mean, shown

Ids: TypeAlias = Mapping[str, tuple[str, ...]]

CODE: Final = "SARTO026"
AS_SHIPPED = ConsentTool()


def agreement(toml: SartoToml, report: Report) -> Agreement | None:
    """Make ready what `[consent]` names; `None`: nobody is asked."""
    table = toml.consent
    if table is None:
        return None
    cookies = own_cookies(toml)
    asking = (Asking(table, name, report, cookies) for name in table.source)
    return Agreement(
        terms=tuple(each.term() for each in asking),
        is_opt_out=table.regime == "opt-out",
        heeds_gpc=table.gpc,
    )


def own_cookies(toml: SartoToml) -> tuple[str, ...]:
    """Name the cookies that our own form's record may come in."""
    jar = CookieJar.of(toml.site, toml.https)
    return (
        (jar.secure.consent,) if jar.always else (jar.secure.consent, jar.plain.consent)
    )


def form_of(toml: SartoToml) -> FormRecord | None:
    """Give our own form, where the site has it ask; mistakes are told elsewhere."""
    table = toml.consent
    if table is None or FORM not in table.source:
        return None
    report = Report(file="", places=locate(""))
    return Asking(table, FORM, report, own_cookies(toml)).form()


def law(toml: SartoToml) -> Law:
    """Read which facts need what on this site; what cannot be is told elsewhere."""
    return Law.of(toml.consent.needs if toml.consent else {})


@dataclass(frozen=True, slots=True)
class Asking:
    """One source of one `[consent]`, made ready."""

    table: ConsentTable
    name: str
    report: Report
    cookies: tuple[str, ...] = ()  # the names of our own form's record

    @property
    def tool(self) -> ConsentTool:
        return self.table.settings.get(self.name, AS_SHIPPED)

    def term(self) -> Term:
        if self.name == FORM:
            form = self.form()
            self.tell_untaken(form)
            return Term(name=FORM, source=form, ids=form.meanings)
        source = self.source()
        if source is None:
            return Term(name=self.name, source=None, ids={})
        ids = {**source.meanings, **self.mapped()}
        self.tell_unmapped(ids)
        self.tell_unknown(source)
        self.tell_untaken(source)
        return Term(name=self.name, source=source, ids=ids)

    def source(self) -> ConsentSource | None:
        if self.name not in names("consent"):
            return None
        try:
            made = adapter("consent", self.name)(self.settings())
            return whole(cast("ConsentSource", made))
        except Exception as error:  # noqa: BLE001 - anybody may publish an adapter
            text = f"{self.name} cannot be used: {error}"
            at = self.table.source.index(self.name)
            self.report.wrong(CODE, ("consent", "source", at), text, at_value=True)
            return None

    def form(self) -> FormRecord:
        """Make our own form: it asks for what is mapped, by the purposes' names."""
        return FormRecord(
            settings=self.settings(),
            purposes=tuple(self.tool.map or self.table.map or PURPOSES),
            cookies=self.cookies,
        )

    def settings(self) -> Settings:
        tool = self.tool
        return Settings(
            cookie=tool.cookie,
            version=None if tool.version is None else str(tool.version),
            max_age=self.max_age(),
            is_implied=tool.implied,
        )

    def max_age(self) -> timedelta | None:
        if self.tool.max_age is None:
            return None
        try:
            return period(self.tool.max_age)
        except ConditionError as mistake:
            path = ("consent", "settings", self.name, "max_age")
            self.report.wrong(
                "SARTO016", path, mistake.message, mistake.help, at_value=True
            )
            return None

    def mapped(self) -> Ids:
        maps = {**self.table.map, **self.tool.map}
        return {purpose: tuple(ids) for purpose, ids in maps.items()}

    def tell_unmapped(self, ids: Ids) -> None:
        """Warn of purposes that nothing of this tool's stands for."""
        missing = [purpose for purpose in PURPOSES if purpose not in ids]
        if len(missing) == len(PURPOSES):
            text = f"no id of {self.name} stands for a purpose, so nothing is granted"
            hint = 'say which: map = { personalization = "…", analytics = "…" }'
            at = self.table.source.index(self.name)
            path = ("consent", "source", at)
            self.report.wrong(CODE, path, text, hint, at_value=True, severity="warning")

    def tell_unknown(self, source: ConsentSource) -> None:
        """Report ids that this tool never has."""
        if source.ids is None:
            return
        known = tuple(sorted(source.ids))
        for path, id_ in self.written():
            if id_ not in source.ids:
                text = f"{self.name} has no id {shown(id_)}, so it is never granted"
                hint = did_you_mean(id_, known) or f"one of: {', '.join(known)}"
                self.report.wrong(CODE, path, text, hint, at_value=True)

    def written(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """List the ids that are mapped for this source, each with its place."""
        of_tool = ("consent", "settings", self.name, "map")
        for purpose, ids in self.tool.map.items():
            for at, id_ in enumerate(ids):
                yield (*of_tool, purpose, at), id_
        for purpose, ids in self.table.map.items():
            if purpose not in self.tool.map:
                for at, id_ in enumerate(ids):
                    yield ("consent", "map", purpose, at), id_

    def tell_untaken(self, source: ConsentSource) -> None:
        """Warn of settings that this tool does not have."""
        for key in sorted(self.tool.model_fields_set - {"map", *source.takes}):
            text = f"{self.name} has no setting `{key}`"
            hint = did_you_mean(key, tuple(sorted({"map", *source.takes})))
            path = ("consent", "settings", self.name, key)
            self.report.wrong("SARTO019", path, text, hint, severity="warning")


def whole(source: ConsentSource) -> ConsentSource:
    """Give a source that has all of the port; raises `AttributeError` for others."""
    _ = source.ids, source.meanings, source.takes, source.reads, source.record
    return source


def overrides(toml: SartoToml, report: Report) -> None:
    """Show where this site's law is not that of the table."""
    table = toml.consent
    if table is None:
        return
    for name in table.settings.keys() - {*table.source}:
        text = f"{shown(name)} is not among the sources of consent"
        hint = did_you_mean(name, tuple(table.source))
        path = ("consent", "settings", name)
        report.wrong("SARTO019", path, text, hint, severity="warning")
    for name, row in law_of_table(table):
        here = table.needs[name]
        if here != (row or NONE):
            text = f"`{name}` needs {said(here)} here; by default it needs {said(row)}"
            path = ("consent", "needs", name)
            report.wrong(CODE, path, text, severity="warning")
    if table.regime == "opt-out" and not table.gpc:
        text = "a browser that says Global Privacy Control is not heard here"
        hint = "laws of opt-out ask to hear it"
        report.wrong(CODE, ("consent", "gpc"), text, hint, severity="warning")


def law_of_table(table: ConsentTable) -> Iterator[tuple[str, str | None]]:
    """List the facts that are overruled, with the purpose each needs by default."""
    rows = ((name, in_table(name)) for name in table.needs)
    return ((name, row.purpose) for name, row in rows if row)


def said(purpose: str | None) -> str:
    return "no consent" if purpose in (None, NONE) else f"consent to {purpose}"
