"""What `sarto init` says: what it wrote, and the one line that is left to paste."""

from collections.abc import Iterator

from sarto.workbench.init.begin import Begun
from sarto.workbench.init.finding import heading
from sarto.workbench.init.frameworks import IMPORT, Framework
from sarto.workbench.init.sources import Application

UPSTREAM = "http://127.0.0.1:5000"
SLOT = '<section data-sarto="hero">what everybody sees</section>'


def told(begun: Begun) -> str:
    """Write it for people."""
    return "\n".join(lines(begun))


def aside(name: str) -> str:
    """Say what a config that gave way is called now."""
    return f"The file that was here is now {name}."


def lines(begun: Begun) -> Iterator[str]:
    if begun.moved:
        yield aside(begun.moved)
    yield from (f"wrote  {name}" for name in begun.written)
    yield from (f"kept   {name}, which was here already" for name in begun.kept)
    yield ""
    yield from steps(begun)
    yield ""
    name = begun.config.name
    option = "" if name == "sarto.toml" else f" --config {name}"
    named = "" if begun.found.app else " APP"
    yield f"Then: sarto dev{named}{option}"
    if verb := serving(begun):
        yield f"For visitors: sarto {verb}{option}"


def serving(begun: Begun) -> str:
    """Say what serves visitors where there is no application of theirs that does."""
    found = begun.found
    if found.root is not None:
        return f"serve {found.root}"
    if found.framework and not found.framework.is_asgi:
        return f"proxy {UPSTREAM}"
    return ""


def steps(begun: Begun) -> Iterator[str]:
    """Say what is left to do, by what was found."""
    found, config = begun.found, begun.config.name
    framework = found.framework
    if framework is None:
        yield from of_pages(begun)
    elif not framework.is_asgi:
        yield f"This is {framework.name}, which speaks WSGI, not ASGI. Run it as it is,"
        yield f"and let `sarto dev {UPSTREAM}` (its address) stand in front."
        yield from slot("around what is to change, in a template")
    elif found.application is None:
        yield f"This is {framework.name}, by the packages it needs. Put"
        yield from pasted(framework, "app", config)
        yield "where its application is built."
        yield from slot("around what is to change, in a template")
    else:
        yield from of_application(found.application, config)
        yield from slot("around what is to change, in a template")


def of_application(app: Application, config: str) -> Iterator[str]:
    where, what = f"{app.file}:{app.line}", f"This is {app.framework.name}"
    if app.name:
        yield f"{what}. Put Sarto in front of it, after {where}:"
    else:
        yield f"{what}, built inside of a function at {where}. There, put"
    yield from pasted(app.framework, app.name or "app", config)


def pasted(framework: Framework, app: str, config: str) -> Iterator[str]:
    yield f"    {IMPORT}"
    yield f"    {framework.pasted(app, config)}"


def of_pages(begun: Begun) -> Iterator[str]:
    found = begun.found
    if found.is_empty:
        yield "The folder was empty, so there is a first page: its hero is a slot."
    elif found.root is None:
        yield "No application and no pages were found. Name what is to be served: it is"
        yield "`module:app`, a folder of HTML, or the address of a site that runs."
        yield from slot("around what is to change, in a page")
        return
    else:
        yield from of_folder(begun)
    if found.root == ".":  # what is ours is not served, but notes and drafts are
        yield "Before visitors come, put the pages into a folder of their own."


def of_folder(begun: Begun) -> Iterator[str]:
    root = begun.found.root or "."
    page = "index.html" if root == "." else f"{root}/index.html"
    line = heading(begun.config.parent / page)
    yield f"These are pages, in {'this very folder' if root == '.' else root}."
    yield from slot(f"around the heading of {page}:{line}" if line else f"in {page}")


def slot(where: str) -> Iterator[str]:
    yield f"The slot of the first rules, {where}:"
    yield f"    {SLOT}"
