"""Serves a foreign site three times, from one application: bare, cut, and elsewhere.

`python -m support.foreign_run NAME FOLDER` writes the three ports on one line.
"""

import asyncio
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import uvicorn

from sarto import Sarto


async def serve(apps: list[Any]) -> None:
    configs = [
        uvicorn.Config(app, port=0, http="httptools", log_level="critical")
        for app in apps
    ]
    listeners = [config.bind_socket() for config in configs]
    servers = [uvicorn.Server(config) for config in configs]

    async def told() -> None:
        while not all(server.started for server in servers):  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        print(*(each.getsockname()[1] for each in listeners), flush=True)  # noqa: T201 - it is awaited
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)  # a site that tells its errors here would fill the pipe

    async with asyncio.TaskGroup() as all_of_it:
        for server, listener in zip(servers, listeners, strict=True):
            all_of_it.create_task(server.serve([listener]))
        all_of_it.create_task(told())


def main(name: str, folder: Path) -> None:
    app = import_module(f"support.foreign_{name}").site(folder)
    asyncio.run(
        serve(
            [
                app,
                Sarto(app, config=folder / "sarto.toml"),
                Sarto(app, config=folder / "elsewhere.toml"),
            ]
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
