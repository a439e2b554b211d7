"""`sarto serve` as a shell runs it, and who asks it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

READY = re.compile(r"Serving .+ at http://127\.0\.0\.1:([0-9]+), by .+; Ctrl-C ends it")


class Running:
    """One `sarto serve`, ready, and its port."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    @property
    def workers(self):
        """Give the processes that serve, by their numbers."""
        told = subprocess.run(
            ["ps", "-ww", "--ppid", str(self.process.pid), "-o", "pid=,args="],
            capture_output=True,
            text=True,
            check=False,
        )
        rows = [row.split(None, 1) for row in told.stdout.splitlines()]
        return [int(pid) for pid, args in rows if "spawn_main" in args]

    def asked(self, path="/", *, method="GET", body=None, **fields):
        """Ask over a connection of its own; give status, headers and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {name.replace("_", "-"): text for name, text in fields.items()}
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            line.close()

    def raw(self, path, *fields):
        """Ask, and leave the answer to be read."""
        peer = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        lines = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *fields]
        peer.sendall("\r\n".join([*lines, "", ""]).encode())
        return peer

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def served(folder, *words, verb="serve", **environment) -> Iterator[Running]:
    """Run the verb on a free port, in a folder, until the block is left."""
    command = [sys.executable, "-m", "sarto", verb, *map(str, words), "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        line = process.stdout.readline()
        found = READY.search(line)
        if not found:
            process.kill()
            raise AssertionError((line, process.communicate()[1]))
        yield Running(process, int(found[1]))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.stderr.close()
