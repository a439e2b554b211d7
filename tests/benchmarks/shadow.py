"""What a shadow, and recorded traffic, cost a request: the same page, with and without.

`python tests/benchmarks/shadow.py` prints the best of a few rounds of each, for the
bistro's home page. Both work after the last byte: it is time that the next one waits.
"""

import asyncio
import sys
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sarto import Config, Sarto
from support.bistro_crowd import kept, pages, sent
from support.play import played, scope_of
from support.walking import BISTRO, SECRET

ROUNDS, REQUESTS = 5, 400
TABLES = {
    "plain": "",
    "traffic": '\n[traffic]\nfile = "traffic.jsonl"\n',
    "shadow": '\n[shadow]\nconfig = "next.toml"\n',
}


def versions(folder: Path) -> dict[str, Sarto]:
    """Put Sarto in front of the same page in three ways."""
    text, bodies = (BISTRO / "sarto.toml").read_text("utf-8"), pages(folder)
    for name in ("fragments", "layouts"):
        copytree(BISTRO / name, folder / name)
    (folder / "next.toml").write_text(text, "utf-8")
    return {
        name: Sarto(
            kept(bodies),
            config=Config.loads(text + table, folder=folder),
            secret=SECRET,
        )
        for name, table in TABLES.items()
    }


async def timed(app: Sarto, scopes: list[dict[str, Any]]) -> float:
    """Give the microseconds that one request takes."""
    began = perf_counter()
    for scope in scopes:
        await played(app, {**scope})
    return (perf_counter() - began) / len(scopes) * 1e6


def main() -> None:
    dice = Random(1)  # noqa: S311 - the same visitors each time
    scopes = [scope_of("/", headers=sent(dice)) for _ in range(REQUESTS)]
    with TemporaryDirectory() as folder:
        apps = versions(Path(folder))
        found: dict[str, list[float]] = {name: [] for name in apps}
        for _ in range(ROUNDS):
            for name, app in apps.items():
                found[name].append(asyncio.run(timed(app, scopes)))
    plain = min(found["plain"])
    for name, times in found.items():
        print(f"{name:8} {min(times):7.0f} µs a request, {min(times) - plain:+6.0f}")


if __name__ == "__main__":
    main()
