"""The table in the README: for each cell how many facts hold, as a run saw it."""

from importlib.metadata import version
from pathlib import Path

from support.matrix.cells import SERVERS, SITES

README = Path(__file__).parents[3] / "README.md"
BEGIN = "<!-- matrix: SARTO_WRITE_MATRIX=1 pytest tests/suites/test_matrix.py -->\n"
END = "<!-- /matrix -->\n"
SERVED = ("uvicorn", "httptools", "hypercorn", "granian")
BEFORE = ("starlette", "fastapi", "django", "litestar", "quart")


def table(proved: dict[str, tuple[int, int]]) -> str:
    """Write it; given is how many facts held of how many, by the name of a cell."""
    heads = "".join(f" {server.name} |" for server in SERVERS)
    lines = [f"| |{heads}", "|---|" + "---|" * len(SERVERS)]
    for site in SITES:
        cells = [proved[f"{server.name}-{site.name}"] for server in SERVERS]
        lines.append(
            f"| {site.name} |" + "".join(f" {told(*cell)} |" for cell in cells)
        )
    return "\n".join(lines) + "\n"


def told(held: int, asked: int) -> str:
    return f"✓ {held}" if held == asked else f"{held} of {asked}"


def versions() -> str:
    """Name what a run was made with; it is written, and never asked for again."""
    served, before = (
        ", ".join(f"{name} {short(version(name))}" for name in names)
        for names in (SERVED, BEFORE)
    )
    return f"\nLast written with {served}; {before}.\n"


def short(full: str) -> str:
    return ".".join(full.split(".")[:2])


def shown() -> str:
    """Read the README's table, without what was last written below it."""
    return README.read_text("utf-8").partition(BEGIN)[2].partition("\n\n")[0] + "\n"


def write(made: str) -> None:
    before, begin, rest = README.read_text("utf-8").partition(BEGIN)
    assert begin, "the README has no place for the table"
    after = rest.partition(END)[2]
    README.write_text(before + BEGIN + made + versions() + END + after, "utf-8")
