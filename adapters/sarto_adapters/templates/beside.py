"""A site's own loader of Jinja2 templates, and beside it the folder of its layouts."""

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from jinja2 import BaseLoader, Environment, FileSystemLoader, Template, TemplateNotFound

Source: TypeAlias = tuple[str, str | None, Callable[[], bool] | None]
Given = TypeVar("Given")


class Beside(BaseLoader):
    """Looks a template up where the site has its own, then among Sarto's layouts.

    Whatever else is asked of it is the site's own loader's to answer.
    """

    def __init__(self, own: BaseLoader | None) -> None:
        self.own = own or BaseLoader()
        self.has_source_access = self.own.has_source_access
        self.layouts: dict[Path, FileSystemLoader] = {}

    def learn(self, folder: Path) -> None:
        """Look into a folder of layouts, too."""
        if folder not in self.layouts:
            self.layouts[folder] = FileSystemLoader(folder)

    def first(self, name: str, ask: Callable[[BaseLoader], Given]) -> Given:
        """Ask one loader after the other for a template."""
        for loader in (self.own, *self.layouts.values()):
            try:
                return ask(loader)
            except TemplateNotFound as error:
                if error.name != name:  # it is another that this one is made of
                    raise
        raise TemplateNotFound(name)

    def get_source(self, environment: Environment, template: str) -> Source:
        """Read a template."""
        return self.first(template, lambda each: each.get_source(environment, template))

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's word
    ) -> Template:
        """Load a template."""
        return self.first(name, lambda each: each.load(environment, name, globals))

    def list_templates(self) -> list[str]:
        """List the names of all templates."""
        loaders = (self.own, *self.layouts.values())
        return sorted({name for each in loaders for name in each.list_templates()})

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the site's own loader has it
        if name == "own":  # not made yet: it is being copied
            raise AttributeError(name)
        return getattr(self.own, name)
