"""Visitors who read slowly, many of them in one process.

`python -m support.proxied_readers PORT TARGET COUNT`: asks with COUNT connections, reads
a byte or two of each, prints a line once all answers have begun, and ends with its input.
"""

import asyncio
import resource
import socket
import sys

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ASKED = "GET {} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: {}\r\n\r\n"
BUFFER = 4096  # bytes that the kernel reads for us
SEGMENT = 536  # bytes; longer ones, as on loopback, the other kernel keeps by megabytes
EAGER = 64  # connections that begin at once


async def begun(port: int, target: str, door: asyncio.Semaphore) -> socket.socket:
    loop = asyncio.get_running_loop()
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
    peer.settimeout(0)
    async with door:
        await loop.sock_connect(peer, ("127.0.0.1", port))
        await loop.sock_sendall(peer, ASKED.format(target, AGENT).encode())
        said = await loop.sock_recv(peer, 12)
    if said != b"HTTP/1.1 200":
        raise SystemExit(f"not served: {said!r}")
    return peer


async def main(port: int, target: str, count: int) -> None:
    door = asyncio.Semaphore(EAGER)
    peers = await asyncio.gather(*[begun(port, target, door) for _ in range(count)])
    sys.stdout.write(f"{len(peers)}\n")
    sys.stdout.flush()
    loop = asyncio.get_running_loop()
    end = loop.run_in_executor(None, sys.stdin.read)
    while not end.done():
        for peer in peers:
            try:
                if not peer.recv(16):
                    raise SystemExit("an answer ended")
            except BlockingIOError:
                continue
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
