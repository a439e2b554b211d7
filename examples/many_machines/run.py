"""Run two machines with two processes each, and a Redis that they share.

`python run.py` goes on until Ctrl-C; `python run.py --walk` asks all of them as one
visitor, ends the Redis and starts it again meanwhile, tells what came, and ends.
Needed: redis-server (`apt install redis-server`); addresses 127.0.0.2 and 127.0.0.3.
"""

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from shutil import which

HERE = Path(__file__).parent
HOSTS = ("127.0.0.2", "127.0.0.3")
PORT, STORE = map(int, os.environ.get("PORTS", "8000 6390").split())
OWN_FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}
TRY = f"""
Two machines, two processes each, one Redis:

  curl -c jar -d "choice=all&next=/" -H "Sec-Fetch-Site: same-origin" \\
    -H "Host: shop" --connect-to shop:80:{HOSTS[0]}:{PORT} http://shop/_sarto/consent
  curl -A Mozilla -b jar -c jar --connect-to shop:80:{HOSTS[0]}:{PORT} "http://shop/?look"
  curl -A Mozilla -b jar -c jar --connect-to shop:80:{HOSTS[1]}:{PORT} "http://shop/?look"

(curl by its own name is a bot, and of those nothing is remembered.)

Ctrl-C ends it.
"""


def listens(host: str, port: int) -> bool:
    with socket.socket() as peer:
        return peer.connect_ex((host, port)) == 0


def started(words: list[str], host: str, port: int, **env: str) -> subprocess.Popen:
    """Start a program, and wait until it listens."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - words of this file
        words, env={**os.environ, **env}, cwd=HERE, stdout=quiet
    )
    while not listens(host, port):
        if process.poll() is not None:
            sys.exit(f"{words[0]} did not start at {host}:{port}")
        time.sleep(0.05)
    return process


def redis(folder: str) -> subprocess.Popen:
    """Start the store; what it has answered it has written down."""
    found = which("redis-server") or sys.exit("redis-server is needed, and not here")
    kept = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
    words = [found, "--bind", "127.0.0.1", "--port", str(STORE), "--dir", folder]
    return started([*words, *kept], "127.0.0.1", STORE)


class Visitor:
    """One browser, whom a balancer sends to any machine."""

    def __init__(self) -> None:
        self.jar: dict[str, str] = {}

    def ask(self, host: str, path: str, body: str = "") -> str:
        peer = HTTPConnection(host, PORT, timeout=10)
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        fields = {"Host": "shop", "Cookie": cookies, "User-Agent": "Firefox/128.0"}
        peer.request("POST" if body else "GET", path, body or None, fields | OWN_FORM)
        answer = peer.getresponse()
        self.keep(answer.headers)
        text = answer.read().decode()
        peer.close()
        return text

    def keep(self, headers: HTTPMessage) -> None:
        for line in headers.get_all("set-cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.jar[name] = value


def walk(end: Callable[[], None], begin: Callable[[], None]) -> None:
    """Ask both machines in turn, with the store, without it, and with it again."""
    guest = Visitor()
    guest.ask(HOSTS[0], "/_sarto/consent", "choice=all&next=/")

    def told(times: int) -> None:
        for host in HOSTS * times:
            text = guest.ask(host, "/?look")
            lines = (line for _, line in re.findall(r"<p(.*?)>(.*?)</p>", text))
            sys.stdout.write(f"{host}  {' '.join(lines)}\n")

    told(2)
    end()
    sys.stdout.write("-- Redis is killed\n")
    told(1)
    begin()
    time.sleep(1)  # half a second at most, until it is asked again
    sys.stdout.write("-- Redis is back\n")
    told(1)


def main() -> None:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stores = [redis(folder)]

        def end() -> None:
            stores[-1].kill()
            stores[-1].wait()

        stack.callback(end)
        env = {
            "SARTO_SECRET": os.environ.get("SARTO_SECRET") or secrets.token_urlsafe(),
            "PROFILES": f"redis://127.0.0.1:{STORE}",
        }
        words = [sys.executable, "-m", "uvicorn", "app:app", "--workers", "2"]
        words += ["--port", str(PORT), "--log-level", "critical", "--host"]
        for host in HOSTS:
            machine = started([*words, host], host, PORT, **env)
            stack.callback(machine.wait, 20)
            stack.callback(machine.terminate)
        if "--walk" in sys.argv:
            walk(end, lambda: stores.append(redis(folder)))
            return
        sys.stdout.write(TRY)
        sys.stdout.flush()
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
