"""Applications in Python files, found by reading: nothing of them is ever run."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sarto.workbench.dev.sight import walked
from sarto.workbench.init.frameworks import FRAMEWORKS, Framework

Names: TypeAlias = dict[str, str]  # what a file calls something, and what that is

MOST = 2000  # files
LARGEST = 500_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Where an application is built; `name` is empty inside of a function."""

    framework: Framework
    file: str
    line: int  # the last one of what builds it
    name: str

    @property
    def module(self) -> str:
        """What `sarto dev` serves."""
        path = self.file.removesuffix(".py").removeprefix("src/")
        return f"{path.removesuffix('/__init__').replace('/', '.')}:{self.name}"

    @property
    def rank(self) -> tuple[object, ...]:
        """What comes first is most likely meant."""
        is_test = "test" in self.file
        order = FRAMEWORKS.index(self.framework)
        return not self.name, is_test, self.file.count("/"), order, self.file, self.line


def applications(folder: Path) -> list[Application]:
    """Find the applications of a folder, the likeliest first."""
    paths = [path for path in walked(folder) if path.endswith(".py")][:MOST]
    found = [each for path in paths for each in of_file(Path(path), folder)]
    return sorted(found, key=lambda each: each.rank)


def of_file(path: Path, folder: Path) -> Iterator[Application]:
    """Find what one file builds; one that cannot be read builds nothing."""
    try:
        if path.stat().st_size > LARGEST:
            return
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return
    names, file = imported(tree), path.relative_to(folder).as_posix()
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return):
            framework = built(node.value, names)
            if framework is not None:
                name = target(node) if id(node) in top else ""
                line = node.end_lineno or node.lineno
                yield Application(framework=framework, file=file, line=line, name=name)


def imported(tree: ast.Module) -> Names:
    """Say what the names of a file are: `F` may be `fastapi.FastAPI`."""
    names: Names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            told = {e.asname or e.name: f"{node.module}.{e.name}" for e in node.names}
            names |= told
    return names


def built(value: ast.expr | None, names: Names) -> Framework | None:
    """Say whose application an expression builds, if it is a call that does."""
    if not isinstance(value, ast.Call):
        return None
    first, _, rest = ast.unparse(value.func).partition(".")
    whole = f"{names.get(first, '')}.{rest}".rstrip(".")
    package, maker = whole.partition(".")[0], whole.rpartition(".")[2]
    made = (
        each for each in FRAMEWORKS if (each.package, each.maker) == (package, maker)
    )
    return next(made, None)


def target(node: ast.Assign | ast.AnnAssign | ast.Return) -> str:
    """Name the variable that an application is kept in."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    names = [each.id for each in targets if isinstance(each, ast.Name)]
    return names[0] if names else ""


def is_empty(folder: Path) -> bool:
    """Whether nothing that one sees is in a folder; a folder to come is empty."""
    if not folder.is_dir():
        return True
    return all(name.startswith(".") for name in os.listdir(folder))  # noqa: PTH208 - names
