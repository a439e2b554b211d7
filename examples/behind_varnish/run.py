"""Run all of it without a container: a Redis, two processes of the site, a Varnish.

`python run.py` goes on until Ctrl-C; `python run.py --doctor` examines it and ends.
Needed: redis-server and varnishd (`apt install redis-server varnish`).
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import which

HERE = Path(__file__).parent
PORTS = os.environ.get("PORTS", "8000 8080 6390").split()  # all at 127.0.0.1
SITE, CACHE, STORE = map(int, PORTS)
TRY = f"""
The museum is open: http://127.0.0.1:{CACHE}/

  curl -i http://127.0.0.1:{CACHE}/                  # a page that the cache keeps
  curl -A "iPhone Mobile" http://127.0.0.1:{CACHE}/  # another: that of phones
  curl -c jar -d name=Anna http://127.0.0.1:{CACHE}/sign-in
  curl -b jar http://127.0.0.1:{CACHE}/              # the same page, with Anna in it
  varnishstat -n WORKDIR -1 -f MAIN.cache_hit        # how often the site was spared
  sarto edge doctor http://127.0.0.1:{CACHE} --config {HERE / "sarto.toml"}

Ctrl-C ends it.
"""


def program(name: str) -> str:
    found = which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    return found or sys.exit(f"{name} is needed, and not here")


@contextmanager
def running(*words: str, port: int, env: dict[str, str]) -> Iterator[None]:
    """Run a program as long as the block lasts; it listens when that begins."""
    with (Path(env["LOGS"]) / f"{port}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - words of this file
            words, env=env, cwd=HERE, stdout=log, stderr=log
        )
    try:
        while not listens(port):
            if process.poll() is not None:
                sys.exit((Path(env["LOGS"]) / f"{port}.log").read_text())
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def listens(port: int) -> bool:
    with socket.socket() as peer:
        return peer.connect_ex(("127.0.0.1", port)) == 0


def main() -> int:
    for port in (STORE, SITE, CACHE):
        if listens(port):
            sys.exit(f"something listens at port {port} already")
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        given = os.environ.get("SARTO_SECRET") or secrets.token_urlsafe()
        env = {**os.environ, "SARTO_SECRET": given}
        env |= {"PROFILES": f"redis://127.0.0.1:{STORE}", "LOGS": str(work)}

        def start(*words: str, port: int) -> None:
            stack.enter_context(running(*words, port=port, env=env))

        python, config = sys.executable, str(HERE / "sarto.toml")
        sarto = (python, "-m", "sarto", "edge")
        redis = (program("redis-server"), "--port", str(STORE), "--dir", str(work))
        start(*redis, "--appendonly", "yes", "--bind", "127.0.0.1", port=STORE)
        site = (python, "-m", "uvicorn", "app:app", "--port", str(SITE))
        start(*site, "--workers", "2", "--log-level", "warning", port=SITE)
        where = ("--origin", f"http://127.0.0.1:{SITE}", "--out", str(work / "edge"))
        where += ("--listen", f"127.0.0.1:{CACHE}")
        write = (*sarto, "varnish", "--config", config, *where)
        subprocess.run(write, env=env, check=True)  # noqa: S603 - as above
        jail = ("-j", "none") if os.geteuid() == 0 else ()
        varnish = (program("varnishd"), *jail, "-F", "-n", str(work / "varnish"))
        vcl = ("-f", str(work / "edge" / "varnish.vcl"), "-s", "malloc,64m")
        start(*varnish, "-a", f"127.0.0.1:{CACHE}", *vcl, port=CACHE)
        sys.stdout.write(TRY.replace("WORKDIR", str(work / "varnish")))
        sys.stdout.flush()
        if "--doctor" in sys.argv:
            pages = ("--path", "/", "--path", "/rooms/clocks")
            examine = (*sarto, "doctor", f"http://127.0.0.1:{CACHE}", *pages)
            return subprocess.call((*examine, "--config", config), env=env)  # noqa: S603 - as above
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
