"""A folder of files, asked as a server asks it."""

import asyncio
import os
from dataclasses import dataclass

OLD = 1_700_000_000  # seconds; a file of then is not being written now


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer, whole."""

    status: int
    headers: dict[str, str]
    body: bytes
    pieces: int

    def __getitem__(self, name):
        return self.headers.get(name)


def put(root, name, content, *, when=OLD):
    """Write a file as it was some time ago."""
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(file, (when, when))
    return file


def scope_of(path, *, method="GET", query=b"", raw=None, root="", **fields):
    named = [(name.replace("_", "-"), value) for name, value in fields.items()]
    return {
        "type": "http",
        "method": method,
        "path": root + path,
        "raw_path": (root + path).encode("utf-8", "replace") if raw is None else raw,
        "root_path": root,
        "query_string": query,
        "headers": [(name.encode(), value.encode()) for name, value in named],
    }


def ask(site, path, **said):
    """Ask once; a header's name is written with low lines."""
    return asyncio.run(asked(site, scope_of(path, **said)))


async def asked(site, scope, *, leaves=False):
    """Ask; who `leaves` does so after the first piece."""
    sent, has_left = [], asyncio.Event()

    async def receive():
        if not sent:
            return {"type": "http.request"}
        await has_left.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)
        if leaves and len(sent) > 1:
            has_left.set()
        await asyncio.sleep(0)

    await site(scope, receive, send)
    start, *bodies = sent
    assert not bodies[-1].get("more_body") or leaves
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert len(headers) == len(start["headers"]), "a field was said twice"
    body = b"".join(message.get("body", b"") for message in bodies)
    return Told(status=start["status"], headers=headers, body=body, pieces=len(bodies))
